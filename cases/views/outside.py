"""Parties, guests, files and questionnaires of a case, as drawn (R-075, R-081, R-106)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class PartyView:
    """A party of the case; `number` is what acts name it by."""

    number: int
    roles: str
    name: str
    person: str
    phone: str
    email: str
    same_as_authority: bool
    confirmed_at: datetime | None
    confirmed_by: str
    note: str
    left_reason: str


@dataclass(frozen=True)
class LinkView:
    """A link without account, as the office sees it: never its token."""

    number: int
    purpose: str
    name: str
    email: str
    created_at: datetime
    created_by: str
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    revoked_reason: str


@dataclass(frozen=True)
class RemarkView:
    kind: str
    author: str
    text: str
    at: datetime


@dataclass(frozen=True)
class FileView:
    """A file of the case. `suspicion`: what looks like personal data."""

    id: int
    state: str
    purpose: str
    name: str
    size: int
    sha256: str
    rows: tuple[tuple[str, str], ...]
    suspicion: str
    cleared: str
    brought_by: str
    brought_at: datetime
    removed: str
    gone: bool


@dataclass(frozen=True)
class LaidIn:
    """A file just laid into a case."""

    id: int
    name: str
    suspicion: str


@dataclass(frozen=True)
class FileContent:
    name: str
    media: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class QuestionnaireView:
    number: int
    title: str
    to_name: str
    state: str
    waiting: bool
    wished_by: datetime | None
    sent_at: datetime
    sent_by: str
    opened_at: datetime | None
    answered_at: datetime | None
    answered_by: str
    by_proxy: bool
    pairs: tuple[tuple[str, str], ...]
    materials: tuple[str, ...]
    withdrawn_reason: str


@dataclass(frozen=True)
class Coordination:
    """The completeness panel of a municipal hospital (R-082, R-084, R-086); `missing` empty: all is confirmed."""

    lead: str
    informed: tuple[tuple[datetime, str, str], ...]
    """(when, who told the State, how), oldest first."""
    missing: tuple[str, ...]
    conflict: str
