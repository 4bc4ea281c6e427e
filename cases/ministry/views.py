"""The ministry's requests, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class AddresseeView:
    """One authority that the ministry asked, with what it answered: (moment, office, text, final)."""

    code: str
    authority: str
    prefecture: str
    state: str
    reason: str
    handled_by: str
    handled_at: datetime | None
    settled_at: datetime | None
    case_number: str
    reminders: int
    reminded_at: datetime | None
    answers: tuple[tuple[datetime, str, str, bool], ...]


@dataclass(frozen=True)
class RequestView:
    """A request of the ministry. An authority sees its own addressee only, as `mine`."""

    number: str
    kind: str
    title: str
    content: str
    event: str
    case_numbers: tuple[str, ...]
    wished_by: datetime | None
    contact: str
    asked_by: str
    asked_at: datetime
    counts: tuple[tuple[str, int], ...]
    settled: int
    addressees: tuple[AddresseeView, ...]
    mine: AddresseeView | None
