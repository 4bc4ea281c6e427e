"""The issue of a circular: to whom it goes, its rows, its number and the paper that is kept (R-021, R-022)."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Integer, and_, cast, func, insert, literal, or_, select
from sqlalchemy.orm import Session

from cases.circulars import ending, sheet
from cases.clock import jst_day
from cases.papers import issuing, press
from cases.records import Circular, CircularPaper, CircularRecipient, Facility, PaperNumber
from cases.vocabulary import FacilityKind

SENT: Final = "circular_sent"
WRITTEN = [
    CircularRecipient.circular_id,
    CircularRecipient.authority_code,
    CircularRecipient.facility_id,
    CircularRecipient.name,
    CircularRecipient.kind,
    CircularRecipient.municipality,
    CircularRecipient.address,
    CircularRecipient.phone,
    CircularRecipient.letter_owed,
    CircularRecipient.rounds,
    CircularRecipient.acknowledged_by,
    CircularRecipient.told_note,
]
"""What stands in a recipient's row from the beginning, in the order of the query that gives it."""


def meant(one: Circular) -> list[ColumnElement[bool]]:
    """The facilities that the circular goes to: of this area only (R-021)."""
    where: list[ColumnElement[bool]] = [
        Facility.authority_code == one.authority_code,
        Facility.unidentified.is_(False),
        Facility.delisted_on.is_(None),
    ]
    if one.kinds:
        where.append(Facility.kind.in_([FacilityKind(kind) for kind in one.kinds]))
    if one.municipalities:
        where.append(Facility.municipality_code.in_(one.municipalities))
    beds = cast(Facility.beds["total"].astext, Integer)
    if one.beds_least is not None:
        where.append(beds >= one.beds_least)
    if one.beds_most is not None:
        where.append(beds <= one.beds_most)
    return [or_(and_(*where), Facility.id.in_(ending.recipients_of(one.corrects_id)))] if one.corrects_id else where


def expected(session: Session, one: Circular) -> tuple[int, int]:
    """(how many it would go to now, how many of them by mail)."""
    count = select(func.count(), func.count().filter(Facility.email != "")).select_from(Facility)
    total, reachable = session.execute(count.where(*meant(one))).one()
    return total, reachable


def write_recipients(session: Session, one: Circular) -> int:
    """A row for each that it goes to, all at once. Returns how many."""
    source = select(
        literal(one.id),
        Facility.authority_code,
        Facility.id,
        Facility.name,
        Facility.kind,
        Facility.municipality_name,
        Facility.email,
        Facility.phone,
        func.repeat(SENT, cast(Facility.email != "", Integer)),
        literal(0),
        literal(""),
        literal(""),
    ).where(*meant(one))
    session.execute(insert(CircularRecipient).from_select(WRITTEN, source, include_defaults=False))
    mine = select(func.count()).where(CircularRecipient.circular_id == one.id)
    return session.scalar(mine) or 0


def put_out(session: Session, one: Circular, by: str, now: datetime, *, practice: bool) -> str:
    """Draw the number, print the letter and the poster, keep both. Returns the number. Raises PaperUnprintable."""
    day = jst_day(one.send_at) if one.send_at else jst_day(now)
    office = issuing.office_of(session, one.authority_code)
    drawn = issuing.draw_number(session, office, day)
    data = letter(session, one, day, by, number=drawn.number, practice=practice)
    pdf, poster = sheet.print_letter(data, day), sheet.print_poster(day, practice=practice)
    assert data.head is not None
    entry = PaperNumber(
        authority_code=one.authority_code,
        year=drawn.year,
        seq=drawn.seq,
        number=drawn.number,
        other_kind=one.kind.label,
        title=data.head.title,
        addressee=one.addressee,
        case_number="",
        dated_on=day,
        drawn_at=now,
        drawn_by=by,
    )
    session.add(entry)
    session.flush()
    session.add(
        CircularPaper(
            circular_id=one.id,
            authority_code=one.authority_code,
            number_id=entry.id,
            number=drawn.number,
            dated_on=day,
            desk=sheet.desk_words(day),
            data=data.model_dump(mode="json"),
            template_version=sheet.template_version(),
            pages=press.count_pages(pdf),
            sha256=hashlib.sha256(pdf).hexdigest(),
            pdf=pdf,
            poster_sha256=hashlib.sha256(poster).hexdigest(),
            poster=poster,
        )
    )
    return drawn.number


def letter(session: Session, one: Circular, day: date, by: str, *, number: str, practice: bool) -> sheet.CircularData:
    """What the letter says; `number` empty: a draft."""
    office = issuing.office_of(session, one.authority_code)
    former = ending.former_words(session, one.corrects_id) if one.corrects_id else ""
    return sheet.letter(one, office, day, by, number=number, practice=practice, former=former)
