"""Ending a case: closing behind the gate, the reason where no final report is sent, reopening with everything kept."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cases import readings
from cases.casework.closing import closing_gate
from cases.clocks import moments
from cases.judgement import Attack, Result
from cases.procedure import LONG, Act, Deed, Facts, Requirement, When, moment
from cases.records import CaseFile
from cases.vocabulary import Ending, Role, StageKey, StageState


class Closing(Facts):
    closed_on: When = moment("終結を決めた日時")
    summary: Annotated[str, LONG] = Field(title="終結の理由・総括", min_length=1)


class NoFinalReport(Facts):
    decided_at: When = moment("決めた日時")
    reason: Annotated[str, LONG] = Field(title="最終報を送らない理由", min_length=1)


class Reopening(Facts):
    reason: Annotated[str, LONG] = Field(title="再開の理由", min_length=1)


def close_case(case: CaseFile, facts: Closing, deed: Deed) -> None:
    """The case ends when that was decided; when it was entered stands in the history (R-232)."""
    moments.not_before("終結を決めた日時", facts.closed_on, "把握日時", case.grasped_at)
    case.closed_at, case.ending, case.ending_reason = facts.closed_on, Ending.CLOSED, facts.summary


def waive_final_report(case: CaseFile, facts: NoFinalReport, deed: Deed) -> None:
    moments.not_before("決めた日時", facts.decided_at, "覚知日時", case.detected_at)
    case.no_final_reason = facts.reason


def reopen_case(case: CaseFile, facts: Reopening, deed: Deed) -> None:
    """Closing is undone; a stage that was finished stays so until its acts are needed again. What was found not to be
    an attack is a suspicion again, to be judged anew.
    """
    if case.ending is Ending.NOT_ATTACK:
        case.attack, case.result, case.judged_at = Attack.SUSPECTED, Result.AWAITING, None
    case.closed_at, case.ending, case.ending_reason = None, None, ""
    for record in case.stages:
        if record.stage is StageKey.CLOSING or record.state is StageState.SKIPPED:
            record.state, record.done_at, record.entered_at, record.reason = StageState.WAITING, None, None, ""


ACTS: tuple[Act[Any], ...] = (
    Act(
        "close_case",
        "case_closed",
        "案件を終結する",
        Closing,
        frozenset({Role.SUPERVISOR}),
        change=close_case,
        requires=closing_gate.requirements(),
        help="残っているものがあるうちは終結できません。残っているものは一つずつ示されます。",
        tells="担当者に通知します",
    ),
    Act(
        "waive_final_report",
        "final_report_waived",
        "最終報を送らない理由を記録する",
        NoFinalReport,
        frozenset({Role.SUPERVISOR}),
        change=waive_final_report,
        anytime=True,
        requires=(
            Requirement("第1報をまだ送付していません。", lambda case: bool(readings.reports_sent(case)), "M-2.2"),
            Requirement("最終報を送付済みです。", lambda case: not readings.final_report_sent(case), "M-2.2"),
        ),
        help="最終報を送らずに終結するときに、理由を残します。",
    ),
    Act(
        "reopen_case",
        "case_reopened",
        "案件を再開する",
        Reopening,
        frozenset({Role.SUPERVISOR}),
        change=reopen_case,
        anytime=True,
        after_end=True,
        requires=(Requirement("案件は終結していません。", lambda case: case.closed_at is not None),),
        help="終結した案件に続きがあるときに、理由を残して再開します。それまでの記録はすべて残ります。",
    ),
)
