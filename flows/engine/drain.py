"""Do all pending work in this process, without waiting for anything: for exercises and tests."""

from __future__ import annotations

import asyncio

from cases import system
from cases.clocks import sweep
from cases.post import outbox
from cases.vocabulary import StageKey
from flows.engine.loop import BATCH, FLOWS
from flows.post import digests, owed
from flows.post.letters import post_letters
from flows.world import here


async def drain(number: int, *, post: bool = True) -> int:
    """Let the clocks speak that should, run the stages' flows until nothing is pending, then post the letters.
    Returns how many turns were taken.
    """
    turns = 0
    await asyncio.to_thread(sweep.sweep, here().database, here().clock.now())
    while keys := await asyncio.to_thread(system.stages_with_work, here().database):
        for key in (key for key in StageKey if key in keys):
            while work := await asyncio.to_thread(system.claim, here().database, key, number, BATCH):
                await FLOWS[key].fn(work)
                turns += 1
    await owed.write()
    await digests.write()
    if post and await asyncio.to_thread(outbox.unsent, here().database, here().clock.now()):
        await post_letters.fn(number)
    return turns
