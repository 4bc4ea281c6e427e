"""The day's digest: what was gathered for a person goes out as one letter, at most one a day, and none is lost.

A gathered letter carries the moment of its digest. Whoever looks at or after that moment writes the digest, so a day
of outage delays it and it says so. The key of the letter is the person and the day: two engines write one. Engine role
only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from cases.clock import jst_day
from cases.clocks import own_settings
from cases.clocks.reminders import PUNCTUAL
from cases.japanese_dates import day_words, elapsed_words, jst_words
from cases.office import people as settings_of_people
from cases.office.notice_wishes import Wish
from cases.office.roster import Person
from cases.post.writing import Sender, finished
from cases.records import Letter, Officer
from cases.vocabulary import LetterState

NAME = "digest"
LOCKS = 0x444947
"""The class of the advisory locks that keep a person's digest in one pair of hands."""
LISTED = 200
"""More notices than this are counted, not listed; all stand on the screen."""


WAITING = (Letter.state == LetterState.GATHERED, Letter.carried_by.is_(None))


def owed(engine: Engine, now: datetime) -> bool:
    """Whether any digest is due: one look at the head of an index."""
    with engine.connect() as connection:
        return connection.scalar(select(Letter.id).where(*WAITING, Letter.next_try_at <= now).limit(1)) is not None


def write_due(engine: Engine, now: datetime, sender: Sender) -> int:
    """Write every digest that is due, a person per transaction. Returns how many were written."""
    due = select(Letter.recipient_id).where(*WAITING, Letter.next_try_at <= now).distinct()
    with engine.connect() as connection:
        people = connection.scalars(due).all()
    return sum(_write(engine, officer, now, sender) for officer in people if officer is not None)


def _write(engine: Engine, officer_id: int, now: datetime, sender: Sender) -> bool:
    """One person's digest. False when another engine has it, or when today's is out: then it waits for the next."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        if not session.scalar(select(func.pg_try_advisory_xact_lock(LOCKS, officer_id))):
            return False
        person = session.get_one(Officer, officer_id)
        letters = session.scalars(
            select(Letter).where(*WAITING, Letter.recipient_id == officer_id).order_by(Letter.id).with_for_update()
        ).all()
        due = min((letter.next_try_at for letter in letters), default=None)
        if due is None or due > now:
            return False
        days = own_settings.calendars(session, [person.authority_code])
        wishes = settings_of_people.wishes(session, days, days)
        wish = wishes.get(officer_id, Wish(calendar=days[person.authority_code]))
        key = f"{NAME}:{officer_id}:{jst_day(now).isoformat()}"
        if session.scalar(select(Letter.id).where(Letter.key == key)) is not None:
            later = wish.next_digest(now)
            for letter in letters:
                letter.next_try_at = later
            return False
        digest = _letter(person, letters, due, now, key, wish, sender)
        session.add(digest)
        session.flush()
        session.execute(update(Letter).where(Letter.id.in_([x.id for x in letters])).values(carried_by=digest.id))
        return True


def _letter(
    person: Officer, letters: Sequence[Letter], due: datetime, now: datetime, key: str, wish: Wish, sender: Sender
) -> Letter:
    late = now - due
    said = [f"・{jst_words(x.written_at)}　{x.subject}" for x in letters[:LISTED]]
    if len(letters) > LISTED:
        said.append(f"・ほか{len(letters) - LISTED}件（画面の「お知らせ」で確かめてください）")
    words = {
        "count": str(len(letters)),
        "items": "\n".join(said),
        "started": day_words(jst_day(now), with_year=True),
        "link": f"{sender.base_url}/notices",
    }
    to = Person(person.id, person.office, person.email, frozenset(), None, person.authority_code, wish)
    notes = (f"この通知は、{elapsed_words(late)} 遅れて送信しています。",) if late > PUNCTUAL else ()
    letter = finished(
        NAME, words, to, None, person.authority_code, must_act=False, key=key, sender=sender, now=now, notes=notes
    )
    letter.state, letter.next_try_at = LetterState.WRITTEN, now
    return letter
