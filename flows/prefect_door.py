"""Runs a flow through Prefect, and without it when Prefect is away or hangs: the workflow engine may die, duties don't.

The breaker opens after two failures; a probe of /api/health every second closes it again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Sequence
from typing import Any, cast

import httpx
from prefect import Flow, get_client, tags
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import State, StateType
from prefect.states import Crashed

from flows.tickets import Ticket, current, named

log = logging.getLogger(__name__)
PATIENCE = 2.0
"""Seconds that Prefect has to start a run's body before the body runs without it."""
ENDING = 30.0
PROBE = 1.0
FAILURES = 2


class PrefectDoor:
    """One per engine process. `api_url` ends in /api; empty means that there is no Prefect at all."""

    def __init__(self, api_url: str, auth: str = "") -> None:
        self._health = f"{api_url.rstrip('/')}/health" if api_url else ""
        user, _, secret = auth.partition(":")
        self._auth = (user, secret) if secret else None
        self._client: httpx.AsyncClient | None = None
        self._failures = 0
        self._endings: set[asyncio.Task[Any]] = set()
        self.available = False

    async def watch(self) -> None:
        """Probe for ever; keeps `available` true while Prefect answers."""
        while self._health:
            await self.probe()
            await asyncio.sleep(PROBE)

    async def probe(self) -> None:
        """Ask once whether Prefect answers."""
        if not self._health:
            return
        if self._client is None:
            self._client = httpx.AsyncClient(timeout=2.0, auth=self._auth, trust_env=False)
        try:
            answered = (await self._client.get(self._health)).status_code == 200
        except httpx.HTTPError:
            answered = False
        if answered and not self.available:
            log.info("Prefect につながりました。実行の記録を再開します。")
            self._failures = 0
        elif not answered and self.available:
            log.warning("Prefect につながりません。自動処理は Prefect なしで続けます。")
        self.available = answered

    async def run(self, flow: Flow[Any, Any], argument: Any, *, name: str, labels: Sequence[str]) -> Any:
        """The body's result, by way of Prefect or without it. Raises what the body raises."""
        if not self.available:
            return await flow.fn(argument)
        ticket = Ticket()
        call = asyncio.create_task(self._call(flow, argument, ticket, name, labels))
        begun = asyncio.create_task(ticket.started.wait())
        await asyncio.wait({call, begun}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        begun.cancel()
        if ticket.revoke():
            call.cancel()
            self._keep(call)
            self._fail(name)
            return await flow.fn(argument)
        await ticket.finished.wait()
        self._keep(call)
        if ticket.error is not None:
            raise ticket.error
        return ticket.result

    async def _call(
        self, flow: Flow[Any, Any], argument: Any, ticket: Ticket, name: str, labels: Sequence[str]
    ) -> None:
        current.set(ticket)
        named.set(name)
        with tags(*labels):
            await asyncio.wait_for(cast(Awaitable[Any], flow(argument)), timeout=ENDING + PATIENCE)

    def _keep(self, call: asyncio.Task[Any]) -> None:
        """Let a run end in the background: the work is done, only its record is being closed."""
        self._endings.add(call)
        call.add_done_callback(self._ended)

    def _ended(self, call: asyncio.Task[Any]) -> None:
        self._endings.discard(call)
        if not call.cancelled() and call.exception() is not None:
            log.info("実行の記録を閉じられませんでした: %r", call.exception())

    def _fail(self, name: str) -> None:
        self._failures += 1
        log.warning("Prefect が応じないため、%s を直接実行します（%d 回目）。", name, self._failures)
        if self._failures >= FAILURES:
            self.available = False

    async def close(self) -> None:
        """Give the endings a moment, then let go."""
        if self._endings:
            await asyncio.wait(self._endings, timeout=3.0)
        if self._client is not None:
            await self._client.aclose()


async def mark_crashed(living: set[int]) -> int:
    """Set the runs of engines that are gone to Crashed. Returns how many. Raises when Prefect is away."""
    count = 0
    async with get_client() as client:
        states = FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING]))
        for run in await client.read_flow_runs(flow_run_filter=FlowRunFilter(state=states)):
            number = next((int(tag.removeprefix("engine:")) for tag in run.tags if tag.startswith("engine:")), None)
            if number is not None and number not in living:
                crashed: State[Any] = Crashed(
                    message="自動処理の停止により中断しました。仕事は別の実行が引き継ぎました。"
                )
                await client.set_flow_run_state(run.id, crashed, force=True)
                count += 1
    return count
