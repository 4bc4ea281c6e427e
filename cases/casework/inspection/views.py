"""Plain values of inspections, the register and the advice library, for screens, papers and the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cases.vocabulary import InspectionState, Instrument


@dataclass(frozen=True)
class MemberView:
    side: str
    office: str
    appointment_number: str
    certificate_number: str
    valid_to: date | None
    carried: bool | None
    shown: bool | None


@dataclass(frozen=True)
class StepView:
    at: datetime
    label: str
    after: str
    text: str
    by: str


@dataclass(frozen=True)
class FindingView:
    """`side` and `level` in words."""

    side: str
    level: str
    title: str


@dataclass(frozen=True)
class AnswerView:
    item: str
    question: str
    answer: str
    target_on: date | None
    note: str


@dataclass(frozen=True)
class VisitView:
    """One visit whole. Dates are None where the authority set none."""

    number: int
    follows: int | None
    state: InspectionState
    instrument: Instrument
    basis: str
    purpose: str
    planned_on: date
    unannounced: bool
    waits_for_approval: bool
    approver: str
    reason: str
    joint: bool
    own_ministry_result: bool
    team: str
    members: tuple[MemberView, ...]
    notice_due_on: date | None
    notified_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    certificates: str
    met_persons: str
    checked_items: str
    evidence: tuple[str, ...]
    answers: tuple[AnswerView, ...]
    result: str
    findings: tuple[FindingView, ...]
    result_due_on: date | None
    result_notified_at: datetime | None
    ministry_result: str
    ministry_result_at: datetime | None
    plan_wanted: bool
    plan_due_on: date | None
    plan_received_at: datetime | None
    recheck_due_on: date | None
    closed_at: datetime | None
    closing_note: str
    steps: tuple[StepView, ...]


@dataclass(frozen=True)
class DemandView:
    number: int
    instrument: str
    basis: str
    addressee: str
    content: str
    reason: str
    asked_at: datetime
    asked_by: str
    due_on: date | None
    state: str
    received_at: datetime | None
    answer: str
    files: tuple[str, ...]
    settled_at: datetime | None
    result: str


@dataclass(frozen=True)
class MessageView:
    from_ministry: bool
    at: datetime
    by: str
    text: str


@dataclass(frozen=True)
class ThreadView:
    """One consultation. `masked_question` and `masked_advice`: proposals for the library, for the ministry only."""

    number: int
    visit: int | None
    timing: str
    waiting: bool
    closed_at: datetime | None
    published_at: datetime | None
    messages: tuple[MessageView, ...]
    masked_question: str = ""
    masked_advice: str = ""


@dataclass(frozen=True)
class CertificateView:
    number: str
    issued_on: date
    valid_to: date | None
    state: str


@dataclass(frozen=True)
class InspectorView:
    """`why_not`: why this appointee may not inspect today, as a clause; empty when nothing stands against it."""

    id: int
    office: str
    appointment_number: str
    valid_from: date
    valid_to: date | None
    ended_on: date | None
    ended_reason: str
    certificates: tuple[CertificateView, ...]
    why_not: str


@dataclass(frozen=True)
class LossView:
    id: int
    office: str
    certificate: str
    lost_at: datetime
    lost_approx: bool
    circumstances: str
    police_at: datetime | None
    police_station: str
    police_reference: str
    entered_by: str


@dataclass(frozen=True)
class PracticeView:
    notice_lead_days: int | None
    result_notice_days: int | None
    plan_due_days: int | None
    reinspection_days: int | None
    changed_by: str
    changed_at: datetime | None


@dataclass(frozen=True)
class ExampleView:
    id: int
    topic: str
    question: str
    advice: str
    timing: str
    published_at: datetime
