"""The watch over the clocks, through the engine's door: a sweep narrows by index, the case decides.

A sweep leaves pending work for each case with a clock that should speak; the turn of the case then asks again under
its lock (flows/steps/reminding.py). Any number of engines may sweep: what waits already is not left twice.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, Select, exists, func, insert, literal, select

from cases.records import PendingWork, RunningClock, Task
from cases.records.task import BY_HAND
from cases.store.notify import wake
from cases.vocabulary import StageKey, TaskState

WHY = "clock"
"""What the pending work of a sweep is owed to."""
MOST = 5000


def next_moment(engine: Engine) -> datetime | None:
    """When the next clock speaks (UTC); None when none will. One look at the head of an index."""
    with engine.connect() as connection:
        return connection.scalar(
            select(RunningClock.next_rung_at)
            .where(RunningClock.next_rung_at.is_not(None))
            .order_by(RunningClock.next_rung_at)
            .limit(1)
        )


def is_due(engine: Engine, now: datetime) -> bool:
    """Whether a sweep would leave any work: a moment that has come may belong to a case that waits for an official."""
    with engine.connect() as connection:
        return connection.scalar(select(_due(now).limit(1).exists())) is True


def sweep(engine: Engine, now: datetime) -> int:
    """Leave work for the cases whose clocks have come, at most `MOST` of them, the longest waiting first. Returns how
    many. A stage whose automatic processing an official was asked to look at is left alone until that is done.
    """
    due = _due(now).order_by(RunningClock.next_rung_at).limit(MOST).subquery()
    owed = select(
        due.c.case_id, due.c.authority_code, due.c.stage, literal(WHY), literal(False), literal(now)
    ).distinct()
    columns = ["case_id", "authority_code", "stage", "why", "urgent", "created_at"]
    with engine.begin() as connection:
        stages = connection.scalars(insert(PendingWork).from_select(columns, owed).returning(PendingWork.stage)).all()
        if stages:
            wake(connection, *stages)
        return len(stages)


def _due(now: datetime) -> Select[int, str, StageKey]:
    waiting = exists().where(
        PendingWork.case_id == RunningClock.case_id,
        PendingWork.stage == RunningClock.stage,
        PendingWork.done_at.is_(None),
    )
    in_hand = exists().where(
        Task.case_id == RunningClock.case_id,
        Task.state == TaskState.OPEN,
        Task.code == func.concat(f"{BY_HAND}_", RunningClock.stage),
    )
    return select(RunningClock.case_id, RunningClock.authority_code, RunningClock.stage).where(
        RunningClock.next_rung_at <= now, ~waiting, ~in_hand
    )
