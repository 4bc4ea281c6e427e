"""復旧・再発防止, unattended: recovery and promises are followed until all is verified.

Stage file: cases/stages/remediation.py.
"""

from __future__ import annotations

from prefect import flow

from cases.vocabulary import StageKey
from flows.steps import common
from flows.steps.turns import take_turn
from flows.tickets import run_name


@flow(name="remediation", description="復旧・再発防止", flow_run_name=run_name, persist_result=False)
async def remediation(work: list[int]) -> int:
    """Work row ids in, number of stage changes out. Safe to run twice."""
    taken = await take_turn(StageKey.REMEDIATION, work, common.in_order())
    return len(taken.moved)
