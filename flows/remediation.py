"""復旧・再発防止, unattended: recovery and promises are followed until all is verified.

Each promised day has its clock; when one speaks, the history names the item, its owner and whether it is reported done.

Stage file: cases/stages/remediation.py.
"""

from __future__ import annotations

from typing import Final

from prefect import flow

from cases.casework.remediation import items
from cases.clocks.deadlines import is_overdue
from cases.system import CaseTurn
from cases.vocabulary import StageKey
from flows.steps.clocks import start_clocks
from flows.steps.completion import judge_completion, mark_entered, open_what_follows
from flows.steps.letters import write_act_letters, write_letters
from flows.steps.programme import Programme, step
from flows.steps.reminding import remind
from flows.steps.tasks import assign_tasks
from flows.steps.turns import take_turn
from flows.steps.undelivered import hand_over_undelivered
from flows.tickets import run_name


@step("期日の来る約束を項目ごとに伝える")
def name_promises(turn: CaseTurn) -> None:
    """What the clocks of promised days have just spoken of, by item."""
    for clock in (spoken.clock for spoken in turn.spoken if spoken.clock.rule_id == items.CLOCK):
        item = items.about(turn.case, clock.about)
        if item is not None:
            over = is_overdue(clock.due_at, turn.now)
            turn.done.append(f"{items.promise_words(clock.about, item)}が{'過ぎました' if over else '近づいています'}")


STEPS: Final[Programme] = (
    judge_completion,
    start_clocks,
    assign_tasks,
    write_letters,
    hand_over_undelivered,
    mark_entered,
    write_act_letters,
    remind,
    name_promises,
    open_what_follows,
)


@flow(name="remediation", description="復旧・再発防止", flow_run_name=run_name, persist_result=False)
async def remediation(work: list[int]) -> int:
    """Work row ids in, number of stage changes out. Safe to run twice."""
    taken = await take_turn(StageKey.REMEDIATION, work, STEPS)
    return len(taken.moved)
