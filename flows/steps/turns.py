"""The common frame of a stage flow: take the cases' turn in a thread, then tell Prefect what moved."""

from __future__ import annotations

import asyncio

from prefect import runtime
from prefect.events import emit_event

from cases import handbook, system
from cases.system import Steps, TurnTaken
from cases.vocabulary import StageKey
from flows.tickets import with_ticket
from flows.world import here


async def take_turn(key: StageKey, work: list[int], steps: Steps) -> TurnTaken:
    """Do the stage's pending work (row ids) for all its cases at once; emit one event per stage change."""
    return await with_ticket(lambda: _take(key, work, steps), TurnTaken())


async def _take(key: StageKey, work: list[int], steps: Steps) -> TurnTaken:
    world = here()
    through_prefect = bool(runtime.flow_run.id)
    taken = await asyncio.to_thread(
        system.take_turn,
        world.database,
        world.clock,
        handbook.stage(key),
        work,
        steps,
        world.sender,
        direct=world.prefect_expected and not through_prefect,
    )
    if through_prefect:
        _tell(taken)
    return taken


def _tell(taken: TurnTaken) -> None:
    for moved in taken.moved:
        emit_event(
            event=f"renraku.stage.{moved.move.after}",
            resource={
                "prefect.resource.id": f"renraku.case.{moved.case_id}.{moved.move.stage}",
                "prefect.resource.name": f"{moved.number} {moved.move.stage.label}",
            },
            payload={"before": str(moved.move.before), "after": str(moved.move.after), "case": moved.number},
        )
