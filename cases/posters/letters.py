"""The letters about posters, by mail: owed by the notice's row, written once by the engine, posted as all are (R-164).

Each carries the facility's own link; the token is put in when the letter goes out. Engine role only.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from cases.clock import jst_day
from cases.japanese_dates import day_words, jst_words
from cases.office.roster import Person
from cases.post.writing import Sender, finished
from cases.posters import links, standing
from cases.posters.sheet import Facts, page
from cases.posters.standing import StandingRow
from cases.records import Authority, Letter, LetterSecret, PosterNotice
from cases.rulebook import living
from cases.store.links import MASK
from cases.vocabulary import PosterNoticeKind

BATCH = 200
KEY = "poster:"
"""How the keys of these letters begin (cases/post/outbox.py)."""
NAMES = {PosterNoticeKind.REPLACE: "poster_outdated", PosterNoticeKind.CONFIRM: "poster_asked"}


def owed(engine: Engine) -> bool:
    """Whether any letter is still to be written."""
    with engine.connect() as connection:
        return connection.scalar(select(PosterNotice.id).where(PosterNotice.letter_owed).limit(1)) is not None


def write_owed(engine: Engine, now: datetime, sender: Sender) -> int:
    """Write what is owed, a batch per transaction. Returns how many letters."""
    written = 0
    while found := _write_batch(engine, now, sender):
        written += found
    return written


def _write_batch(engine: Engine, now: datetime, sender: Sender) -> int:
    with Session(engine, expire_on_commit=False) as session, session.begin():
        due = session.scalars(
            select(PosterNotice)
            .where(PosterNotice.letter_owed)
            .order_by(PosterNotice.authority_code, PosterNotice.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        ).all()
        if not due:
            return 0
        living.bring_up_to_date(session)
        desk_words = page(Facts(""), jst_day(now)).desk_words
        for code in sorted({one.authority_code for one in due}):
            mine = [one for one in due if one.authority_code == code]
            office = session.get_one(Authority, code).name
            known = {
                row.facility_id: row
                for row in standing.rows(session, code, desk_words, ids=[one.facility_id for one in mine])
            }
            meant = [one for one in mine if one.facility_id in known]
            tokens = links.issue_many(session, {one.facility_id: one.noted_by for one in meant}, code, now)
            letters = [_letter(one, known[one.facility_id], office, f"{KEY}{one.id}", sender, now) for one in meant]
            session.add_all(letters)
            session.flush()
            settled = [
                {"id": one.id, "letter_owed": False, "letter_id": x.id, "letter_key": x.key}
                for one, x in zip(meant, letters, strict=True)
            ]
            gone = {"letter_owed": False, "letter_id": None, "letter_key": None}
            settled += [{"id": one.id, **gone} for one in mine if one.facility_id not in known]
            session.execute(update(PosterNotice), settled)
            session.add_all(
                LetterSecret(authority_code=code, letter_key=x.key, token=tokens[one.facility_id])
                for one, x in zip(meant, letters, strict=True)
            )
        return len(due)


def _letter(one: PosterNotice, row: StandingRow, office: str, key: str, sender: Sender, now: datetime) -> Letter:
    words = {
        "party": row.name,
        "office": office,
        "content": "\n".join(f"・{word}" for word in row.changed) or "・掲示に記載の連絡先",
        "door": f"{sender.base_url}/outside/posting/{MASK}",
        "until": jst_words(now + links.LIFE, with_year=True),
        "started": day_words(jst_day(now), with_year=True),
    }
    person = Person(0, row.name, one.address, frozenset(), None, one.authority_code)
    return finished(
        NAMES[one.kind], words, person, None, one.authority_code, must_act=True, key=key, sender=sender, now=now
    )
