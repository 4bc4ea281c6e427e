"""Who may begin a standing work, and how it went. Engine's door.

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

from cases.clock import JST
from cases.records import StandingRun
from cases.store.engines import living_numbers
from cases.upkeep.plans import PAUSE, PLANS, TRIES, Outcome, Plan, next_round
from cases.vocabulary import StandingState, StandingWork


@dataclass(frozen=True)
class Begun:
    """A run that this engine may do now."""

    id: int
    work: StandingWork
    for_day: date
    dry: bool
    missed: tuple[date, ...]
    way: str
    last_try: bool = False
    """When this fails, it is not tried again for that day."""


def owed(engine: Engine, now: datetime) -> list[StandingWork]:
    """The works whose last due moment has no run that is done, under way, or has just failed."""
    with engine.connect() as connection:
        living = living_numbers(connection)
        rows = connection.execute(
            select(StandingRun.name, StandingRun.for_day, *_STATE).where(
                StandingRun.round == 0,
                StandingRun.for_day.in_({plan.day(now) for plan in PLANS.values()}),
            )
        ).all()
    known = {(row.name, row.for_day): row for row in rows}
    return [work for work, plan in PLANS.items() if _free(known.get((work, plan.day(now))), living, now)]


_STATE = (StandingRun.state, StandingRun.number, StandingRun.attempts, StandingRun.ended_at)


def _free(row: Any, living: set[int], now: datetime) -> bool:
    """Whether a run may be begun: nobody has it, or who had it is gone, or it failed a while ago and not too often."""
    if row is None or row.state is StandingState.ASKED:
        return True
    if row.state is StandingState.RUNNING:
        return row.number not in living
    rested = row.ended_at is None or now - row.ended_at >= PAUSE
    return row.state is StandingState.FAILED and row.attempts < TRIES and rested


def begin(engine: Engine, work: StandingWork, now: datetime, *, number: int, way: str, first: str = "") -> Begun | None:
    """The scheduled run of `work` that is due at `now`; None when it is done or in other hands. Names missed days.
    `first`: what is said instead of `way` when the work has never been due before.
    """
    plan, day = PLANS[work], PLANS[work].day(now)
    with engine.begin() as connection:
        row = insert(StandingRun).values(
            name=work, for_day=day, round=0, state=StandingState.ASKED, missed=[], facts={}
        )
        connection.execute(row.on_conflict_do_nothing())
        found = connection.scalar(
            select(StandingRun.id).where(StandingRun.name == work, StandingRun.for_day == day, StandingRun.round == 0)
        )
        before = select(StandingRun.id).where(StandingRun.name == work, StandingRun.id != (found or 0)).limit(1)
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
        select(*StandingRun.__table__.columns).where(StandingRun.id == run_id).with_for_update(skip_locked=True)
    ).one_or_none()
    if run is None or not _free(run, living_numbers(connection), now):
        return None
    way = way or run.way
    connection.execute(
        update(StandingRun)
        .where(StandingRun.id == run_id)
        .values(
            state=StandingState.RUNNING, number=number, started_at=now, ended_at=None, way=way, missed=missed,
            attempts=StandingRun.attempts + 1,
        )
    )  # fmt: skip
    return Begun(run.id, StandingWork(run.name), run.for_day, run.dry, tuple(missed), way)


def _missed(connection: Connection, plan: Plan, day: date) -> list[date]:
    last = connection.scalar(
        select(func.max(StandingRun.for_day)).where(
            StandingRun.name == plan.work,
            StandingRun.round == 0,
            StandingRun.for_day < day,
            StandingRun.state == StandingState.DONE,
        )
    )
    return plan.between(last, day) if last else []


def find(engine: Engine, run_id: int) -> Begun | None:
    """A run that was begun and has not ended."""
    with engine.connect() as connection:
        run = connection.execute(select(*StandingRun.__table__.columns).where(StandingRun.id == run_id)).one_or_none()
    if run is None or run.state != StandingState.RUNNING:
        return None
    last = run.round > 0 or run.attempts >= TRIES
    return Begun(run.id, StandingWork(run.name), run.for_day, run.dry, tuple(run.missed), run.way, last)


def end(engine: Engine, run_id: int, outcome: Outcome, now: datetime, *, failed: bool = False) -> None:
    """Note how a run went; only a running one ends."""
    state = StandingState.FAILED if failed else StandingState.DONE
    with engine.begin() as connection:
        connection.execute(
            update(StandingRun)
            .where(StandingRun.id == run_id, StandingRun.state == StandingState.RUNNING)
            .values(state=state, ended_at=now, said=outcome.said[:2000], facts=outcome.facts, number=None)
        )


def give_back(engine: Engine, run_id: int) -> None:
    """A run that was begun and whose body never came: free again, as if it had not been taken."""
    with engine.begin() as connection:
        connection.execute(
            update(StandingRun)
            .where(StandingRun.id == run_id, StandingRun.state == StandingState.RUNNING)
            .values(state=StandingState.ASKED, number=None, started_at=None, attempts=StandingRun.attempts - 1)
        )


def asked(engine: Engine, now: datetime) -> Sequence[int]:
    """The runs that people asked for and nobody does, or whose engine is gone."""
    with engine.connect() as connection:
        living = living_numbers(connection)
        rows = connection.execute(
            select(StandingRun.id, *_STATE)
            .where(StandingRun.round > 0, StandingRun.state.in_([StandingState.ASKED, StandingState.RUNNING]))
            .order_by(StandingRun.id)
        )
        return [row.id for row in rows if _free(row, living, now)]


def ask(engine: Engine, work: StandingWork, now: datetime, way: str) -> int:
    """A further run for today, asked for elsewhere than at our desk (Prefect's own screen). Returns its id."""
    with engine.begin() as connection:
        day = now.astimezone(JST).date()
        row = insert(StandingRun).values(
            name=work, for_day=day, round=next_round(connection, work, day), state=StandingState.ASKED, way=way,
            asked_at=now, missed=[], facts={},
        )  # fmt: skip
        return int(connection.scalar(row.returning(StandingRun.id)) or 0)
