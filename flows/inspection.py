"""調査・指導・立入検査, unattended: the supervisor decides; inspectors and officers get what the decision calls for.

Before a visit the team's appointments and certificates are watched, a day nearer than the authority's own lead time is
said, and once the day stands its sheet is made ready.

Stage file: cases/stages/inspection.py. The watch over a visit: flows/steps/visits.py.
"""

from __future__ import annotations

from typing import Final

from prefect import flow

from cases.vocabulary import StageKey
from flows.steps.clocks import start_clocks
from flows.steps.completion import judge_completion, mark_entered, open_what_follows
from flows.steps.documents import draft_documents
from flows.steps.letters import write_act_letters, write_letters
from flows.steps.outside import tell_of_guests, write_links
from flows.steps.programme import Programme
from flows.steps.reminding import remind
from flows.steps.tasks import assign_tasks
from flows.steps.turns import take_turn
from flows.steps.undelivered import hand_over_undelivered
from flows.steps.visits import check_certificates, check_notice_lead, make_sheet_ready
from flows.tickets import run_name

STEPS: Final[Programme] = (
    judge_completion,
    start_clocks,
    assign_tasks,
    check_certificates,
    check_notice_lead,
    make_sheet_ready,
    write_letters,
    write_links,
    tell_of_guests,
    hand_over_undelivered,
    draft_documents,
    mark_entered,
    write_act_letters,
    remind,
    open_what_follows,
)


@flow(name="inspection", description="調査・指導・立入検査", flow_run_name=run_name, persist_result=False)
async def inspection(work: list[int]) -> int:
    """Work row ids in, number of stage changes out. Safe to run twice."""
    taken = await take_turn(StageKey.INSPECTION, work, STEPS)
    return len(taken.moved)
