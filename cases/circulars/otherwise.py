"""Recipients that mail does not reach: a covering sheet with an answer form for each, how it was sent (R-023, R-026).

Sent by fax, by post or through an association counts as reached, never as confirmed: that is said by the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from cases.circulars import reach
from cases.circulars.facts import OTHERWISE, SHEETS, OtherwiseFacts
from cases.errors import ActNotOpen
from cases.japanese_dates import wareki
from cases.papers import press
from cases.papers.sheet import PaperData, Rows
from cases.records import Circular, CircularPaper, CircularRecipient, Facility, PaperOffice
from cases.vocabulary import FacilityKind, Reach, SendingWay

TEMPLATE: Final = press.FOLDER / "circular" / "answer.typ"
MOST: Final = 300
"""Sheets in one file."""
WITHOUT_MAIL = (Reach.UNREACHABLE, Reach.FAILED)


class AnswerSheets(PaperData):
    """One page for each of `names`."""

    title: str
    number: str
    day: tuple[int, int, int]
    date: str
    sender: str
    body: str
    rows: Rows
    to: str
    about: str
    note: str
    names: tuple[str, ...]
    practice: bool


@dataclass(frozen=True)
class ByAssociation:
    """Of one association: how many recipients are covered through it, and how many of them nothing else reached."""

    name: str
    total: int
    only: int


def sheets(
    session: Session, one: Circular, office: PaperOffice, day: date, by: str, *, practice: bool
) -> tuple[str, bytes, int]:
    """(file name, PDF, how many sheets): for those that mail does not reach and nothing was sent to otherwise, by
    municipality and name, at most three hundred. Raises ActNotOpen when there is none, PaperUnprintable.
    """
    found = reach.rows(session, one.id, WITHOUT_MAIL, limit=MOST)
    if not found:
        raise ActNotOpen(SHEETS, ["メールで届かず、まだ送っていない宛先はありません。"])
    paper = session.execute(
        select(CircularPaper.number, CircularPaper.dated_on).where(CircularPaper.circular_id == one.id)
    ).one()
    about = f"{wareki(paper.dated_on)}付け{paper.number}「{one.subject}」"
    called = "　".join(
        filter(None, [office.phone and f"電話 {office.phone}", office.fax and f"ファクシミリ {office.fax}"])
    )
    data = AnswerSheets(
        title=f"{one.kind.label}の送付について",
        number=paper.number,
        day=(day.year, day.month, day.day),
        date=wareki(day),
        sender=office.sender,
        body=(
            "次の文書を送付します。内容を御確認の上、院内掲示は、職員の目に触れる場所に掲示してください。"
            "確認の後、下の回答票をファクシミリ又は郵送でお返しいただくか、電話でお知らせください。"
        ),
        rows=(
            ("文書", about),
            ("同封", f"{one.kind.label}の文書、別紙（院内掲示用）"),
            ("担当", "\n".join(filter(None, [office.contact or by, called]))),
        ),
        to=f"{office.sender.splitlines()[0]}　宛て（{called or 'ファクシミリ　　　　　　　　　　　'}）",
        about=about,
        note="回答は、届いたことを確かめるためのお願いです。患者の個人情報は書かないでください。",
        names=tuple(row.name for row in found),
        practice=practice,
    )
    name = f"{paper.number}_送付書と回答票_{len(found)}件.pdf"
    return name, press.compile_pdf(TEMPLATE, data, day), len(found)


def note(session: Session, one: Circular, given: OtherwiseFacts, by: str) -> int:
    """Note for many how it was sent; returns how many. By fax or post: those that mail does not reach. Through an
    association: also those that have mail, because members read what their association passes on. Who has confirmed is
    left as it is. Raises ActNotOpen.
    """
    association = given.way is SendingWay.ASSOCIATION
    if association and not given.note.strip():
        raise ActNotOpen(OTHERWISE, ["団体の名称を書いてください。"])
    where: list[ColumnElement[bool]] = [CircularRecipient.circular_id == one.id]
    if given.kinds:
        where.append(CircularRecipient.kind.in_([FacilityKind(kind) for kind in given.kinds]))
    if given.municipalities:
        where.append(
            CircularRecipient.facility_id.in_(
                select(Facility.id).where(Facility.municipality_code.in_(given.municipalities))
            )
        )
    if association:
        where += [CircularRecipient.acknowledged_at.is_(None), CircularRecipient.told_at.is_(None)]
    else:
        where.append(reach.REACH.in_([str(word) for word in WITHOUT_MAIL]))
    done = session.execute(
        update(CircularRecipient)
        .where(CircularRecipient.id.in_(reach.joined(CircularRecipient.id).where(*where)))
        .values(other_way=given.way, other_at=given.sent_at, other_by=by, other_note=given.note.strip())
        .execution_options(synchronize_session=False)
    )
    count: int = done.rowcount  # type: ignore[attr-defined]
    if not count:
        raise ActNotOpen(OTHERWISE, ["当てはまる宛先がありません。種別と市区町村を確かめてください。"])
    return count


def by_association(session: Session, circular_id: int) -> tuple[ByAssociation, ...]:
    """Which association covers how many (R-026), by name."""
    only = reach.share((Reach.ASSOCIATION,))
    query = (
        reach.joined(CircularRecipient.other_note, func.count(), only)
        .where(
            CircularRecipient.circular_id == circular_id,
            CircularRecipient.other_way == SendingWay.ASSOCIATION,
        )
        .group_by(CircularRecipient.other_note)
        .order_by(CircularRecipient.other_note)
    )
    return tuple(ByAssociation(*row) for row in session.execute(query))


def too_early(given: OtherwiseFacts, issued_at: datetime | None, now: datetime) -> list[str]:
    """What is wrong with the moment that was named."""
    if given.sent_at > now:
        return ["送った日時が、今より後になっています。"]
    return ["送った日時が、発出より前になっています。"] if issued_at and given.sent_at < issued_at else []
