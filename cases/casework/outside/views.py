"""Parties, links and questionnaires, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
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
