"""Print jobs: part by part, each part one PDF and one transaction, so memory stays small and a stopped job goes on.

Ordered at the desk; printed by the engine (flows/engine/print_posters.py) under SKIP LOCKED, so two engines
share the work.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from cases.clock import jst_day
from cases.errors import Refused
from cases.japanese_dates import wareki
from cases.papers.issuing import office_of
from cases.posters import links, notices, press, standing
from cases.posters.cover import cover
from cases.posters.sheet import Cover, Facts, page
from cases.records import PosterBatch, PosterPart, PosterPrint
from cases.rulebook import living
from cases.vocabulary import BatchState

log = logging.getLogger(__name__)
PART = 100
"""Facilities in a part, and in its PDF."""
ALIVE = (BatchState.WAITING, BatchState.PRINTING)


@dataclass(frozen=True)
class BatchView:
    id: int
    title: str
    as_of: date
    with_letter: bool
    state: BatchState
    total: int
    done: int
    ordered_at: datetime
    ordered_by: str
    ended_at: datetime | None
    trouble: str


def order(
    session: Session,
    code: str,
    facilities: Sequence[tuple[int, str]],
    *,
    day: date,
    title: str,
    with_letter: bool,
    by: str,
    now: datetime,
) -> int:
    """A new job in parts of a hundred. Returns its number."""
    batch = PosterBatch(
        authority_code=code,
        as_of=day,
        title=title,
        with_letter=with_letter,
        state=BatchState.WAITING,
        total=len(facilities),
        done=0,
        ordered_at=now,
        ordered_by=by,
    )
    session.add(batch)
    session.flush()
    parts = [facilities[at : at + PART] for at in range(0, len(facilities), PART)]
    session.execute(
        insert(PosterPart),
        [
            {
                "batch_id": batch.id,
                "authority_code": code,
                "seq": seq,
                "facilities": [number for number, _ in part],
                "words": f"{part[0][1][:20]}から{part[-1][1][:20]}まで",
            }
            for seq, part in enumerate(parts, start=1)
        ],
    )
    return batch.id


def views(session: Session, code: str) -> tuple[BatchView, ...]:
    """The jobs of an authority, newest first."""
    found = session.scalars(
        select(PosterBatch).where(PosterBatch.authority_code == code).order_by(PosterBatch.id.desc()).limit(20)
    )
    return tuple(
        BatchView(
            one.id,
            one.title,
            one.as_of,
            one.with_letter,
            one.state,
            one.total,
            one.done,
            one.ordered_at,
            one.ordered_by,
            one.ended_at,
            one.trouble,
        )
        for one in found
    )


def owed(engine: Engine) -> bool:
    """Whether a job waits or is under way."""
    with engine.connect() as connection:
        return connection.scalar(select(PosterBatch.id).where(PosterBatch.state.in_(ALIVE)).limit(1)) is not None


def print_next(engine: Engine, now: datetime, base_url: str, *, practice: bool = False) -> bool:
    """Print one part of the oldest job, in one transaction; False when nothing waits. A poster that cannot be printed
    ends its job, with the reason in it; the parts before it stay.
    """
    with Session(engine, expire_on_commit=False) as session, session.begin():
        living.bring_up_to_date(session)
        batch = session.scalar(
            select(PosterBatch)
            .where(PosterBatch.state.in_(ALIVE))
            .order_by(PosterBatch.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if batch is None:
            return False
        part = session.scalar(
            select(PosterPart)
            .where(PosterPart.batch_id == batch.id, PosterPart.printed_at.is_(None))
            .order_by(PosterPart.seq)
            .limit(1)
        )
        if part is None:
            batch.state, batch.ended_at = BatchState.DONE, now
            return True
        try:
            _print_part(session, batch, part, now, base_url, practice=practice)
        except Refused as refused:
            log.warning("印刷 %d の %d 番目の部分を印刷できません: %r", batch.id, part.seq, refused)
            batch.state, batch.ended_at = BatchState.FAILED, now
            batch.trouble = f"{part.words}のうちに、印刷できない文字などがあります（{_said(refused)}）。"
            return True
        batch.done += len(part.facilities)
        last = batch.done >= batch.total
        batch.state, batch.ended_at = (BatchState.DONE, now) if last else (BatchState.PRINTING, None)
        return True


def _print_part(
    session: Session, batch: PosterBatch, part: PosterPart, now: datetime, base_url: str, *, practice: bool
) -> None:
    known = standing.facts_of(session, part.facilities, batch.authority_code)
    pages = [page(known[number], batch.as_of, practice=practice) for number in part.facilities if number in known]
    covers = _covers(session, batch, list(known), now, base_url, practice=practice) if batch.with_letter else {}
    letters = [covers.get(number) for number in part.facilities if number in known]
    part.pdf = press.print_posters(pages, batch.as_of, part.words, letters)
    part.printed_at = now
    rows = [
        standing.print_row(number, batch.authority_code, known[number], sheet, batch.as_of, batch.ordered_by, now)
        for number, sheet in zip((n for n in part.facilities if n in known), pages, strict=True)
    ]
    session.execute(insert(PosterPrint), rows)


def _covers(
    session: Session, batch: PosterBatch, ids: Sequence[int], now: datetime, base_url: str, *, practice: bool
) -> dict[int, Cover]:
    """A letter with its own link for each facility of the part; that they were written to is noted."""
    code, day = batch.authority_code, batch.as_of
    rows = standing.rows(session, code, page(Facts(""), day).desk_words, ids=ids)
    office = office_of(session, code)
    until = wareki(jst_day(now + links.LIFE))
    found = {}
    for one in rows:
        token = links.issue(session, one.facility_id, code, batch.ordered_by, now)
        address = f"{base_url}/outside/posting/{token}"
        found[one.facility_id] = cover(
            one, day, office.sender, office.contact or batch.ordered_by, address, until, practice=practice
        )
    notices.note_on_paper(session, rows, code, batch.ordered_by, now)
    return found


def _said(refused: Refused) -> str:
    places = getattr(refused, "places", ()) or getattr(refused, "missing", ())
    return "、".join(str(one) for one in places) or type(refused).__name__
