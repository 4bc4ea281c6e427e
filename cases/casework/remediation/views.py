"""The remediation list and checklists, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cases.views.entry import Entry


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
