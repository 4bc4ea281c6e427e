"""The officer's desk: tasks, lists, hand-over, the ministry's requests, as drawn (R-070, R-110, R-241)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

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
    stood_in_for: tuple[TaskView, ...] = ()
    """What absent colleagues hold for whom this officer stands in today."""


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
