"""Who may begin a scheduled work, and how it went. Engine's door.

Whoever begins a work (Prefect's schedule, the engine itself because Prefect did not, an official) writes the row of
that work for that day first; the unique key lets one of them in. A day on which nothing ran is named by the next run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, select, update
from sqlalchemy.dialects.postgresql import insert

from cases.clock import jst_day
from cases.records import ScheduledRun
from cases.store.engines import living_numbers
from cases.upkeep.plans import PAUSE, PLANS, TRIES, Outcome, Plan, next_round
from cases.vocabulary import ScheduledState, ScheduledWork


@dataclass(frozen=True)
class Begun:
    """A run that this engine may do now."""

    id: int
    work: ScheduledWork
    for_day: date
    dry: bool
    missed: tuple[date, ...]
    way: str
    last_try: bool = False
    """When this fails, it is not tried again for that day."""


def owed(engine: Engine, now: datetime) -> list[ScheduledWork]:
    """The works whose last due moment has no run that is done, under way, or has just failed."""
    with engine.connect() as connection:
        living = living_numbers(connection)
        rows = connection.execute(
            select(ScheduledRun.name, ScheduledRun.for_day, *_STATE).where(
                ScheduledRun.round == 0,
                ScheduledRun.for_day.in_({plan.day(now) for plan in PLANS.values()}),
            )
        ).all()
    known = {(row.name, row.for_day): row for row in rows}
    return [work for work, plan in PLANS.items() if _free(known.get((work, plan.day(now))), living, now)]


_STATE = (ScheduledRun.state, ScheduledRun.number, ScheduledRun.attempts, ScheduledRun.ended_at)


def _free(row: Any, living: set[int], now: datetime) -> bool:
    """Whether a run may be begun: nobody has it, or who had it is gone, or it failed a while ago and not too often."""
    if row is None or row.state is ScheduledState.ASKED:
        return True
    if row.state is ScheduledState.RUNNING:
        return row.number not in living
    rested = row.ended_at is None or now - row.ended_at >= PAUSE
    return row.state is ScheduledState.FAILED and row.attempts < TRIES and rested


def begin(
    engine: Engine, work: ScheduledWork, now: datetime, *, number: int, way: str, first: str = ""
) -> Begun | None:
    """The scheduled run of `work` that is due at `now`; None when it is done or in other hands. Names missed days.
    `first`: what is said instead of `way` when the work has never been due before.
    """
    plan, day = PLANS[work], PLANS[work].day(now)
    with engine.begin() as connection:
        row = insert(ScheduledRun).values(
            name=work, for_day=day, round=0, state=ScheduledState.ASKED, missed=[], facts={}
        )
        connection.execute(row.on_conflict_do_nothing())
        found = connection.scalar(
            select(ScheduledRun.id).where(
                ScheduledRun.name == work, ScheduledRun.for_day == day, ScheduledRun.round == 0
            )
        )
        before = select(ScheduledRun.id).where(ScheduledRun.name == work, ScheduledRun.id != (found or 0)).limit(1)
        if first and connection.scalar(before) is None:
            way = first
        return _take(connection, found or 0, now, number, way, _missed(connection, plan, day))


def begin_asked(engine: Engine, run_id: int, now: datetime, *, number: int, way: str = "") -> Begun | None:
    """A run that somebody asked for; None when another engine has it."""
    with engine.begin() as connection:
        return _take(connection, run_id, now, number, way, [])


def _take(
    connection: Connection, run_id: int, now: datetime, number: int, way: str, missed: list[date]
) -> Begun | None:
    run = connection.execute(
        select(*ScheduledRun.__table__.columns).where(ScheduledRun.id == run_id).with_for_update(skip_locked=True)
    ).one_or_none()
    if run is None or not _free(run, living_numbers(connection), now):
        return None
    way = way or run.way
    connection.execute(
        update(ScheduledRun)
        .where(ScheduledRun.id == run_id)
        .values(
            state=ScheduledState.RUNNING, number=number, started_at=now, ended_at=None, way=way, missed=missed,
            attempts=ScheduledRun.attempts + 1,
        )
    )  # fmt: skip
    return Begun(run.id, ScheduledWork(run.name), run.for_day, run.dry, tuple(missed), way)


def _missed(connection: Connection, plan: Plan, day: date) -> list[date]:
    last = connection.scalar(
        select(func.max(ScheduledRun.for_day)).where(
            ScheduledRun.name == plan.work,
            ScheduledRun.round == 0,
            ScheduledRun.for_day < day,
            ScheduledRun.state == ScheduledState.DONE,
        )
    )
    return plan.between(last, day) if last else []


def find(engine: Engine, run_id: int) -> Begun | None:
    """A run that was begun and has not ended."""
    with engine.connect() as connection:
        run = connection.execute(select(*ScheduledRun.__table__.columns).where(ScheduledRun.id == run_id)).one_or_none()
    if run is None or run.state != ScheduledState.RUNNING:
        return None
    last = run.round > 0 or run.attempts >= TRIES
    return Begun(run.id, ScheduledWork(run.name), run.for_day, run.dry, tuple(run.missed), run.way, last)


def end(engine: Engine, run_id: int, outcome: Outcome, now: datetime, *, failed: bool = False) -> None:
    """Note how a run went; only a running one ends."""
    state = ScheduledState.FAILED if failed else ScheduledState.DONE
    with engine.begin() as connection:
        connection.execute(
            update(ScheduledRun)
            .where(ScheduledRun.id == run_id, ScheduledRun.state == ScheduledState.RUNNING)
            .values(state=state, ended_at=now, said=outcome.said[:2000], facts=outcome.facts, number=None)
        )


def give_back(engine: Engine, run_id: int) -> None:
    """A run that was begun and whose body never came: free again, as if it had not been taken."""
    with engine.begin() as connection:
        connection.execute(
            update(ScheduledRun)
            .where(ScheduledRun.id == run_id, ScheduledRun.state == ScheduledState.RUNNING)
            .values(state=ScheduledState.ASKED, number=None, started_at=None, attempts=ScheduledRun.attempts - 1)
        )


def asked(engine: Engine, now: datetime) -> Sequence[int]:
    """The runs that people asked for and nobody does, or whose engine is gone."""
    with engine.connect() as connection:
        living = living_numbers(connection)
        rows = connection.execute(
            select(ScheduledRun.id, *_STATE)
            .where(ScheduledRun.round > 0, ScheduledRun.state.in_([ScheduledState.ASKED, ScheduledState.RUNNING]))
            .order_by(ScheduledRun.id)
        )
        return [row.id for row in rows if _free(row, living, now)]


def ask(engine: Engine, work: ScheduledWork, now: datetime, way: str) -> int:
    """A further run for today, asked for elsewhere than at our desk (Prefect's own screen). Returns its id."""
    with engine.begin() as connection:
        day = jst_day(now)
        row = insert(ScheduledRun).values(
            name=work, for_day=day, round=next_round(connection, work, day), state=ScheduledState.ASKED, way=way,
            asked_at=now, missed=[], facts={},
        )  # fmt: skip
        return int(connection.scalar(row.returning(ScheduledRun.id)) or 0)
