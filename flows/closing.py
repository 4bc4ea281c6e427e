"""終結, unattended: all else is settled, the supervisor is asked to close. No clock starts here and nothing is drafted:
whether a case may be closed is the gate's to say, and the supervisor's to decide.

Stage file: cases/stages/closing.py.
"""

from __future__ import annotations

from typing import Final

from prefect import flow

from cases.vocabulary import StageKey
from flows.steps.completion import judge_completion, mark_entered, open_what_follows
from flows.steps.letters import write_act_letters, write_letters
from flows.steps.programme import Programme
from flows.steps.reminding import remind
from flows.steps.tasks import assign_tasks
from flows.steps.turns import take_turn
from flows.steps.undelivered import hand_over_undelivered
from flows.tickets import run_name

STEPS: Final[Programme] = (
    judge_completion,
    assign_tasks,
    write_letters,
    hand_over_undelivered,
    mark_entered,
    write_act_letters,
    remind,
    open_what_follows,
)


@flow(name="closing", description="終結", flow_run_name=run_name, persist_result=False)
async def closing(work: list[int]) -> int:
    """Work row ids in, number of stage changes out. Safe to run twice."""
    taken = await take_turn(StageKey.CLOSING, work, STEPS)
    return len(taken.moved)
