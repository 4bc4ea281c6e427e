"""Letters that did not get through, as the engine meets them: noted, never dropped, handed to an official.

A failure owes its case a turn (flows/steps/undelivered.py opens the task there, under the case's lock). A letter
without a case stands on the page 「届いていない通知」 of its authority and of the ministry. Engine role only.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, case, func, insert, literal, select, text, update
from sqlalchemy.dialects.postgresql import insert as pg_insert

from cases.records import Letter, LetterStep, PendingWork, StageRecord, SuppressedAddress, Task
from cases.store.notify import wake
from cases.vocabulary import LetterState, LetterStepKind, StageKey, StageState, TaskState

WHY = "undelivered"
"""What the pending work of a failure is owed to, and the code of its task."""
FAILED = (LetterState.REFUSED, LetterState.BOUNCED, LetterState.EXPIRED, LetterState.HELD)
NO_ADDRESS = "宛先のメールアドレスが登録されていません"
ODD_ADDRESS = "宛先のメールアドレスの形が正しくありません"
STOPPED = "以前に届かなかった宛先のため、送信を止めています"
ENGINE = "自動処理"
SHAPE = r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$"
"""An address that every mail server takes: ASCII, one @, no quoting. Read by Python and PostgreSQL alike."""
_SHAPE = re.compile(SHAPE)


def set_aside(connection: Connection, addresses: Mapping[int, str], now: datetime) -> set[int]:
    """Of the letters about to be sent (id → address): those without an address that could be written to, and those to
    an address that is stopped, are final. Returns their ids.
    """
    odd = {
        letter: ODD_ADDRESS if address.strip() else NO_ADDRESS
        for letter, address in addresses.items()
        if _SHAPE.match(address) is None
    }
    fail(connection, LetterState.REFUSED, odd, now)
    lowered = {letter: address.lower() for letter, address in addresses.items() if letter not in odd}
    stopped = set(
        connection.scalars(
            select(SuppressedAddress.address).where(
                SuppressedAddress.address.in_(set(lowered.values())), SuppressedAddress.lifted_at.is_(None)
            )
        )
    )
    held = {letter: STOPPED for letter, address in lowered.items() if address in stopped}
    fail(connection, LetterState.HELD, held, now)
    return odd.keys() | held.keys()


def give_up(connection: Connection, now: datetime) -> None:
    """While our own mail server is away: what has waited too long becomes an official's task."""
    until = text("coalesce(expires_at, written_at + interval '48 hours') <= :now").bindparams(now=now)
    late = select(Letter.id, Letter.answer).where(
        Letter.state.in_([LetterState.WRITTEN, LetterState.DEFERRED]), Letter.next_try_at <= now, until
    )
    fail(connection, LetterState.EXPIRED, {row.id: row.answer for row in connection.execute(late)}, now)


def fail(connection: Connection, state: LetterState, answers: Mapping[int, str], now: datetime) -> None:
    """The letters are final in `state`, each with what was answered; their cases are owed a turn."""
    if not answers:
        return
    ids = list(answers)
    values = {"state": state, "claimed_by": None, "state_at": now, "told_at": None}
    said = {answer for answer in answers.values()}
    words = next(iter(said)) if len(said) == 1 else case(answers, value=Letter.id, else_=Letter.answer)
    connection.execute(update(Letter).where(Letter.id.in_(ids)).values(**values, answer=words))
    note(connection, ids, LetterStepKind(str(state)), ENGINE, now)
    _owe_visits(connection, ids, now)


def note(connection: Connection, ids: Collection[int], what: LetterStepKind, who: str, now: datetime) -> None:
    """A step in each letter's history, with its address and what was answered."""
    columns = ["letter_id", "at", "what", "who", "address", "note"]
    rows = select(Letter.id, literal(now), literal(what.value), literal(who), Letter.address, Letter.answer)
    connection.execute(insert(LetterStep).from_select(columns, rows.where(Letter.id.in_(ids))))


def suppress(connection: Connection, ids: Sequence[int], now: datetime) -> None:
    """The addresses of these letters are not written to again until an official lifts it."""
    if not ids:
        return
    columns = ["authority_code", "address", "since", "why", "answer", "letter_id"]
    rows = (
        select(
            Letter.authority_code,
            func.lower(Letter.address),
            literal(now),
            Letter.state,
            Letter.answer,
            Letter.id,
        )
        .where(Letter.id.in_(ids))
        .order_by(Letter.id)
    )
    added = pg_insert(SuppressedAddress).from_select(columns, rows)
    still_open = SuppressedAddress.lifted_at.is_(None)
    connection.execute(added.on_conflict_do_nothing(index_elements=["address"], index_where=still_open))


def look_again(connection: Connection, ids: Sequence[int], now: datetime) -> None:
    """These letters got through: cases that wait for that with a task are visited."""
    cases = select(Letter.case_id).where(Letter.id.in_(ids))
    waiting = connection.scalars(
        select(Task.case_id).where(Task.code == WHY, Task.state == TaskState.OPEN, Task.case_id.in_(cases))
    ).all()
    if waiting:
        _owe_visits(connection, ids, now, only=waiting)


def _owe_visits(connection: Connection, ids: Collection[int], now: datetime, only: Collection[int] = ()) -> None:
    """Work for the stage that is open furthest on, once per case."""
    stage = (
        select(StageRecord.stage)
        .where(StageRecord.case_id == Letter.case_id, StageRecord.state == StageState.OPEN)
        .order_by(StageRecord.position.desc())
        .limit(1)
        .scalar_subquery()
    )
    waits = select(PendingWork.case_id).where(
        PendingWork.why == WHY, PendingWork.done_at.is_(None), PendingWork.claimed_by.is_(None)
    )
    owed = (
        select(
            Letter.case_id,
            Letter.authority_code,
            func.coalesce(stage, literal(StageKey.DETECTION.value)),
            literal(WHY),
            literal(True),
            literal(now),
        )
        .where(Letter.id.in_(ids), Letter.case_id.is_not(None), Letter.case_id.not_in(waits))
        .distinct()
    )
    if only:
        owed = owed.where(Letter.case_id.in_(only))
    columns = ["case_id", "authority_code", "stage", "why", "urgent", "created_at"]
    stages = connection.scalars(insert(PendingWork).from_select(columns, owed).returning(PendingWork.stage)).all()
    if stages:
        wake(connection, *stages)
