"""The outbox as the post flow sees it: claim unsent letters, note what the mail server said. Engine role only.

Nothing waits here for anything: a letter is claimed, tried, and noted; what cannot be delivered is handed to an
official (cases/post/undelivered.py). Done twice, a letter may go out twice, with the same Message-ID.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert

from cases.post import undelivered
from cases.post.pauses import expiry, pause, server_pause
from cases.records import Letter, LetterSecret, MailRest
from cases.store.engines import living_numbers
from cases.store.links import MASK
from cases.vocabulary import LetterState

OWN_SERVER = ""
"""The name under which our own mail server rests."""
UNSENT = (LetterState.WRITTEN, LetterState.DEFERRED)
DOMAIN = func.split_part(func.lower(Letter.address), "@", 2)


@dataclass(frozen=True)
class Outcome:
    """What became of one letter: accepted, deferred (tried again) or refused (never)."""

    id: int
    state: LetterState
    answer: str = ""
    dead: bool = False
    """The address itself is refused for good: it is not written to again."""
    tried: bool = True
    """False: put back untried, because the server or the domain rests; it costs the letter nothing."""


@dataclass
class Dispatch:
    """What a batch came to. `away`: why our mail server could not be spoken to; `resting`: domain → its answer;
    `reached`: the domains that took something.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    away: str = ""
    resting: dict[str, str] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)


def claim_letters(
    engine: Engine, number: int, now: datetime, limit: int = 1000, holding: Collection[int] = ()
) -> list[Letter]:
    """Letters due to be sent, claimed under the engine's number: those that call for action first, then by their due
    moment. None while our mail server rests; those of a resting domain are passed over. `holding`: the ids that this
    engine has in hand. What a dead engine was sending is taken again.
    """
    with engine.begin() as connection:
        resting = _resting(connection, now)
        if OWN_SERVER in resting:
            return []
        loose = Letter.claimed_by.not_in(living_numbers(connection)) | (Letter.claimed_by == number)
        due = (
            select(Letter.id)
            .where(
                or_(Letter.state.in_(UNSENT), (Letter.state == LetterState.SENDING) & loose),
                Letter.next_try_at <= now,
            )
            .order_by(Letter.must_act.desc(), Letter.due_at.asc().nulls_last(), Letter.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        if resting:
            due = due.where(DOMAIN.not_in(resting))
        if holding:
            due = due.where(Letter.id.not_in(holding))
        rows = connection.execute(
            update(Letter)
            .where(Letter.id.in_(due.scalar_subquery()))
            .values(
                state=LetterState.SENDING,
                claimed_by=number,
                attempts=Letter.attempts + 1,
                bounce_token=func.coalesce(Letter.bounce_token, func.gen_random_uuid()),
            )
            .returning(*_WANTED)
        ).all()
        aside = undelivered.set_aside(connection, {r.id: r.address for r in rows}, now)
        tokens = _tokens(connection, [r.key for r in rows if MASK in r.body])
        letters = [_ready(r._mapping, tokens) for r in rows if r.id not in aside]
        return sorted(letters, key=lambda x: (not x.must_act, x.due_at is None, x.due_at or now, x.id))


_WANTED = (
    Letter.id,
    Letter.key,
    Letter.address,
    Letter.must_act,
    Letter.due_at,
    Letter.subject,
    Letter.body,
    Letter.html,
    Letter.message_id,
    Letter.bounce_token,
    Letter.written_at,
)


def _ready(row: Any, tokens: dict[str, str]) -> Letter:
    """A letter as it goes out: the token of its link in its place."""
    letter = Letter(**row)
    if letter.key in tokens:
        letter.body = letter.body.replace(MASK, tokens[letter.key])
        letter.html = letter.html.replace(MASK, tokens[letter.key])
    return letter


def _tokens(connection: Connection, keys: list[str]) -> dict[str, str]:
    """The links' tokens of those letters that carry one."""
    if not keys:
        return {}
    rows = connection.execute(
        select(LetterSecret.letter_key, LetterSecret.token).where(LetterSecret.letter_key.in_(keys))
    )
    return {row.letter_key: row.token for row in rows}


def note_outcomes(engine: Engine, done: Dispatch, now: datetime) -> None:
    """Write down what became of the letters; failures become an official's task, rests are kept for all engines."""
    with engine.begin() as connection:
        _note_accepted(connection, [o for o in done.outcomes if o.state is LetterState.ACCEPTED], now)
        _note_untried(connection, [o for o in done.outcomes if not o.tried])
        _note_deferred(connection, [o for o in done.outcomes if o.tried and o.state is LetterState.DEFERRED], now)
        refused = [o for o in done.outcomes if o.state is LetterState.REFUSED]
        undelivered.fail(connection, LetterState.REFUSED, {o.id: o.answer for o in refused}, now)
        undelivered.suppress(connection, [o.id for o in refused if o.dead], now)
        _note_rests(connection, done, now)
        if done.away:
            undelivered.give_up(connection, now)


_ACCEPTED = text(
    "UPDATE letter SET state = 'accepted', answer = said.answer, claimed_by = NULL, sent_at = :now, state_at = :now "
    "FROM unnest(CAST(:ids AS bigint[]), CAST(:answers AS text[])) AS said (id, answer) "
    "WHERE letter.id = said.id AND letter.state = 'sending'"
)
_FORGET = text(
    "UPDATE letter_secret SET token = '' WHERE token <> '' "
    "AND letter_key IN (SELECT key FROM letter WHERE id = ANY (:ids))"
)
"""The letter is out: from now on only the token's hash is left."""


def _note_accepted(connection: Connection, accepted: Sequence[Outcome], now: datetime) -> None:
    if not accepted:
        return
    ids = [o.id for o in accepted]
    connection.execute(_ACCEPTED, {"ids": ids, "answers": [o.answer for o in accepted], "now": now})
    connection.execute(_FORGET, {"ids": ids})
    undelivered.look_again(connection, ids, now)


def _note_untried(connection: Connection, untried: Sequence[Outcome]) -> None:
    """Due at once when the rest is over: the attempt is not counted."""
    for answer in {o.answer for o in untried}:
        ids = [o.id for o in untried if o.answer == answer]
        connection.execute(
            update(Letter)
            .where(Letter.id.in_(ids), Letter.state == LetterState.SENDING)
            .values(
                state=LetterState.DEFERRED,
                answer=answer,
                claimed_by=None,
                attempts=func.greatest(Letter.attempts - 1, 0),
            )
        )


def _note_deferred(connection: Connection, deferred: Sequence[Outcome], now: datetime) -> None:
    """After a growing pause; given up when it was tried too long."""
    rows = connection.execute(
        select(Letter.id, Letter.attempts, Letter.message_id, Letter.written_at, Letter.expires_at).where(
            Letter.id.in_([o.id for o in deferred]), Letter.state == LetterState.SENDING
        )
    ).all()
    answers = {o.id: o.answer for o in deferred}
    late = {r.id: answers[r.id] for r in rows if expiry(r.written_at, r.expires_at) <= now}
    for row in rows:
        if row.id not in late:
            connection.execute(
                update(Letter)
                .where(Letter.id == row.id)
                .values(
                    state=LetterState.DEFERRED,
                    answer=answers[row.id],
                    claimed_by=None,
                    next_try_at=now + pause(row.attempts, row.message_id),
                )
            )
    undelivered.fail(connection, LetterState.EXPIRED, late, now)


def _resting(connection: Connection, now: datetime) -> set[str]:
    return set(connection.scalars(select(MailRest.domain).where(MailRest.rests_until > now)))


def _note_rests(connection: Connection, done: Dispatch, now: datetime) -> None:
    """A server that is away and a domain that puts us off rest, longer each time; one that takes mail rests no more."""
    found = dict(done.resting)
    if done.away:
        found[OWN_SERVER] = done.away
    awake = done.reached | ({OWN_SERVER} if done.reached and not done.away else set())
    if awake - found.keys():
        connection.execute(delete(MailRest).where(MailRest.domain.in_(awake - found.keys())))
    for domain, answer in found.items():
        known = connection.execute(
            select(MailRest.times, MailRest.rests_until).where(MailRest.domain == domain)
        ).first()
        if known and known.rests_until > now:
            continue
        times = (known.times if known else 0) + 1
        until = now + server_pause(times)
        row = {"rests_until": until, "times": times, "answer": answer}
        connection.execute(
            insert(MailRest)
            .values(domain=domain, since=now, **row)
            .on_conflict_do_update(index_elements=["domain"], set_=row)
        )


def unsent(engine: Engine, now: datetime) -> bool:
    """Whether a post run would find any letter that it may try."""
    with engine.connect() as connection:
        resting = _resting(connection, now)
        if OWN_SERVER in resting:
            return False
        due = select(Letter.id).where(Letter.state.in_([*UNSENT, LetterState.SENDING]), Letter.next_try_at <= now)
        if resting:
            due = due.where(DOMAIN.not_in(resting))
        return connection.scalar(due.limit(1)) is not None
