"""The common frame of a stage flow: visit the cases in a thread, then tell Prefect what moved."""

from __future__ import annotations

import asyncio

from prefect import runtime
from prefect.events import emit_event

from cases import handbook, system
from cases.system import Steps, Visited
from cases.vocabulary import StageKey
from flows.tickets import with_ticket
from flows.world import here


async def visit(key: StageKey, work: list[int], steps: Steps) -> Visited:
    """Do the stage's pending work (row ids) for all its cases at once; emit one event per stage change."""
    return await with_ticket(lambda: _visit(key, work, steps), Visited())


async def _visit(key: StageKey, work: list[int], steps: Steps) -> Visited:
    world = here()
    through_prefect = bool(runtime.flow_run.id)
    visited = await asyncio.to_thread(
        system.visit,
        world.database,
        world.clock,
        handbook.stage(key),
        work,
        steps,
        world.sender,
        direct=world.prefect_expected and not through_prefect,
    )
    if through_prefect:
        _tell(visited)
    return visited


def _tell(visited: Visited) -> None:
    for moved in visited.moved:
        emit_event(
            event=f"renraku.stage.{moved.move.after}",
            resource={
                "prefect.resource.id": f"renraku.case.{moved.case_id}.{moved.move.stage}",
                "prefect.resource.name": f"{moved.number} {moved.move.stage.label}",
            },
            payload={"before": str(moved.move.before), "after": str(moved.move.after), "case": moved.number},
        )
