"""引継簿 and 当番, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
