"""The remediation list, external notices, consents, checklists and the closing gate, as drawn (R-104)."""

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
