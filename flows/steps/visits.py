"""The watch over a visit that lies ahead: who may go that day, whether there is time to announce it, the day's sheet.

Source: M-3.3; R-119 (only appointees with valid certificates), R-340 (the authority's own days), R-121 (day sheet).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from cases.casework.inspection import inspectors, teams
from cases.casework.inspection.course import BEFORE_THE_DAY
from cases.casework.inspection.made_ready import sheet_lines, sheet_title
from cases.clock import jst_day
from cases.japanese_dates import day_words
from cases.records import MINISTRY_CODE, Inspection, InspectionMember, Inspector, Task
from cases.system import CaseTurn
from cases.vocabulary import InspectionState, TaskState, VisitSide
from flows.steps.documents import draft
from flows.steps.programme import step
from flows.steps.saying import say_once
from flows.steps.tasks import give, remark, waiting

STANDS = (InspectionState.NOTIFIED, InspectionState.UNANNOUNCED)
"""The hospital knows the day, or need not: the day stands."""


@step("従事者の任命と証明書を確かめる")
def check_certificates(turn: CaseTurn) -> None:
    """Whose appointment or certificate does not reach the day any more: said once, and a supervisor's task until the
    register is right again or the visit is no longer ahead.
    """
    task = waiting(turn, teams.CERTIFICATES.code)
    ahead = [visit for visit in turn.case.inspections if visit.state in BEFORE_THE_DAY]
    found = list(_unfit(turn, ahead)) if ahead else []
    if task is None and found:
        template = teams.CERTIFICATES
        give(
            turn,
            Task(
                stage=turn.stage.key,
                code=template.code,
                title=template.title,
                role=template.role,
                state=TaskState.OPEN,
                opened_at=turn.now,
                note="",
            ),
        )
    elif task is not None and not found:
        task.state, task.done_at, task.done_by = TaskState.DONE, turn.now, "自動処理"
        turn.done.append("従事者の任命と証明書が予定日まで有効になったため、業務を完了にしました")
    for words in found:
        say_once(turn, words)
        remark(turn, teams.CERTIFICATES.code, words)


@step("事前通知の期間を確かめる")
def check_notice_lead(turn: CaseTurn) -> None:
    """The planned day lies nearer than the authority's own lead time allows: said once, the day itself is theirs."""
    for visit in turn.case.inspections:
        due = visit.notice_due_on
        if due and visit.state is InspectionState.PLANNED and not visit.unannounced and due < jst_day(visit.entered_at):
            days = (visit.planned_on - due).days
            words = f"{_visit(visit)}は、この自治体の事前通知の期間（{days}日前まで）より近い日に計画されています"
            say_once(turn, words)
            remark(turn, "visit", words)


@step("当日の記録票を用意する")
def make_sheet_ready(turn: CaseTurn) -> None:
    """Once the day stands, its sheet is drafted from what is planned: subject, team, certificates, what is checked."""
    for visit in turn.case.inspections:
        title = sheet_title(visit)
        if visit.state in STANDS and not any(one.title == title for one in turn.case.documents):
            draft(turn, "day_sheet", title, sheet_lines(turn.case, visit))


def _unfit(turn: CaseTurn, ahead: Iterable[Inspection]) -> Iterator[str]:
    """A sentence for each member who may not go on the day, as the register says now."""
    members = turn.case.inspection_members
    register = _register(turn, {one.appointment_number for one in members if one.appointment_number})
    for visit in ahead:
        day = max(visit.planned_on, jst_day(turn.now))
        for member in (one for one in members if one.visit == visit.seq):
            inspector = register.get((_code(turn, member), member.appointment_number))
            if inspector is not None and (why := inspectors.why_not(inspector, day)):
                yield f"{_visit(visit)}の{member.office}（任命番号 {member.appointment_number}）は、{why}従事できません"


def _register(turn: CaseTurn, numbers: set[str]) -> dict[tuple[str, str], Inspector]:
    if not numbers:
        return {}
    found = turn.session.scalars(
        select(Inspector)
        .where(
            Inspector.authority_code.in_((turn.case.authority_code, MINISTRY_CODE)),
            Inspector.appointment_number.in_(numbers),
        )
        .options(selectinload(Inspector.certificates))
        .execution_options(populate_existing=True)
    )
    return {(one.authority_code, one.appointment_number): one for one in found}


def _code(turn: CaseTurn, member: InspectionMember) -> str:
    return MINISTRY_CODE if member.side is VisitSide.MINISTRY else turn.case.authority_code


def _visit(visit: Inspection) -> str:
    """「立入検査第1号（11月5日(金)予定）」"""
    return f"{visit.instrument.label.partition('（')[0]}第{visit.seq}号（{day_words(visit.planned_on)}予定）"
