"""The letters of requests without a case: owed by the addressee's row, written once by the engine, posted as all are.

Engine role only. Done twice it writes nothing the second time: the row no longer owes the letter.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, joinedload

from cases.correspondence import Sender, template
from cases.japanese_dates import jst_words
from cases.records import Letter, Officer, RequestAddressee
from cases.vocabulary import LetterState, Role

BATCH = 200


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
        people = _people(session, {one.authority_code for one in due})
        letters = [
            _letter(one, person, now, sender, must_act=must_act)
            for one in due
            for person, must_act in people.get(one.authority_code, [])
        ]
        session.add_all(letters)
        for one in due:
            one.letter_owed = ""
        return len(letters) or len(due)


def _people(session: Session, codes: set[str]) -> dict[str, list[tuple[Officer, bool]]]:
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


def _letter(one: RequestAddressee, to: Officer, now: datetime, sender: Sender, *, must_act: bool) -> Letter:
    name, request = one.letter_owed, one.request
    subject, body = template(name)
    key = f"request:{one.id}:{name}:{one.reminders}:{to.id}"
    wished = f"{jst_words(request.wished_by, with_year=True)} まで" if request.wished_by else "定めなし"
    words = {
        "heading": "【対応をお願いします】" if must_act else "【情報提供】対応は不要です。",
        "number": request.number,
        "kind": request.kind.label,
        "title": request.title,
        "event": request.event,
        "content": request.content,
        "due": f"希望期限: {wished}",
        "contact": request.contact,
        "office": to.office,
        "link": f"{sender.base_url}/requests?number={request.number}",
    }
    mark = "【演習】" if sender.practice else ""
    return Letter(
        case_id=None,
        authority_code=one.authority_code,
        key=key,
        name=name,
        recipient_id=to.id,
        recipient_office=to.office,
        address=to.email,
        must_act=must_act,
        subject=mark + subject.format(**words),
        body=(f"{mark}この通知は演習用です。\n\n" if sender.practice else "") + body.format(**words),
        message_id=f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{sender.domain}>",
        state=LetterState.WRITTEN,
        due_at=request.wished_by,
        written_at=now,
        next_try_at=now,
    )
