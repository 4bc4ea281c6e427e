"""The letters of circulars: owed by the recipient's row, written once by the engine, posted as all are.

Engine role only. Done twice it writes nothing the second time: the row no longer owes the letter. No attachment goes
by mail: the letter carries the facility's link to the cover letter and to its own poster (decision 0020-s).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Select, insert, or_, select, update
from sqlalchemy.orm import Session

from cases.circulars.ending import CORRECTION
from cases.japanese_dates import jst_words, wareki
from cases.office.roster import Person
from cases.post.words import mailable
from cases.post.writing import Sender, finished
from cases.posters.links import new_token
from cases.records import Authority, Circular, CircularLink, CircularPaper, CircularRecipient, Letter, LetterSecret
from cases.rulebook import guidelines
from cases.store.links import MASK, token_hash
from cases.vocabulary import CircularState

BATCH = 500
LIFE = timedelta(days=90)
KEY = "circular:"
"""How the keys of these letters begin (cases/post/outbox.py)."""
GIST = 400
"""Characters of the threat that stand in the letter itself; the whole is behind the link."""


def _owed(now: datetime) -> Select[Any]:
    return (
        select(CircularRecipient)
        .join(Circular, Circular.id == CircularRecipient.circular_id)
        .where(
            CircularRecipient.letter_owed != "",
            Circular.state == CircularState.ISSUED,
            or_(Circular.send_at.is_(None), Circular.send_at <= now),
        )
    )


def owed(engine: Engine, now: datetime) -> bool:
    """Whether any letter is still to be written."""
    with engine.connect() as connection:
        return connection.scalar(_owed(now).with_only_columns(CircularRecipient.id).limit(1)) is not None


def write_owed(engine: Engine, now: datetime, sender: Sender) -> int:
    """Write what is owed, a batch per transaction. Returns how many letters."""
    written = 0
    while found := _write_batch(engine, now, sender):
        written += found
    return written


@dataclass(frozen=True)
class _About:
    """What all letters of a circular share."""

    circular: Circular
    words: dict[str, str]


def _write_batch(engine: Engine, now: datetime, sender: Sender) -> int:
    with Session(engine, expire_on_commit=False) as session, session.begin():
        due = session.scalars(
            _owed(now)
            .order_by(CircularRecipient.id)
            .limit(BATCH)
            .with_for_update(of=CircularRecipient, skip_locked=True)
        ).all()
        if not due:
            return 0
        about = _about(session, {one.circular_id for one in due})
        links, letters, secrets = [], [], []
        for one in due:
            token, key = new_token(), f"{KEY}{one.id}:{one.rounds}"
            until = now + LIFE
            secrets.append({"authority_code": one.authority_code, "letter_key": key, "token": token})
            links.append(
                {
                    "recipient_id": one.id,
                    "authority_code": one.authority_code,
                    "token_hash": token_hash(token),
                    "letter_key": key,
                    "created_at": now,
                    "expires_at": until,
                }
            )
            letters.append(_letter(one, about[one.circular_id], key, until, sender, now))
        session.add_all(letters)
        session.flush()
        session.execute(insert(CircularLink), links)
        session.execute(insert(LetterSecret), secrets)
        session.execute(
            update(CircularRecipient),
            [{"id": one.id, "letter_owed": "", "letter_id": x.id} for one, x in zip(due, letters, strict=True)],
        )
        return len(letters)


def _about(session: Session, ids: set[int]) -> dict[int, _About]:
    rows = session.execute(
        select(Circular, CircularPaper.number, CircularPaper.dated_on, CircularPaper.desk, Authority.name)
        .join(CircularPaper, CircularPaper.circular_id == Circular.id)
        .join(Authority, Authority.code == Circular.authority_code)
        .where(Circular.id.in_(ids))
    )
    return {
        one.id: _About(
            one,
            {
                "kind": one.kind.label + (f"（{CORRECTION}）" if one.corrects_id else ""),
                "reason": mailable(one.withdrawn_reason),
                "title": mailable(one.subject),
                "number": f"{number}、{wareki(day)}付け",
                "content": mailable((one.threat or one.body or _gist(one))[:GIST]),
                "desk": desk,
                "office": authority,
            },
        )
        for one, number, day, desk, authority in rows
    }


def _gist(one: Circular) -> str:
    """What a 周知 without words of its own asks."""
    found = guidelines.edition(one.edition)
    title = found.title if found else "医療情報システムの安全管理に関するガイドライン"
    return f"「{title}」の内容を改めて御確認の上、院内に周知くださいますようお願いします。"


def _letter(one: CircularRecipient, about: _About, key: str, until: datetime, sender: Sender, now: datetime) -> Letter:
    words = {
        **about.words,
        "party": one.name,
        "door": f"{sender.base_url}/outside/circular/{MASK}",
        "until": jst_words(until, with_year=True),
    }
    person = Person(0, one.name, one.address, frozenset(), None, one.authority_code)
    return finished(
        one.letter_owed, words, person, None, one.authority_code, must_act=True, key=key, sender=sender, now=now
    )
