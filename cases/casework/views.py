"""Tasks, rows of the worklist and the rule sets of a case, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cases.vocabulary import StageKey, StageState


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
class Desktop:
    """The top line of 私の業務 and its tasks by due."""

    mine: tuple[TaskView, ...]
    unassigned: tuple[TaskView, ...]
    office: tuple[TaskView, ...]
    overdue: int
    stood_in_for: tuple[TaskView, ...] = ()
    """What absent colleagues hold for whom this officer stands in today."""


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
