"""Plain values of what relates cases: candidates, merges, transfers, groups. Screens and the API draw from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases.errors import Candidate
from cases.views.entry import Entry
from cases.views.history import HistoryView


@dataclass(frozen=True)
class MergedCase:
    """A case that was merged into this one: what it knew, readable here."""

    number: str
    facility: str
    into: str
    """The case it was merged into, which may have been merged itself."""
    awareness: str
    detected_at: datetime
    grasped_at: datetime
    judged_at: datetime | None
    opened_at: datetime
    reason: str
    contacts: tuple[Entry, ...]
    judgements: tuple[Entry, ...]
    reports: tuple[Entry, ...]
    history: tuple[HistoryView, ...]


@dataclass(frozen=True)
class Offer:
    """A case offered to another authority. Accepted, it is all that the sender still sees of the case."""

    case_id: int
    number: str
    sender: str
    receiver: str
    incoming: bool
    facility: str
    municipality: str
    grasped_at: datetime
    reason: str
    offered_by: str
    offered_at: datetime
    waiting: bool
    state: str
    answered_by: str
    answered_at: datetime | None
    answer: str


@dataclass(frozen=True)
class Member:
    number: str
    facility: str
    authority: str
    state: str


@dataclass(frozen=True)
class Group:
    """Cases with a common cause. `others` counts those of other authorities; `named` are those of them that the
    ministry released.
    """

    id: int
    kind: str
    name: str
    note: str
    by: str
    released: bool
    cases: tuple[Member, ...]
    others: int
    named: tuple[Member, ...]


@dataclass(frozen=True)
class Relations:
    """Everything around a case."""

    candidates: tuple[Candidate, ...] = ()
    merged: tuple[MergedCase, ...] = ()
    survivor: str = ""
    """The number of the case still open at the end of the chain of merges."""
    offers: tuple[Offer, ...] = ()
    groups: tuple[Group, ...] = ()
    joinable: tuple[Group, ...] = ()
    """Groups in sight that the case does not belong to."""
    related: tuple[Related, ...] = ()


@dataclass(frozen=True)
class Related:
    """Another open case of the same facility, or of one with the same vendor company (then `vendor` names it)."""

    number: str
    facility: str
    authority: str
    vendor: str
    result: str
    grasped_at: datetime
