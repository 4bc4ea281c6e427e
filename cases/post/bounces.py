"""A bounce finds its letter: what was taken for delivered is not. Engine role only.

The token in the envelope's sender names the letter and nothing else does: it is random, so nobody can make a letter
of ours undelivered who was not sent it. Source: issue 4 (a later bounce overrides "accepted").
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, select, update
from sqlalchemy.dialects.postgresql import insert

from cases.clock import jst_day
from cases.post import undelivered
from cases.records import BounceCount, Letter
from cases.vocabulary import BounceKind, LetterState, LetterStepKind


@dataclass(frozen=True)
class Bounce:
    """What a message to the door was found to say; `said` is the server's own text, one line."""

    kind: BounceKind
    said: str = ""
    dead: bool = False
    """The address does not exist."""


def take_in(engine: Engine, token: str, bounce: Bounce, now: datetime) -> BounceKind:
    """Note the bounce on its letter. Returns what it was counted as: unknown tokens and repetitions change nothing."""
    with engine.begin() as connection:
        kind = _apply(connection, token, bounce, now)
        count(connection, kind, now)
        return kind


def _apply(connection: Connection, token: str, bounce: Bounce, now: datetime) -> BounceKind:
    try:
        wanted = uuid.UUID(hex=token)
    except ValueError:
        return BounceKind.UNKNOWN
    query = select(Letter.id, Letter.state).where(Letter.bounce_token == wanted)
    letter = connection.execute(query.with_for_update()).first()
    if letter is None:
        return BounceKind.UNKNOWN
    if bounce.kind not in (BounceKind.FAILED, BounceKind.DELAYED):
        return bounce.kind
    if letter.state in undelivered.FAILED:
        return BounceKind.REPEATED
    if bounce.kind is BounceKind.DELAYED:
        said = f"配達が遅れています: {bounce.said}"
        connection.execute(update(Letter).where(Letter.id == letter.id).values(answer=said))
        undelivered.note(connection, [letter.id], LetterStepKind.DELAYED, undelivered.ENGINE, now)
        return bounce.kind
    undelivered.fail(connection, LetterState.BOUNCED, {letter.id: bounce.said}, now)
    if bounce.dead:
        undelivered.suppress(connection, [letter.id], now)
    return bounce.kind


def count(connection: Connection, kind: BounceKind, now: datetime) -> None:
    """One more of that kind today."""
    row = insert(BounceCount).values(day=jst_day(now), kind=kind, times=1)
    more = {"times": BounceCount.times + 1}
    connection.execute(row.on_conflict_do_update(index_elements=["day", "kind"], set_=more))
