"""終結, unattended: all else is settled: the supervisor is asked to close.

Stage file: cases/stages/closing.py.
"""

from __future__ import annotations

from prefect import flow

from cases.vocabulary import StageKey
from flows.steps import common
from flows.steps.turns import take_turn
from flows.tickets import run_name


@flow(name="closing", description="終結", flow_run_name=run_name, persist_result=False)
async def closing(work: list[int]) -> int:
    """Work row ids in, number of stage changes out. Safe to run twice."""
    taken = await take_turn(StageKey.CLOSING, work, common.in_order())
    return len(taken.moved)
