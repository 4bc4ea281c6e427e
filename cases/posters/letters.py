"""The letters about posters, by mail: owed by the notice's row, written once by the engine, posted as all are (R-164).

Each carries the facility's own link; the token is put in when the letter goes out. Engine role only.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, Update, select, update
from sqlalchemy.orm import Session

from cases import living_rules
from cases.assignment import Person
from cases.clock import JST
from cases.correspondence import Sender, finished
from cases.japanese_dates import day_words, jst_words
from cases.links import MASK
from cases.posters import links, standing
from cases.posters.sheet import Facts, page
from cases.posters.standing import StandingRow
from cases.records import Authority, Letter, PosterNotice
from cases.vocabulary import PosterNoticeKind

BATCH = 200
KEY = "poster:"
"""How the keys of these letters begin (cases/outbox.py)."""
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
        living_rules.bring_up_to_date(session)
        desk_words = page(Facts(""), now.astimezone(JST).date()).desk_words
        for code in sorted({one.authority_code for one in due}):
            mine = [one for one in due if one.authority_code == code]
            office = session.get_one(Authority, code).name
            known = {
                row.facility_id: row
                for row in standing.rows(session, code, desk_words, ids=[one.facility_id for one in mine])
            }
            for one in mine:
                if (row := known.get(one.facility_id)) is None:
                    session.execute(_settled(one))
                    continue
                key = f"{KEY}{one.id}"
                token = links.issue(session, one.facility_id, code, one.noted_by, now)
                letter = _letter(one, row, office, key, sender, now)
                session.add(letter)
                session.flush()
                session.execute(_settled(one).values(letter_id=letter.id, letter_key=key, token=token))
        return len(due)


def _settled(one: PosterNotice) -> Update:
    return update(PosterNotice).where(PosterNotice.id == one.id).values(letter_owed=False)


def _letter(one: PosterNotice, row: StandingRow, office: str, key: str, sender: Sender, now: datetime) -> Letter:
    words = {
        "party": row.name,
        "office": office,
        "content": "\n".join(f"・{word}" for word in row.changed) or "・掲示に記載の連絡先",
        "door": f"{sender.base_url}/outside/posting/{MASK}",
        "until": jst_words(now + links.LIFE, with_year=True),
        "started": day_words(now.astimezone(JST).date(), with_year=True),
    }
    person = Person(0, row.name, one.address, frozenset(), None, one.authority_code)
    return finished(
        NAMES[one.kind], words, person, None, one.authority_code, must_act=True, key=key, sender=sender, now=now
    )
