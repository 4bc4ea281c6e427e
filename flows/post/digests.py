"""Write the digests that are due: one letter a day to each who asked for that. Safe to run twice, and at any time."""

from __future__ import annotations

import asyncio

from prefect import flow

from cases.post import digests
from flows.tickets import run_name, with_ticket
from flows.world import here


@flow(name="write_digests", description="一日一回の通知", flow_run_name=run_name, persist_result=False)
async def write_digests(number: int = 0) -> int:
    """`number` is the engine's number, 0 when the run comes from a schedule. Returns how many were written."""
    return await with_ticket(write, 0)


async def write() -> int:
    """The body, also run by the post before it goes: no digest waits for a schedule."""
    world = here()
    return await asyncio.to_thread(digests.write_due, world.database, world.clock.now(), world.sender)
