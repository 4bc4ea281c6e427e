"""Plain values that screens, the API and exercises draw from; no record leaves the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from cases.report_contents import Difference
from cases.vocabulary import StageKey, StageState

T = TypeVar("T")


@dataclass(frozen=True)
class Choice:
    """An entry of a selection list: what is stored and what is read."""

    value: str
    label: str


@dataclass(frozen=True)
class TaskView:
    id: int
    case_id: int
    case_number: str
    facility: str
    facility_kind: str
    municipality: str
    stage: StageKey
    code: str
    title: str
    role: str
    holder_id: int | None
    holder: str
    why_holder: str
    due_at: datetime | None
    state: str
    note: str
    opened_at: datetime
    done_at: datetime | None
    done_by: str
    case_version: int
    due_label: str = "目安"


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
class HistoryView:
    at: datetime
    kind: str
    actor: str
    name: str
    label: str
    facts: dict[str, Any]
    note: str
    version: int


@dataclass(frozen=True)
class LetterView:
    recipient: str
    subject: str
    body: str
    must_act: bool
    state: str
    written_at: datetime
    sent_at: datetime | None
    attempts: int
    answer: str


@dataclass(frozen=True)
class DocumentView:
    kind: str
    title: str
    lines: tuple[tuple[str, str], ...]
    drafted_at: datetime


@dataclass(frozen=True)
class PaperView:
    """An issued official paper. `taken_back` is the reason when it was; empty while it stands."""

    id: int
    kind: str
    number: str
    title: str
    addressee: str
    dated_on: date
    issued_at: datetime
    issued_by: str
    pages: int
    sha256: str
    taken_back: str


@dataclass(frozen=True)
class NumberRow:
    """A line of 文書番号簿. `gap` says why the number counts for nothing; empty for a paper that stands."""

    year: int
    seq: int
    number: str
    dated_on: date
    kind: str
    title: str
    addressee: str
    case_number: str
    gap: str


@dataclass(frozen=True)
class VendorView:
    company: str
    phone: str
    person: str
    systems: str
    all_hours: bool


@dataclass(frozen=True)
class ReportView:
    seq: int
    kind: str
    state: str
    desk: str
    blocks: tuple[tuple[str, str], ...]
    drafted_by: str
    drafted_at: datetime
    approved_by: str
    bypass_reason: str
    sent_at: datetime | None
    outside_hours: bool
    desk_opens_at: datetime | None
    received_at: datetime | None
    received_by: str
    title: str = ""
    """第1報, 第2報（続報）, 第4報（最終報）."""
    reporter: str = ""
    rerouted: str = ""
    withdrawn: bool = False
    fields: tuple[tuple[str, str], ...] = ()
    """(title, words) of the fields that the report contained."""
    compared_with: str = ""
    differences: tuple[Difference, ...] = ()
    amendments: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class FactView:
    """One field of the incident report on the case: what is said now, what was said before, in which reports."""

    id: str
    block: str
    title: str
    words: str
    """What is said now; empty when nothing is."""
    changed_by: str
    """The label of the act that changes it."""
    versions: tuple[tuple[datetime, str, str, str], ...] = ()
    """(entered, by, words, reason), oldest first."""
    first_report: str = ""
    changing_reports: tuple[str, ...] = ()
    given: Any = None
    """The newest version as the form takes it (JSON)."""
    approx: bool = False


@dataclass(frozen=True)
class PartyView:
    """A party of the case; `number` is what acts name it by."""

    number: int
    roles: str
    name: str
    person: str
    phone: str
    email: str
    same_as_authority: bool
    confirmed_at: datetime | None
    confirmed_by: str
    note: str
    left_reason: str


@dataclass(frozen=True)
class LinkView:
    """A link without account, as the office sees it: never its token."""

    number: int
    purpose: str
    name: str
    email: str
    created_at: datetime
    created_by: str
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    revoked_reason: str


@dataclass(frozen=True)
class RemarkView:
    kind: str
    author: str
    text: str
    at: datetime


@dataclass(frozen=True)
class FileView:
    """A file of the case. `suspicion`: what looks like personal data."""

    id: int
    state: str
    purpose: str
    name: str
    size: int
    sha256: str
    rows: tuple[tuple[str, str], ...]
    suspicion: str
    cleared: str
    brought_by: str
    brought_at: datetime
    removed: str
    gone: bool


@dataclass(frozen=True)
class LaidIn:
    """A file just laid into a case."""

    id: int
    name: str
    suspicion: str


@dataclass(frozen=True)
class FileContent:
    name: str
    media: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class QuestionnaireView:
    number: int
    title: str
    to_name: str
    state: str
    waiting: bool
    wished_by: datetime | None
    sent_at: datetime
    sent_by: str
    opened_at: datetime | None
    answered_at: datetime | None
    answered_by: str
    by_proxy: bool
    pairs: tuple[tuple[str, str], ...]
    materials: tuple[str, ...]
    withdrawn_reason: str


@dataclass(frozen=True)
class Coordination:
    """The completeness panel of a municipal hospital (R-082, R-084, R-086); `missing` empty: all is confirmed."""

    lead: str
    informed: tuple[tuple[datetime, str, str], ...]
    """(when, who told the State, how), oldest first."""
    missing: tuple[str, ...]
    conflict: str


@dataclass(frozen=True)
class Entry:
    """One line of a list on the case page (vendor calls, judgements, findings …): when, what, detail rows."""

    at: datetime | None
    title: str
    rows: tuple[tuple[str, str], ...] = ()
    id: int | None = None


@dataclass(frozen=True)
class ItemView:
    """One line of the remediation list, with everything that was done about it. `number` counts from one."""

    id: int
    number: int
    title: str
    origin: str
    level: str
    source: str
    owner: str
    promised_on: date | None
    state: str
    waiting: bool
    overdue: bool
    """Promised, not settled nor reported, and the day is over."""
    answer: str
    reported_at: datetime | None
    evidence: str
    settled_at: datetime | None
    settled_by: str
    settled_note: str
    steps: tuple[Entry, ...] = ()

    @property
    def at(self) -> datetime | None:
        return self.settled_at

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """As name and value; what is not known is left out."""
        found = (
            ("番号", str(self.number)),
            ("区分", self.origin),
            ("指摘の程度", self.level),
            ("出所", self.source),
            ("状態", self.state),
            ("担当", self.owner),
            ("期日", self.promised_on.isoformat() if self.promised_on else ""),
            ("医療機関等の回答", self.answer),
            ("確認", self.evidence),
            ("不要とした理由", self.settled_note),
            ("確認者", self.settled_by),
        )
        return tuple(row for row in found if row[1])


@dataclass(frozen=True)
class NoticeView:
    """What is known of telling one body. `nature` says what stands behind it: 任意, or which act."""

    body: str
    label: str
    teller: str
    nature: str
    basis: str
    verified: bool
    note: str
    state: str
    answered: bool
    told_at: datetime | None
    told_by: str
    reference: str
    reason: str
    due_on: date | None
    due_words: str = ""
    """What the rule sets of the case say of its time, when they are switched on; else empty."""


@dataclass(frozen=True)
class ConsentView:
    nco: str
    ceptoar: str
    answered_at: datetime
    answered_by: str
    note: str


@dataclass(frozen=True)
class ChecklistView:
    """The answers in force on one sheet: (code, section, text, answer, target, confirmed on) in the sheet's order."""

    title: str
    vendor: str
    verified: bool
    complete: bool
    source: str
    note: str
    answers: tuple[tuple[str, str, str, str, date | None, date | None], ...]
    """Items without an answer have an empty one."""


@dataclass(frozen=True)
class GateLine:
    """One condition of the closing: `open` names each thing that is missing."""

    label: str
    met: bool
    open: tuple[str, ...]
    way_out: str


@dataclass(frozen=True)
class CaseRow:
    """A row of the worklist."""

    id: int
    number: str
    facility: str
    facility_kind: str
    municipality: str
    authority: str
    stages: tuple[tuple[StageKey, StageState], ...]
    leak: str
    care: str
    result: str
    ministry_knows: str
    lead: str
    grasped_at: datetime
    next_due: datetime | None
    closed_at: datetime | None
    ending: str
    practice: bool
    next_action: str
    """The open task that is due first (R-070)."""


@dataclass(frozen=True)
class Page(Generic[T]):
    rows: Sequence[T]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


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
class AddresseeView:
    """One authority that the ministry asked, with what it answered: (moment, office, text, final)."""

    code: str
    authority: str
    prefecture: str
    state: str
    reason: str
    handled_by: str
    handled_at: datetime | None
    settled_at: datetime | None
    case_number: str
    reminders: int
    reminded_at: datetime | None
    answers: tuple[tuple[datetime, str, str, bool], ...]


@dataclass(frozen=True)
class RequestView:
    """A request of the ministry. An authority sees its own addressee only, as `mine`."""

    number: str
    kind: str
    title: str
    content: str
    event: str
    case_numbers: tuple[str, ...]
    wished_by: datetime | None
    contact: str
    asked_by: str
    asked_at: datetime
    counts: tuple[tuple[str, int], ...]
    settled: int
    addressees: tuple[AddresseeView, ...]
    mine: AddresseeView | None


@dataclass(frozen=True)
class Desktop:
    """The top line of 私の業務 and its tasks by due."""

    mine: tuple[TaskView, ...]
    unassigned: tuple[TaskView, ...]
    office: tuple[TaskView, ...]
    overdue: int


@dataclass(frozen=True)
class HandoverView:
    """A note of the 引継簿; not acknowledged while `acknowledged_at` is None."""

    id: int
    shift: str
    body: str
    written_by: str
    written_at: datetime
    mine: bool
    acknowledged_by: str
    acknowledged_at: datetime | None


@dataclass(frozen=True)
class Rota:
    """Who is called now: by day the duty officer (empty when none is entered), else the on-call order."""

    duty: str
    on_call: tuple[str, ...]
    office_hours: bool


@dataclass(frozen=True)
class Related:
    """Another open case of the same facility, or of one with the same vendor company (then `vendor` names it)."""

    number: str
    facility: str
    authority: str
    vendor: str
    result: str
    grasped_at: datetime


@dataclass(frozen=True)
class Taken:
    """What an act left behind. `once`: the token of a new link; it is told here and never again."""

    case_id: int
    number: str
    version: int
    once: str = field(default="", repr=False)
