"""How far a circular has come with each facility, by type, and by authority; set-based (R-023…R-029)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Case, ColumnElement, Integer, Select, and_, case, cast, func, literal, select
from sqlalchemy.orm import Session

from cases.post.undelivered import FAILED
from cases.records import CircularRecipient, Facility, Letter
from cases.vocabulary import FacilityKind, LetterState, Reach, SendingWay

R = CircularRecipient
REACHED = (Reach.ACKNOWLEDGED, Reach.TOLD, Reach.OPENED, Reach.SENT, Reach.OTHERWISE, Reach.ASSOCIATION)
CONFIRMED = (Reach.ACKNOWLEDGED, Reach.TOLD)
NOT_REACHED = (Reach.FAILED, Reach.UNREACHABLE)
REACH: Case[str] = case(
    (R.acknowledged_at.is_not(None), literal(Reach.ACKNOWLEDGED.value)),
    (R.told_at.is_not(None), literal(Reach.TOLD.value)),
    (R.opened_at.is_not(None), literal(Reach.OPENED.value)),
    ((R.letter_owed == "") & (Letter.state == LetterState.ACCEPTED), literal(Reach.SENT.value)),
    (R.other_way == SendingWay.ASSOCIATION, literal(Reach.ASSOCIATION.value)),
    (R.other_way.is_not(None), literal(Reach.OTHERWISE.value)),
    (R.address == "", literal(Reach.UNREACHABLE.value)),
    (R.letter_owed != "", literal(Reach.WAITING.value)),
    (R.letter_id.is_(None), literal(Reach.CALLED_OFF.value)),
    (Letter.state.in_(FAILED), literal(Reach.FAILED.value)),
    else_=literal(Reach.WAITING.value),
)
"""With the newest letter joined (outer)."""


@dataclass(frozen=True)
class RecipientRow:
    id: int
    facility_id: int
    name: str
    kind: str
    municipality: str
    address: str
    phone: str
    reach: Reach
    sent_at: datetime | None
    opened_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str
    told: str
    """手段・日時・記録した者, in words; empty when nobody noted anything."""
    told_at: datetime | None
    other: str
    """Sent by fax, post or an association: how, what was noted, who noted it; empty when not."""
    other_at: datetime | None
    rounds: int
    answer: str


@dataclass(frozen=True)
class Coverage:
    """Of one type of facility: how many there are, how many were reached, how many confirmed. `kind` empty: all."""

    kind: str
    total: int
    reached: int
    confirmed: int

    @property
    def reached_share(self) -> float:
        """Per cent; 0 where there is nobody."""
        return 100 * self.reached / self.total if self.total else 0.0

    @property
    def confirmed_share(self) -> float:
        """Per cent; 0 where there is nobody."""
        return 100 * self.confirmed / self.total if self.total else 0.0


def joined(*columns: Any) -> Select[Any]:
    """These columns of the recipients with their newest letters."""
    return select(*columns).select_from(R).outerjoin(Letter, Letter.id == R.letter_id)


def counts(session: Session, circular_id: int) -> dict[Reach, int]:
    """Every word, also with none."""
    query = joined(REACH, func.count()).where(R.circular_id == circular_id).group_by(REACH)
    found = {Reach(word): n for word, n in session.execute(query)}
    return {one: found.get(one, 0) for one in Reach}


def coverage(session: Session, circular_id: int) -> tuple[Coverage, ...]:
    """All together first, then by type (R-024)."""
    query = joined(R.kind, func.count(), share(REACHED), share(CONFIRMED))
    rows = session.execute(query.where(R.circular_id == circular_id).group_by(R.kind))
    found = {FacilityKind(kind): [int(n) for n in numbers] for kind, *numbers in rows}
    kinds = [Coverage(kind.label, *found[kind]) for kind in FacilityKind if kind in found]
    every = [sum(numbers) for numbers in zip(*found.values(), strict=True)] if found else [0, 0, 0]
    return (Coverage("", *every), *kinds)


def coverages(session: Session, ids: Sequence[int]) -> dict[int, Coverage]:
    """Each of these circulars, all types together."""
    query = joined(R.circular_id, func.count(), share(REACHED), share(CONFIRMED)).where(R.circular_id.in_(ids))
    found = {int(one): Coverage("", *map(int, n)) for one, *n in session.execute(query.group_by(R.circular_id))}
    return {one: found.get(one, Coverage("", 0, 0, 0)) for one in ids}


def share(words: tuple[Reach, ...]) -> ColumnElement[int]:
    """How many recipients of a group stand so."""
    return func.coalesce(func.sum(cast(REACH.in_([str(one) for one in words]), Integer)), 0)


def rows(
    session: Session, circular_id: int, only: tuple[Reach, ...] = (), *, limit: int | None = None, offset: int = 0
) -> list[RecipientRow]:
    """By municipality and name."""
    query = joined(R, REACH, Letter.sent_at, Letter.answer).where(R.circular_id == circular_id)
    if only:
        query = query.where(REACH.in_([str(one) for one in only]))
    query = query.order_by(R.municipality, R.name, R.id).limit(limit).offset(offset)
    return [_row(*found) for found in session.execute(query)]


def _row(one: R, word: str, sent_at: datetime | None, answer: str | None) -> RecipientRow:
    reach = Reach(word)
    how = one.told_channel.label if one.told_channel else ""
    return RecipientRow(
        id=one.id,
        facility_id=one.facility_id,
        name=one.name,
        kind=one.kind.label,
        municipality=one.municipality,
        address=one.address,
        phone=one.phone,
        reach=reach,
        sent_at=sent_at,
        opened_at=one.opened_at,
        acknowledged_at=one.acknowledged_at,
        acknowledged_by=one.acknowledged_by,
        told="　".join(filter(None, [how, one.told_note, one.told_by])),
        told_at=one.told_at,
        other="　".join(filter(None, [one.other_way.label if one.other_way else "", one.other_note, one.other_by])),
        other_at=one.other_at,
        rounds=one.rounds,
        answer=(answer or "") if reach is Reach.FAILED else "",
    )


@dataclass(frozen=True)
class NeverReached:
    """A facility that no circular has reached and that has no address which works (R-025)."""

    facility_id: int
    name: str
    kind: str
    municipality: str
    phone: str
    email: str


def never_reached(code: str) -> list[ColumnElement[bool]]:
    """Facilities of the area without an address, or whose newest letter came back, that no circular reached."""
    reached = joined(R.id).where(R.facility_id == Facility.id, REACH.in_([str(one) for one in REACHED]))
    failed = joined(R.id).where(
        R.facility_id == Facility.id, REACH.in_([Reach.FAILED.value]), R.address == Facility.email
    )
    return [
        Facility.authority_code == code,
        Facility.unidentified.is_(False),
        Facility.delisted_on.is_(None),
        (Facility.email == "") | failed.correlate(Facility).exists(),
        and_(~reached.correlate(Facility).exists()),
    ]
