"""The case page: where it stands, what may be done, what is known, as drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from cases.views.aftercare import ChecklistView, ConsentView, GateLine, ItemView, NoticeView
from cases.views.entry import Entry
from cases.views.office import TaskView
from cases.views.outside import Coordination, FileView, LinkView, PartyView, QuestionnaireView
from cases.views.papers import DocumentView, FactView, LetterView, PaperView, ReportView
from cases.views.trail import HistoryView
from cases.vocabulary import StageKey, StageState


@dataclass(frozen=True)
class PauseView:
    """A time in which a clock stood, with what was promised before; `resumed_at` is empty while it stands."""

    paused_at: datetime
    reason: str
    by: str
    due_before: datetime
    resumed_at: datetime | None
    resumed_by: str


@dataclass(frozen=True)
class ClockView:
    rule_id: str
    stage: StageKey
    title: str
    timing_word: str
    label: str
    source: tuple[str, ...]
    started_at: datetime
    due_at: datetime
    met_at: datetime | None
    state: str
    state_label: str
    about: str = ""
    set_by: str = ""
    """Whose own 目安 the length is; empty for the house's."""
    basis: str = ""
    """What stands behind it, as printed (R-007, R-009)."""
    next_reminder_at: datetime | None = None
    """When those concerned hear of it next; None when all has been said, or the clock stands."""
    pausable: bool = False
    pauses: tuple[PauseView, ...] = ()
    """Oldest first."""


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
class DutyView:
    """Something that a rule set expects of somebody, with its legal basis."""

    actor: str
    recipient: str
    deed: str
    timing_word: str
    limit: str
    basis: str


@dataclass(frozen=True)
class RuleSetView:
    """A rule set that applies to the case, and what it says of it (`outcome` is empty where it has no table)."""

    id: str
    title: str
    short: str
    nature: str
    verification: str
    confirmed_by: str
    effective_from: date | None
    summary: str
    outcome: str
    outcome_key: str
    sentence: str
    sources: tuple[str, ...]
    duties: tuple[DutyView, ...]
    dates: tuple[tuple[str, str], ...]
    source: str
    note: str


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
    result_sources: tuple[str, ...]
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
