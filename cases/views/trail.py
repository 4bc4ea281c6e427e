"""The history of a case and who looked at it, as drawn (R-231)."""

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


@dataclass(frozen=True)
class Viewed:
    """An officer was shown a case, or a paper of it."""

    at: datetime
    office: str
    what: str


@dataclass(frozen=True)
class TrailView:
    """The chain of a case's history as verified at a moment. `broken` says where and why; empty when it is whole."""

    lines: int
    verified_at: datetime
    broken: str
    viewings: tuple[Viewed, ...]
