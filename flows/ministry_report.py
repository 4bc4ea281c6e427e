"""厚労省報告, unattended: the report is due promptly: clocks of both reporting lines, tasks, the first report drafted.

Stage file: cases/stages/ministry_report.py.
"""

from __future__ import annotations

from prefect import flow

from cases.vocabulary import StageKey
from flows.steps import common
from flows.steps.turns import take_turn
from flows.tickets import run_name


@flow(name="ministry_report", description="厚労省報告", flow_run_name=run_name, persist_result=False)
async def ministry_report(work: list[int]) -> int:
    """Work row ids in, number of stage changes out. Safe to run twice."""
    taken = await take_turn(StageKey.MINISTRY_REPORT, work, common.in_order())
    return len(taken.moved)
