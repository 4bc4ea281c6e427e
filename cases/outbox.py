"""The outbox as the post flow sees it: claim unsent letters, note what the mail server said. Engine role only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, or_, select, update

from cases.links import MASK
from cases.records import Letter, LinkSecret
from cases.system import living_seats
from cases.vocabulary import LetterState

PAUSES = [timedelta(minutes=m) for m in (1, 2, 5, 15, 30, 60)]
"""Growing pauses between tries; the last one repeats."""


def claim_letters(engine: Engine, number: int, now: datetime, limit: int = 500) -> list[Letter]:
    """Letters due to be sent, those that call for action first, claimed under the engine's number. What a dead engine
    was sending is taken again: the recipient may get it twice, with the same Message-ID.
    """
    with engine.begin() as connection:
        living = living_seats(connection)
        due = (
            select(Letter.id)
            .where(
                or_(
                    Letter.state.in_([LetterState.WRITTEN, LetterState.DEFERRED]),
                    (Letter.state == LetterState.SENDING) & Letter.claimed_by.not_in(living),
                ),
                Letter.next_try_at <= now,
            )
            .order_by(Letter.must_act.desc(), Letter.next_try_at, Letter.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        rows = connection.execute(
            update(Letter)
            .where(Letter.id.in_(due))
            .values(state=LetterState.SENDING, claimed_by=number, attempts=Letter.attempts + 1)
            .returning(
                Letter.id,
                Letter.key,
                Letter.address,
                Letter.subject,
                Letter.body,
                Letter.message_id,
                Letter.written_at,
            )
        ).all()
        tokens = _tokens(connection, [r.key for r in rows])
        return [
            Letter(
                id=r.id,
                address=r.address,
                subject=r.subject,
                body=r.body.replace(MASK, tokens[r.key]) if r.key in tokens else r.body,
                message_id=r.message_id,
                written_at=r.written_at,
            )
            for r in rows
        ]


def _tokens(connection: Connection, keys: list[str]) -> dict[str, str]:
    """The links' tokens of those letters that carry one."""
    found = select(LinkSecret.letter_key, LinkSecret.token).where(LinkSecret.letter_key.in_(keys))
    return {row.letter_key: row.token for row in connection.execute(found)}


def _forget_token(connection: Connection, letter_id: int) -> None:
    """The letter is out, or will never be: from now on only the token's hash is left."""
    key = select(Letter.key).where(Letter.id == letter_id).scalar_subquery()
    connection.execute(update(LinkSecret).where(LinkSecret.letter_key == key).values(token=""))


def note_outcomes(engine: Engine, outcomes: Iterable[tuple[int, str, str]], now: datetime) -> None:
    """(letter id, state word, answer) per letter: accepted and refused are final, deferred waits a growing pause."""
    with engine.begin() as connection:
        for letter_id, word, answer in outcomes:
            state = LetterState(word)
            values: dict[str, object] = {"state": state, "answer": answer, "claimed_by": None}
            if state is LetterState.ACCEPTED:
                values["sent_at"] = now
            elif state is LetterState.DEFERRED:
                attempts = connection.scalar(select(Letter.attempts).where(Letter.id == letter_id)) or 1
                values["next_try_at"] = now + PAUSES[min(attempts, len(PAUSES)) - 1]
            if state is not LetterState.DEFERRED:
                _forget_token(connection, letter_id)
            connection.execute(
                update(Letter).where(Letter.id == letter_id, Letter.state == LetterState.SENDING).values(**values)
            )


def unsent(engine: Engine, now: datetime) -> bool:
    """Whether any letter is due."""
    with engine.connect() as connection:
        due = select(Letter.id).where(
            Letter.state.in_([LetterState.WRITTEN, LetterState.DEFERRED, LetterState.SENDING]),
            Letter.next_try_at <= now,
        )
        return connection.scalar(due.limit(1)) is not None
