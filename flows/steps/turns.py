"""The common frame of a stage flow: take the cases' turn in a thread, then tell Prefect what happened."""

from __future__ import annotations

import asyncio

from prefect import runtime

from cases import handbook, system
from cases.system import TurnTaken
from cases.vocabulary import StageKey
from flows.steps import trace
from flows.steps.noting import FEW, Notes, noted
from flows.steps.programme import Programme
from flows.tickets import with_ticket
from flows.world import here


async def take_turn(key: StageKey, work: list[int], programme: Programme) -> TurnTaken:
    """Do the stage's pending work (row ids) for all its cases at once. Prefect gets one event per stage change and per
    missed clock, and after the commit, off the path, the steps and a table of the run.
    """
    return await with_ticket(lambda: _take(key, work, programme), TurnTaken())


async def _take(key: StageKey, work: list[int], programme: Programme) -> TurnTaken:
    world, notes = here(), Notes()
    run = runtime.flow_run.id
    steps = noted(programme, notes, world.clock, each=len(work) <= FEW) if run else programme
    taken = await asyncio.to_thread(
        system.take_turn,
        world.database,
        world.clock,
        handbook.stage(key),
        work,
        steps,
        world.sender,
        direct=world.prefect_expected and not run,
    )
    if run:
        trace.emit(taken)
        trace.show(run, key, notes)
    return taken
