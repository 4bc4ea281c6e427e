"""The letters of requests without a case: owed by the addressee's row, written once by the engine, posted as all are.

Engine role only. Done twice it writes nothing the second time: the row no longer owes the letter.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, joinedload

from cases.clocks import own_settings
from cases.office import people as settings_of_people
from cases.office.notice_wishes import Wish
from cases.office.roster import Person
from cases.post.words import due_words, mailable
from cases.post.writing import Sender, finished
from cases.records import Letter, Officer, RequestAddressee
from cases.vocabulary import Role

BATCH = 200
PLAIN = "request_plain"
"""What goes out when the letter's own text fails: no case is there whose official could get a task instead."""
log = logging.getLogger(__name__)


def owed(engine: Engine) -> bool:
    """Whether any letter is still to be written."""
    with engine.connect() as connection:
        query = select(RequestAddressee.id).where(RequestAddressee.letter_owed != "").limit(1)
        return connection.scalar(query) is not None


def write_owed(engine: Engine, now: datetime, sender: Sender) -> int:
    """Write what is owed, a batch per transaction. Returns how many letters."""
    written = 0
    while found := _write_batch(engine, now, sender):
        written += found
    return written


def _write_batch(engine: Engine, now: datetime, sender: Sender) -> int:
    with Session(engine, expire_on_commit=False) as session, session.begin():
        due = session.scalars(
            select(RequestAddressee)
            .where(RequestAddressee.letter_owed != "")
            .options(joinedload(RequestAddressee.request))
            .order_by(RequestAddressee.id)
            .limit(BATCH)
            .with_for_update(of=RequestAddressee, skip_locked=True)
        ).all()
        told = people(session, {one.authority_code for one in due})
        days = own_settings.calendars(session, {one.authority_code for one in due})
        wishes = settings_of_people.wishes(session, days, days)
        letters = [
            _letter(one, person, now, sender, wishes.get(person.id, Wish(calendar=days[one.authority_code])), must_act)
            for one in due
            for person, must_act in told.get(one.authority_code, [])
        ]
        session.add_all(letters)
        for one in due:
            one.letter_owed = ""
        return len(letters) or len(due)


def people(session: Session, codes: set[str]) -> dict[str, list[tuple[Officer, bool]]]:
    """Code → who is told: every officer acts, supervisors are informed; where there is no officer they act."""
    found: dict[str, list[tuple[Officer, bool]]] = {}
    query = select(Officer).where(Officer.authority_code.in_(codes), Officer.active).order_by(Officer.id)
    everybody = list(session.scalars(query))
    for code in codes:
        mine = [one for one in everybody if one.authority_code == code]
        acting = [one for one in mine if Role.OFFICER in one.roles]
        informed = [one for one in mine if Role.SUPERVISOR in one.roles and one not in acting]
        found[code] = [(one, True) for one in acting] + [(one, not acting) for one in informed]
    return found


def _letter(one: RequestAddressee, to: Officer, now: datetime, sender: Sender, wish: Wish, must_act: bool) -> Letter:
    name, request = one.letter_owed, one.request
    wished = due_words("希望期限", request.wished_by, now, wish.calendar) if request.wished_by else "希望期限: 定めなし"
    words = {
        "number": request.number,
        "kind": request.kind.label,
        "title": mailable(request.title),
        "event": mailable(request.event),
        "content": mailable(request.content),
        "due": wished,
        "contact": request.contact,
        "office": to.office,
        "link": f"{sender.base_url}/requests?number={request.number}",
    }
    key = f"request:{one.id}:{name}:{one.reminders}:{to.id}"
    person = Person(to.id, to.office, to.email, frozenset(), None, to.authority_code, wish)
    given: dict[str, Any] = {"must_act": must_act, "key": key, "sender": sender, "now": now}
    try:
        letter = finished(name, words, person, None, one.authority_code, **given)
    except Exception:
        log.exception("依頼 %s の通知 %s を文面どおりに作成できません。要点だけを送ります。", request.number, name)
        letter = finished(PLAIN, words, person, None, one.authority_code, **given)
    letter.due_at = request.wished_by
    return letter
