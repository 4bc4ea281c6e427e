"""A case's page whole, and what an act gave, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from cases.casework.closing.views import ConsentView, GateLine, NoticeView
from cases.casework.files.views import FileView
from cases.casework.ministry_report.views import FactView, ReportView
from cases.casework.outside.views import Coordination, LinkView, PartyView, QuestionnaireView
from cases.casework.remediation.views import ChecklistView, ItemView
from cases.casework.views import RuleSetView, TaskView
from cases.clocks.views import ClockView
from cases.papers.views import DocumentView, PaperView
from cases.post.views import LetterView
from cases.views.entry import Entry
from cases.views.history import HistoryView
from cases.vocabulary import StageKey, StageState


@dataclass(frozen=True)
class Taken:
    """What an act left behind. `once`: the token of a new link; it is told here and never again."""

    case_id: int
    number: str
    version: int
    once: str = field(default="", repr=False)


@dataclass(frozen=True)
class Viewed:
    """An officer was shown a case, or a paper of it."""

    at: datetime
    office: str
    what: str


@dataclass(frozen=True)
class TrailView:
    """The chain of a case's history as verified at a moment. `broken` says where and why; empty when it is whole."""

    lines: int
    verified_at: datetime
    broken: str
    viewings: tuple[Viewed, ...]


@dataclass(frozen=True)
class StageView:
    key: StageKey
    label: str
    purpose: str
    source: tuple[str, ...]
    state: StageState
    opened_at: datetime | None
    done_at: datetime | None
    reason: str
    opens_label: str
    criteria: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class ActView:
    """An act on this case: whether this officer may take it now, and otherwise why not, in words."""

    name: str
    label: str
    help: str
    tells: str
    stage: StageKey | None
    open: bool
    missing: tuple[str, ...]
    source: tuple[str, ...]


@dataclass(frozen=True)
class VendorView:
    company: str
    phone: str
    person: str
    systems: str
    all_hours: bool


@dataclass(frozen=True)
class CaseSheet:
    """Everything that the case page shows."""

    id: int
    number: str
    version: int
    pulse: int
    practice: bool
    authority: str
    facility: str
    facility_id: int
    facility_kind: str
    may_be_inspected: bool
    municipality: str
    municipal: bool
    operating_body: str
    owner_municipality: str
    facility_phone: str
    what_happened: str
    awareness_source: str
    awareness_note: str
    awareness_at: datetime | None
    unidentified: bool
    """Nobody knows yet which facility it is."""
    reported_facility: str
    unconfirmed: bool
    """Known from the press only: the facility itself has not been heard yet."""
    attack_note: str
    systems_note: str
    proxy_entry: bool
    contact_person: str
    contact_phone: str
    attack_kind: str
    affected_systems: tuple[str, ...]
    occurred_at: datetime | None
    occurred_approx: bool
    detected_at: datetime
    detected_approx: bool
    judged_at: datetime | None
    grasped_at: datetime
    grasped_approx: bool
    attack: str
    failure: str
    leak: str
    care: str
    result: str
    result_sentence: str
    ministry_knows: str
    lead_id: int | None
    lead: str
    opened_at: datetime
    next_due: datetime | None
    closed_at: datetime | None
    ending: str
    ending_reason: str
    stages: tuple[StageView, ...]
    tasks: tuple[TaskView, ...]
    clocks: tuple[ClockView, ...]
    acts: tuple[ActView, ...]
    vendors: tuple[VendorView, ...]
    reports: tuple[ReportView, ...]
    documents: tuple[DocumentView, ...]
    judgements: tuple[Entry, ...]
    vendor_contacts: tuple[Entry, ...]
    containments: tuple[Entry, ...]
    ministry_contacts: tuple[Entry, ...]
    decisions: tuple[Entry, ...]
    findings: tuple[Entry, ...]
    guidance: tuple[Entry, ...]
    inspections: tuple[Entry, ...]
    items: tuple[ItemView, ...]
    milestones: tuple[Entry, ...]
    exchanges: tuple[Entry, ...]
    notices: tuple[NoticeView, ...]
    consent: ConsentView | None
    checklists: tuple[ChecklistView, ...]
    gate: tuple[GateLine, ...]
    parties: tuple[PartyView, ...] = ()
    coordination: Coordination | None = None
    links: tuple[LinkView, ...] = ()
    files: tuple[FileView, ...] = ()
    questionnaires: tuple[QuestionnaireView, ...] = ()
    history: tuple[HistoryView, ...] = field(default=())
    letters: tuple[LetterView, ...] = field(default=())
    papers: tuple[PaperView, ...] = field(default=())
    rule_sets: tuple[RuleSetView, ...] = field(default=())
    fields: tuple[FactView, ...] = field(default=())
