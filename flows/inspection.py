"""調査・指導・立入検査, unattended: the supervisor decides; inspectors and officers get what the decision calls for.

Stage file: cases/stages/inspection.py.
"""

from __future__ import annotations

from prefect import flow

from cases.vocabulary import StageKey
from flows.steps import common
from flows.steps.turns import take_turn
from flows.tickets import run_name


@flow(name="inspection", description="調査・指導・立入検査", flow_run_name=run_name, persist_result=False)
async def inspection(work: list[int]) -> int:
    """Work row ids in, number of stage changes out. Safe to run twice."""
    taken = await take_turn(StageKey.INSPECTION, work, common.in_order())
    return len(taken.moved)
