"""The gate, and whom else the facility told, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


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
class GateLine:
    """One condition of the closing: `open` names each thing that is missing."""

    label: str
    met: bool
    open: tuple[str, ...]
    way_out: str
