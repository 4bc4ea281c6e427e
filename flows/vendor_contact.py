"""保守会社連絡, unattended: the vendor is to be called at once.

The clock runs, the officer has the task and the contact sheet, and numbers that nobody has confirmed for long are named
first: ask the hospital before dialling.

Stage file: cases/stages/vendor_contact.py.
"""

from __future__ import annotations

from typing import Final

from prefect import flow

from cases import readings
from cases.japanese_dates import jst_words
from cases.system import CaseTurn
from cases.upkeep import contacts
from cases.vocabulary import StageKey
from flows.steps.clocks import start_clocks
from flows.steps.completion import entering, judge_completion, mark_entered, open_what_follows
from flows.steps.documents import draft_documents
from flows.steps.letters import write_act_letters, write_letters
from flows.steps.programme import Programme, step
from flows.steps.reminding import remind
from flows.steps.tasks import assign_tasks, remark
from flows.steps.turns import take_turn
from flows.steps.undelivered import hand_over_undelivered
from flows.tickets import run_name


@step("保守会社の番号が古くないか確かめる")
def name_stale_numbers(turn: CaseTurn) -> None:
    """On entry: each vendor whose number nobody has confirmed for long, in the history and on the officer's task."""
    if not entering(turn) or readings.vendor_reached_at(turn.case) is not None:
        return
    with turn.session.no_autoflush:  # a wave is written in one go
        stale = contacts.stale_vendors(turn.session, turn.case.facility, turn.now)
    for one in stale:
        known = f"{jst_words(one.known_at, with_year=True)}以後" if one.known_at else "登録の後"
        words = f"{one.name}の電話番号は、{known}、確かめた記録がありません。先に医療機関等に番号を確かめてください"
        turn.done.append(words)
        remark(turn, "vendor_contact", words)


STEPS: Final[Programme] = (
    judge_completion,
    start_clocks,
    assign_tasks,
    name_stale_numbers,
    write_letters,
    hand_over_undelivered,
    draft_documents,
    mark_entered,
    write_act_letters,
    remind,
    open_what_follows,
)


@flow(name="vendor_contact", description="保守会社連絡", flow_run_name=run_name, persist_result=False)
async def vendor_contact(work: list[int]) -> int:
    """Work row ids in, number of stage changes out. Safe to run twice."""
    taken = await take_turn(StageKey.VENDOR_CONTACT, work, STEPS)
    return len(taken.moved)
