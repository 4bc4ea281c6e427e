"""A campaign as the screens show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class ItemLine:
    """An item, and what the office of this sitting said of it (an authority's desk; else "未確認")."""

    id: int
    label: str
    """「共通１」「個別10」「追加１」."""
    text: str
    mode: str
    source: str = ""
    """The item of the request that it comes from; empty for one that was added."""
    reworded: bool = False
    state: str = ""
    note: str = ""
    said_by: str = ""
    said_at: datetime | None = None


@dataclass(frozen=True)
class AddresseeLine:
    """One authority: the state of every item in the campaign's order, and how many are open."""

    code: str
    authority: str
    prefecture: str
    states: tuple[str, ...]
    notes: tuple[str, ...]
    open: int
    said_at: datetime | None
    reminded_at: datetime | None


@dataclass(frozen=True)
class ReminderRow:
    """A rung as it went out: how many people of how many authorities, and how late."""

    event_from: date
    days: int
    planned_at: datetime
    written_at: datetime
    late: str
    people: int
    authorities: int


@dataclass(frozen=True)
class MoveRow:
    what: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class CampaignRow:
    """A campaign in the list."""

    number: str
    title: str
    event: str
    sent_at: datetime
    state: str
    settled: int
    addressees: int
    open_items: int
    """Of the office of this sitting; of all addressees for the ministry."""


@dataclass(frozen=True)
class CampaignView:
    row: CampaignRow
    source: tuple[tuple[str, str], ...]
    background: str
    threats: tuple[str, ...]
    protected: tuple[str, ...]
    cover: str
    contact: str
    event_from: date
    event_to: date
    tentative: bool
    campaign: str
    reminder_days: tuple[int, ...]
    next_at: datetime | None
    items: tuple[ItemLine, ...]
    addressees: tuple[AddresseeLine, ...]
    reminders: tuple[ReminderRow, ...]
    moves: tuple[MoveRow, ...]
    mine: bool
    over: bool
    sent_by: str
    copied_from: str
