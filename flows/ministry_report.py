"""厚労省報告, unattended: the report is due promptly.

The clocks of both reporting lines run, the first report is drafted; a report that met a closed desk waits there until
it opens, a report that was sent waits for the ministry's receipt.

Stage file: cases/stages/ministry_report.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from prefect import flow

from cases.casework.ministry_report.contents import report_title
from cases.japanese_dates import jst_words
from cases.records import Report
from cases.system import CaseTurn
from cases.vocabulary import ReportState, StageKey
from flows.steps.clocks import start_clocks
from flows.steps.completion import judge_completion, mark_entered, open_what_follows
from flows.steps.documents import draft_documents
from flows.steps.letters import write_act_letters, write_letters
from flows.steps.outside import call_in_parties, tell_of_guests, write_links, write_to_parties
from flows.steps.programme import Programme, step
from flows.steps.reminding import remind
from flows.steps.saying import say_once
from flows.steps.tasks import assign_tasks, remark
from flows.steps.turns import take_turn
from flows.steps.undelivered import hand_over_undelivered
from flows.tickets import run_name


@step("閉まっている窓口への送付を確かめる")
def queue_at_closed_desk(turn: CaseTurn) -> None:
    """A report sent while the ministry's desk is closed lies there until it opens: said with the moment (R-052)."""
    for report, _ in _sent(turn):
        if report.desk_opens_at is not None:
            opens = jst_words(report.desk_opens_at, with_year=True)
            say_once(turn, f"{report_title(report)}は受付時間外の送付です。{report.desk}は{opens}に開きます")
            remark(turn, RECEIPT, f"{report_title(report)}: 受付時間外の送付。窓口が開くのは{opens}")


@step("受領の記録を待つ")
def await_receipt(turn: CaseTurn) -> None:
    """What was sent and not yet received, in the history and on the ministry's task. No time limit: none is set."""
    for report, at in _sent(turn):
        sent = jst_words(at, with_year=True)
        say_once(turn, f"{report_title(report)}（{sent}送付）は、厚生労働省の受領の記録を待っています")
        remark(turn, RECEIPT, f"受領待ち: {report_title(report)}（{sent}送付）")


RECEIPT: Final = "record_receipt"
STEPS: Final[Programme] = (
    judge_completion,
    call_in_parties,
    start_clocks,
    assign_tasks,
    queue_at_closed_desk,
    await_receipt,
    write_letters,
    write_to_parties,
    write_links,
    tell_of_guests,
    hand_over_undelivered,
    draft_documents,
    mark_entered,
    write_act_letters,
    remind,
    open_what_follows,
)


def _sent(turn: CaseTurn) -> Iterator[tuple[Report, datetime]]:
    """The reports that the ministry has not yet received, with the moment at which each was sent."""
    return ((one, one.sent_at) for one in turn.case.reports if one.state is ReportState.SENT and one.sent_at)


@flow(name="ministry_report", description="厚労省報告", flow_run_name=run_name, persist_result=False)
async def ministry_report(work: list[int]) -> int:
    """Work row ids in, number of stage changes out. Safe to run twice."""
    taken = await take_turn(StageKey.MINISTRY_REPORT, work, STEPS)
    return len(taken.moved)
