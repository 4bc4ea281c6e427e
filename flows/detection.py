"""覚知, unattended: a suspicion came in or its facts changed.

The case gets its officer, a municipal hospital's parties come in, the intake sheet is drafted; what the judgement opens
is handed to the stages that follow.

Stage file: cases/stages/detection.py.
"""

from __future__ import annotations

from typing import Final

from prefect import flow

from cases.vocabulary import StageKey
from flows.steps.clocks import start_clocks
from flows.steps.completion import judge_completion, mark_entered, open_what_follows
from flows.steps.documents import draft_documents
from flows.steps.letters import write_act_letters, write_letters
from flows.steps.outside import call_in_parties, write_to_parties
from flows.steps.programme import Programme
from flows.steps.reminding import remind
from flows.steps.tasks import assign_tasks
from flows.steps.turns import take_turn
from flows.steps.undelivered import hand_over_undelivered
from flows.tickets import run_name

STEPS: Final[Programme] = (
    judge_completion,
    call_in_parties,
    start_clocks,
    assign_tasks,
    write_letters,
    write_to_parties,
    hand_over_undelivered,
    draft_documents,
    mark_entered,
    write_act_letters,
    remind,
    open_what_follows,
)


@flow(name="detection", description="覚知", flow_run_name=run_name, persist_result=False)
async def detection(work: list[int]) -> int:
    """Work row ids in, number of stage changes out. Safe to run twice."""
    taken = await take_turn(StageKey.DETECTION, work, STEPS)
    return len(taken.moved)
