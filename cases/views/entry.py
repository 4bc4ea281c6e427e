"""One thing that was recorded on a case, as a card with rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Entry:
    """One line of a list on the case page (vendor calls, judgements, findings …): when, what, detail rows."""

    at: datetime | None
    title: str
    rows: tuple[tuple[str, str], ...] = ()
    id: int | None = None
