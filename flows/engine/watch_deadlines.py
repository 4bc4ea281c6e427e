"""Watch the clocks: leave work for every case with a clock that should speak now."""

from __future__ import annotations

import asyncio

from prefect import flow

from cases.clocks import sweep
from flows.tickets import run_name, with_ticket
from flows.world import here


@flow(name="watch_deadlines", description="目安の見張り", flow_run_name=run_name, persist_result=False)
async def watch_deadlines(number: int) -> int:
    """`number` is the engine's number. Returns for how many cases work was left."""
    return await with_ticket(_sweep, 0)


async def _sweep() -> int:
    world = here()
    return await asyncio.to_thread(sweep.sweep, world.database, world.clock.now())
