"""The post room as drawn: letters that did not arrive, addresses that are stopped, where the post rests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class PostStep:
    at: datetime
    what: str
    who: str
    address: str
    note: str


@dataclass(frozen=True)
class NotReached:
    """One letter to one recipient. `meaning` is the server's `answer` in plain words; `due_at` that of its task."""

    id: int
    case_number: str
    authority: str
    recipient: str
    address: str
    subject: str
    must_act: bool
    due_at: datetime | None
    state: str
    since: datetime
    written_at: datetime
    sent_at: datetime | None
    attempts: int
    next_try_at: datetime | None
    meaning: str
    answer: str
    stopped_since: datetime | None
    told_at: datetime | None
    told_by: str
    told_note: str
    steps: tuple[PostStep, ...]


@dataclass(frozen=True)
class Counts:
    waiting: int
    put_off: int
    told: int


@dataclass(frozen=True)
class Stopped:
    """An address that is not written to; `lifted_at` once it is again."""

    id: int
    address: str
    since: datetime
    meaning: str
    answer: str
    lifted_at: datetime | None
    lifted_by: str
    lifted_why: str


@dataclass(frozen=True)
class Rest:
    """`domain` empty: our own mail server."""

    domain: str
    since: datetime
    until: datetime
    meaning: str


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
