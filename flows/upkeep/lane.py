"""The engine's lane for scheduled work: what Prefect scheduled, what people asked for, what nobody started in time.

Prefect's schedule comes first. What is due and has not come within some minutes, or comes while Prefect is away, the
engine begins itself and says so: the workflow engine may die, duties don't.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from prefect import get_client
from prefect.client.schemas.objects import FlowRun, State
from prefect.exceptions import Abort
from prefect.flow_engine import run_flow_async
from prefect.states import Completed, Pending
from prefect.utilities.engine import propose_state
from sqlalchemy import Engine

from cases.clock import Clock
from cases.upkeep import runs
from cases.upkeep.plans import PLANS
from cases.upkeep.runs import Begun
from cases.vocabulary import ScheduledWork
from flows.prefect_door import PrefectDoor
from flows.tickets import named
from flows.upkeep import deployments
from flows.upkeep.works import FLOWS

log = logging.getLogger(__name__)
LOOK = 10.0
"""Seconds between two looks."""
SETTLE = 15.0
"""Seconds after the engine's start before it begins by itself what is overdue: Prefect may be on its way."""
GRACE: Final = timedelta(minutes=3)
"""How long a due work waits for Prefect's schedule, while Prefect is there."""
BY_PREFECT = "工程管理の予定により開始"
BY_HAND_THERE = "工程管理の画面から開始"
LATE = "工程管理の予定が始まらなかったため、自動処理が開始"
AWAY = "工程管理につながらないため、自動処理が直接実行"
FIRST = "導入後の初回のため、自動処理が開始"


class ScheduledLane:
    """One per engine process. `number` gives the engine's present number."""

    def __init__(self, database: Engine, clock: Clock, door: PrefectDoor, number: Callable[[], int]) -> None:
        self._database = database
        self._clock = clock
        self._door = door
        self._number = number
        self._deployments: dict[UUID, ScheduledWork] = {}
        self.wake = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled."""
        loop = asyncio.get_running_loop()
        settled = loop.time() + SETTLE
        while True:
            await self.look(overdue=loop.time() >= settled)
            try:
                await asyncio.wait_for(self.wake.wait(), timeout=LOOK)
            except TimeoutError:
                continue
            self.wake.clear()

    async def look(self, *, overdue: bool = True) -> None:
        """One look: people's wishes, Prefect's scheduled runs, then what is overdue."""
        for run_id in await asyncio.to_thread(runs.asked, self._database, self._clock.now()):
            begun = await asyncio.to_thread(
                runs.begin_asked, self._database, run_id, self._clock.now(), number=self._number()
            )
            if begun is not None:
                await self._by_ourselves(begun)
        if self._door.available:
            try:
                await self._scheduled()
            except Exception as error:
                log.info("Prefect の予定を確かめられませんでした: %r", error)
        else:
            self._deployments = {}
        if overdue:
            await self._overdue()

    # -- Prefect's schedule ------------------------------------------------------------------------------------

    async def _scheduled(self) -> None:
        if not self._deployments:
            self._deployments = await deployments.register()
        for run, work in await deployments.due(self._deployments, self._clock.now()):
            await self._through_prefect(run, work)

    async def _through_prefect(self, run: FlowRun, work: ScheduledWork) -> None:
        """Take Prefect's run, unless another engine has it, and execute it in this process."""
        async with get_client() as client:
            try:
                pending: State[Any] = await propose_state(client, Pending(), flow_run_id=run.id)
            except Abort:
                return
            if not pending.is_pending():
                return
            begun = await self._begun_for(run, work)
            if begun is None:
                done: State[Any] = Completed(message="この日の分は、既に済んでいるか、別の実行が行っています。")
                await client.set_flow_run_state(run.id, done, force=True)
                return
            name = _name(begun)
            await client.update_flow_run(run.id, name=name, tags=[*run.tags, f"engine:{self._number()}"])
            taken = await client.read_flow_run(run.id)
        named.set(name)
        try:
            await run_flow_async(FLOWS[work], flow_run=taken, parameters={"run": begun.id})
        except Exception as error:
            log.warning("Prefect の予定による「%s」が終わりませんでした: %s", work.label, type(error).__name__)
        finally:
            await asyncio.to_thread(runs.give_back, self._database, begun.id)

    async def _begun_for(self, run: FlowRun, work: ScheduledWork) -> Begun | None:
        now, number = self._clock.now(), self._number()
        if run.auto_scheduled:
            return await asyncio.to_thread(runs.begin, self._database, work, now, number=number, way=BY_PREFECT)
        asked = await asyncio.to_thread(runs.ask, self._database, work, now, BY_HAND_THERE)
        return await asyncio.to_thread(runs.begin_asked, self._database, asked, now, number=number)

    # -- ourselves ---------------------------------------------------------------------------------------------

    async def _overdue(self) -> None:
        now = self._clock.now()
        for work in await asyncio.to_thread(runs.owed, self._database, now):
            if self._door.available and not self._waited(work, now):
                continue
            way = LATE if self._door.available else AWAY
            begun = await asyncio.to_thread(
                runs.begin,
                self._database,
                work,
                now,
                number=self._number(),
                way=way,
                first=FIRST if self._door.available else "",
            )
            if begun is not None:
                await self._by_ourselves(begun)

    @staticmethod
    def _waited(work: ScheduledWork, now: datetime) -> bool:
        return now - PLANS[work].last_due(now) >= GRACE

    async def _by_ourselves(self, begun: Begun) -> None:
        """Through Prefect where it answers, so that it leaves a trace there too, else without it."""
        labels = [deployments.TAG, f"engine:{self._number()}"]
        try:
            await self._door.run(FLOWS[begun.work], begun.id, name=_name(begun), labels=labels)
        except Exception as error:
            log.warning("定時の処理「%s」が終わりませんでした: %s", begun.work.label, type(error).__name__)
        finally:
            await asyncio.to_thread(runs.give_back, self._database, begun.id)


def _name(begun: Begun) -> str:
    """「日ごとの件数の記録 11月23日分」: how the run is called in Prefect."""
    return f"{begun.work.label} {begun.for_day.month}月{begun.for_day.day}日分"
