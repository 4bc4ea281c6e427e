"""Documents, issued papers, letters, reports and their fields, as drawn (R-066, R-234, R-330)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cases.views.entry import Entry


@dataclass(frozen=True)
class Difference:
    """One field that a report says otherwise than the one before: `mark` is 追加, 変更 or 記載なし."""

    field: str
    title: str
    mark: str
    before: str
    after: str


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
    lost: bool = False
    """It did not arrive, and nobody was told otherwise."""
    told: str = ""


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
