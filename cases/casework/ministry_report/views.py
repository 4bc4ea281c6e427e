"""報告 and the fields it is made of, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
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
