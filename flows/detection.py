"""覚知, unattended: a suspicion came in, or its facts changed: clocks, tasks, letters, the intake sheet.

Stage file: cases/stages/detection.py.
"""

from __future__ import annotations

from prefect import flow

from cases.vocabulary import StageKey
from flows.steps import common
from flows.steps.turns import take_turn
from flows.tickets import run_name


@flow(name="detection", description="覚知", flow_run_name=run_name, persist_result=False)
async def detection(work: list[int]) -> int:
    """Work row ids in, number of stage changes out. Safe to run twice."""
    taken = await take_turn(StageKey.DETECTION, work, common.in_order())
    return len(taken.moved)
