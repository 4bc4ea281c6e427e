"""A line of a history, as drawn (R-231)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class HistoryView:
    at: datetime
    kind: str
    actor: str
    name: str
    label: str
    facts: dict[str, Any]
    note: str
    version: int
