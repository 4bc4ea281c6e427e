"""The engine: wakes on NOTIFY, claims all pending work of a stage (SKIP LOCKED), runs that stage's flow.

Every stage has two lanes, one for deeds on open cases and one for new cases, so a wave of new cases holds up neither
the other stages nor an officer at work. It waits inside nothing: whatever it was
doing when it dies, its claims are free as soon as its lock is gone, and the work is done again with no double effect.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import psycopg
from prefect import Flow
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from cases import system
from cases.clock import Clock
from cases.clocks import sweep
from cases.post import digests, outbox
from cases.store import engines
from cases.upkeep.plans import WAKE_WORD
from cases.vocabulary import StageKey
from flows.closing import closing
from flows.detection import detection
from flows.engine.print_posters import print_posters
from flows.engine.watch_deadlines import watch_deadlines
from flows.inspection import inspection
from flows.ministry_report import ministry_report
from flows.post import owed
from flows.post.letters import post_letters
from flows.prefect_door import PrefectDoor, mark_crashed
from flows.remediation import remediation
from flows.upkeep.lane import ScheduledLane
from flows.vendor_contact import vendor_contact

log = logging.getLogger(__name__)
BATCH = 500
POLL = 5.0
"""Seconds after which a lane looks by itself, should a NOTIFY have been missed."""
GATHER = 0.3
"""Seconds in which letters gather before a post run: the stages of one act go out together, after them."""
POST_SPACING = 2.0
"""Seconds between two post runs at least."""
WAVE = 20
"""Cases in one turn from which on it counts as a wave."""
SWELL = 0.7
"""Seconds in which a wave of new cases gathers: a few large runs cost a fraction of many small ones."""
WAVE_PAUSE = 12.0
"""Seconds for which letters wait in a wave, at most."""
FLOWS: dict[StageKey, Flow[Any, Any]] = {
    StageKey.DETECTION: detection,
    StageKey.VENDOR_CONTACT: vendor_contact,
    StageKey.MINISTRY_REPORT: ministry_report,
    StageKey.INSPECTION: inspection,
    StageKey.REMEDIATION: remediation,
    StageKey.CLOSING: closing,
}
DATABASE_GONE = (DBAPIError, psycopg.Error)


class Works:
    """One engine process on one database."""

    def __init__(self, database: Engine, clock: Clock, door: PrefectDoor, listen_url: str) -> None:
        self._database = database
        self._clock = clock
        self._door = door
        self._listen_url = listen_url
        self._holding: Connection | None = None
        self.number = 0
        self._wake = {(key, urgent): asyncio.Event() for key in StageKey for urgent in (True, False)}
        self._post = asyncio.Event()
        self._clocks = asyncio.Event()
        self._standing = ScheduledLane(database, clock, door, lambda: self.number)
        self._waves = 0
        self._posted = -POST_SPACING

    async def run(self) -> None:
        """Until cancelled."""
        await self._take_number()
        await self._door.probe()
        log.info("自動処理を始めました（%d 号機）。", self.number)
        lanes: list[Callable[[], Awaitable[None]]] = [
            self._listen,
            self._door.watch,
            self._keep_house,
            self._post_lane,
            self._watch_lane,
            self._standing.run,
            partial(print_posters, self._database, self._clock),
        ]
        try:
            async with asyncio.TaskGroup() as group:
                for lane in lanes:
                    group.create_task(_steadily(lane))
                for key, urgent in self._wake:
                    group.create_task(_steadily(partial(self._lane, key, urgent)))
        finally:
            await self._door.close()

    # -- lanes -------------------------------------------------------------------------------------------------

    async def _lane(self, key: StageKey, urgent: bool) -> None:
        claim = partial(system.claim, self._database, key, limit=BATCH, urgent=urgent)
        while True:
            await _woken(self._wake[key, urgent])
            while work := await asyncio.to_thread(claim, number=self.number):
                wave = len(work) >= WAVE
                self._waves += wave
                try:
                    await self._do(key, work)
                    if wave and not urgent:
                        await asyncio.sleep(SWELL)
                finally:
                    self._waves -= wave

    async def _do(self, key: StageKey, work: list[int]) -> None:
        numbers = await asyncio.to_thread(system.case_numbers, self._database, work)
        name = f"{key.label} {numbers[0]}" + (f" ほか{len(numbers) - 1}件" if len(numbers) > 1 else "")
        labels = [f"stage:{key}", f"engine:{self.number}", *(f"case:{number}" for number in numbers)]
        try:
            await self._door.run(FLOWS[key], work, name=name, labels=labels)
        except Exception:
            await asyncio.to_thread(system.release, self._database, work)
            raise
        self._post.set()
        self._clocks.set()

    async def _watch_lane(self) -> None:
        """Sleep until the next clock speaks; look anyway now and then, for the machine's clock may jump."""
        while True:
            due = await asyncio.to_thread(sweep.next_moment, self._database)
            if due is not None and due <= self._clock.now():
                if not await asyncio.to_thread(sweep.is_due, self._database, self._clock.now()):
                    await asyncio.sleep(GATHER)  # its turn is on the way, or an official has it in hand
                    await _woken(self._clocks)
                    continue
                labels = ["watch", f"engine:{self.number}"]
                await self._door.run(watch_deadlines, self.number, name="目安の見張り", labels=labels)
                await asyncio.sleep(GATHER)
                continue
            until = (due - self._clock.now()).total_seconds() if due else POLL
            await _woken(self._clocks, within=min(until, POLL))

    async def _post_lane(self) -> None:
        while True:
            await _woken(self._post)
            await self._gather()
            if await asyncio.to_thread(self._post_owed):
                labels = ["post", f"engine:{self.number}"]
                await self._door.run(post_letters, self.number, name="通知の発送", labels=labels)

    def _post_owed(self) -> bool:
        now = self._clock.now()
        return outbox.unsent(self._database, now) or owed.owed(self._database, now) or digests.owed(self._database, now)

    async def _gather(self) -> None:
        """Let the letters of one act come together; under load, stages and tasks go first, for some seconds."""
        now = asyncio.get_running_loop().time
        await asyncio.sleep(max(GATHER, self._posted + POST_SPACING - now()))
        longest = now() + WAVE_PAUSE
        while self._waves and now() < longest:
            await asyncio.sleep(GATHER)
        self._posted = now()

    async def _listen(self) -> None:
        connection = await psycopg.AsyncConnection.connect(self._listen_url, autocommit=True)
        async with connection:
            await connection.execute("LISTEN renraku_work")
            self._wake_all()
            async for notice in connection.notifies():
                self._wake_for(notice.payload)

    async def _keep_house(self) -> None:
        """Hold the number, free the claims of the dead, close their runs in Prefect."""
        checked = False
        while True:
            await asyncio.to_thread(self._hold_number)
            freed = await asyncio.to_thread(system.free_claims_of_the_dead, self._database)
            if freed:
                log.warning("止まった自動処理の仕事 %d 件を引き継ぎました。", freed)
            if (freed or not checked) and self._door.available:
                checked = await self._close_dead_runs()
            await asyncio.sleep(2.0)

    async def _close_dead_runs(self) -> bool:
        living = await asyncio.to_thread(self._living)
        try:
            count = await asyncio.wait_for(mark_crashed(living), timeout=20.0)
        except Exception as error:
            log.info("Prefect の記録を確かめられませんでした: %r", error)
            return False
        if count:
            log.info("Prefect の中断した実行 %d 件を閉じました。", count)
        return True

    # -- the number ----------------------------------------------------------------------------------------------

    async def _take_number(self) -> None:
        pause = 0.2
        while True:
            try:
                await asyncio.to_thread(self._take_free_number)
                return
            except DATABASE_GONE as error:
                log.warning("データベースを待っています: %s", type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5.0)

    def _take_free_number(self) -> None:
        self._holding, self.number = engines.take_number(self._database)

    def _hold_number(self) -> None:
        """The lock is lost with its connection: then take a new number, before anybody frees our claims twice."""
        try:
            if self._holding is not None:
                self._holding.execute(text("SELECT 1"))
                return
        except DATABASE_GONE:
            self._holding = None
        self._take_free_number()
        log.warning("データベースにつなぎ直しました（%d 号機）。", self.number)
        raise Renumbered

    def _living(self) -> set[int]:
        with self._database.connect() as connection:
            return engines.living_numbers(connection)

    def _wake_for(self, stages: str) -> None:
        """`stages` as the NOTIFY names them: stage keys with commas between; nothing named wakes every lane."""
        named = set(stages.split(","))
        for (key, _), event in self._wake.items():
            if not stages or key in named:
                event.set()
        if not stages or WAKE_WORD in named:
            self._standing.wake.set()

    def _wake_all(self) -> None:
        for event in (*self._wake.values(), self._post, self._clocks, self._standing.wake):
            event.set()


class Renumbered(Exception):
    """The engine has a new number; the lane begins again."""


async def _woken(event: asyncio.Event, within: float = POLL) -> None:
    """Wait until woken, or until it is time to look anyway."""
    try:
        await asyncio.wait_for(event.wait(), timeout=within)
    except TimeoutError:
        return
    event.clear()


async def _steadily(lane: Callable[[], Awaitable[None]]) -> None:
    """Run a lane for ever: what breaks it is logged and it begins again, after a growing pause."""
    pause = 0.1
    while True:
        started = asyncio.get_running_loop().time()
        try:
            await lane()
            return
        except (*DATABASE_GONE, OSError, Renumbered) as error:
            log.warning("つなぎ直します: %s", type(error).__name__)
        except Exception:
            log.exception("自動処理で予期しない誤りが起きました。続けます。")
        if asyncio.get_running_loop().time() - started > 10:
            pause = 0.1
        await asyncio.sleep(pause)
        pause = min(pause * 2, 5.0)


async def serve(engine: Works) -> None:
    """Run until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    running = asyncio.create_task(engine.run())
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, running.cancel)
    try:
        await running
    except asyncio.CancelledError:
        log.info("自動処理を終えました。")


def speak(level: str) -> None:
    """Our own messages to stderr. Prefect has taken the root logger when it was imported, so ours get a handler."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    for name in ("flows", "cases", "__main__"):
        ours = logging.getLogger(name)
        ours.handlers, ours.propagate = [handler], False
        ours.setLevel(level)


def main() -> None:
    """`python -m flows.engine`: settings from the environment."""
    from cases.clock import MachineClock
    from cases.post.writing import Sender
    from cases.store.connections import connect
    from flows import world
    from flows.mail.mailer import Mailer, MailServer
    from infra.settings import settings

    mine = settings()
    speak(mine.log_level.upper())
    server = MailServer(
        mine.smtp_host,
        mine.smtp_port,
        mine.mail_from,
        mine.smtp_username or None,
        mine.smtp_password or None,
        mine.smtp_starttls,
        mine.smtp_tls,
        bounce_domain=mine.bounce_domain,
        authorities=str(mine.smtp_ca_file) or None,
    )
    clock = MachineClock()
    database = connect(mine.engine_database_url, pool_size=8)
    sender = Sender(mine.base_url, mine.practice)
    world.enter(world.World(database, clock, sender, Mailer(server), prefect_expected=bool(mine.prefect_api_url)))
    door = PrefectDoor(mine.prefect_api_url, mine.prefect_auth_string)
    listen_url = mine.engine_database_url.replace("postgresql+psycopg://", "postgresql://")
    asyncio.run(serve(Works(database, clock, door, listen_url)))
