"""Visits after the day: result by level, improvement plan, follow-up, re-inspection, end.

Source: M-3.3; R-104, R-120, R-123, R-127, R-340, R-343. The dates are the authority's own; a blank one sets none.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field

from cases.casework.inspection import follow_ups
from cases.casework.inspection.conduct import OfVisit, VisitPlan, days_of, new_visit
from cases.casework.inspection.course import meant, move, requirement
from cases.casework.inspection.powers import FIELD
from cases.clock import jst_day
from cases.clocks import moments
from cases.errors import ActNotOpen
from cases.procedure import LONG, Act, Deed, Facts, When, moment
from cases.records import CaseFile, Inspection, InspectionFinding
from cases.vocabulary import FindingLevel, InspectionState, ItemOrigin, Role, VisitSide
from cases.vocabulary.signals import Labels

HOW_CHECKED = {"document": "書面", "visit": "訪問", "hearing": "聴取"}
DRAFT, TELL, MINISTRY_TELLS = (
    "立入検査・訪問の結果を起案する",
    "立入検査・訪問の結果を通知する",
    "厚生労働省が通知した結果を記録する",
)
ASK_PLAN, GET_PLAN, JUDGE_PLAN = "改善計画の提出を求める", "改善計画の受領を記録する", "改善計画を確かめる"
FOLLOW, AGAIN, CLOSE = "改善状況を確かめる", "再検査を計画する", "立入検査・訪問を終える"


class ResultDraft(OfVisit):
    result: Annotated[str, LONG] = Field(title="結果の概要", min_length=1)
    written: tuple[str, ...] = Field(default=(), title="文書指摘", description="一行に一つ。完了まで追跡します")
    oral: tuple[str, ...] = Field(default=(), title="口頭指導", description="一行に一つ。完了まで追跡します")
    plan_wanted: bool = Field(default=False, title="改善計画の提出を求める")
    plan_due: date | None = Field(
        default=None,
        title="改善計画の提出期日",
        description="空欄のときは、この自治体の日数の設定によります。設定もなければ期日を付けません",
    )


class ResultNotice(OfVisit):
    notified_at: When = moment("結果を通知した日時")
    to_whom: str = Field(default="開設者又は管理者", title="通知した相手（職名）", min_length=1, max_length=200)


class MinistryResult(OfVisit):
    notified_at: When = moment("厚生労働省が通知した日時")
    result: Annotated[str, LONG] = Field(title="結果の概要", min_length=1)
    findings: tuple[str, ...] = Field(default=(), title="指摘事項", description="一行に一つ。完了まで追跡します")
    due: date | None = Field(default=None, title="改善の期日")


class PlanRequest(OfVisit):
    asked_at: When = moment("求めた日時")
    due: date | None = Field(
        default=None, title="提出期日", description="空欄のときは、この自治体の日数の設定によります"
    )
    reason: Annotated[str, LONG] = Field(title="求める理由", min_length=1)


class PlanReceived(OfVisit):
    received_at: When = moment("受け取った日時")
    sent_by: str = Field(default="", title="提出した者（職名）", max_length=200)
    plan: Annotated[str, LONG] = Field(title="改善計画の要旨", min_length=1)


class PlanJudged(OfVisit):
    judged_at: When = moment("確かめた日時")
    accepted: bool = Field(title="改善計画を了承する")
    reason: Annotated[str, LONG] = Field(
        default="", title="了承しない理由・補う事項", description="差し戻すときは必ず書きます"
    )
    due: date | None = Field(default=None, title="再提出の期日")


class FollowUp(OfVisit):
    checked_at: When = moment("確かめた日時")
    how: Annotated[Literal["document", "visit", "hearing"], Labels(HOW_CHECKED)] = Field(
        default="document", title="確かめた方法"
    )
    content: Annotated[str, LONG] = Field(title="改善の状況", min_length=1)


class Reinspection(VisitPlan):
    visit: int | None = Field(
        default=None, ge=1, title="もとの立入検査・訪問の番号", description="当てはまるものが一つのときは空欄"
    )
    why: Annotated[str, LONG] = Field(title="再検査の理由", min_length=1)


class VisitClosed(OfVisit):
    closed_on: When = moment("終えた日時")
    summary: Annotated[str, LONG] = Field(title="終える理由・総括", min_length=1)
    carry_over: bool = Field(default=False, title="回答を待つ技術的事項の相談は、引き続き待つ")


def draft_result(case: CaseFile, facts: ResultDraft, deed: Deed) -> None:
    """Each draft is kept; the last one is what will be notified."""
    visit = meant(case, facts.visit, "draft_result", DRAFT)
    visit.drafts += 1
    visit.result, visit.plan_wanted, visit.plan_due_on = facts.result, facts.plan_wanted, facts.plan_due
    _findings(case, visit, FindingLevel.WRITTEN, facts.written, VisitSide.AUTHORITY, deed)
    _findings(case, visit, FindingLevel.ORAL, facts.oral, VisitSide.AUTHORITY, deed)
    counted = f"文書指摘{len(facts.written)}件、口頭指導{len(facts.oral)}件"
    move(case, visit, InspectionState.RESULT_DRAFTED, "draft_result", DRAFT, deed.now, counted, deed)


def notify_visit_result(case: CaseFile, facts: ResultNotice, deed: Deed) -> None:
    visit = meant(case, facts.visit, "notify_visit_result", TELL)
    moments.not_before("結果通知日時", facts.notified_at, "終了日時", visit.ended_at)
    visit.result_notified_at = facts.notified_at
    if visit.plan_wanted:
        _ask_plan(case, visit, facts.notified_at, visit.plan_due_on, deed)
    found = current_findings(case, visit)
    follow_ups.follow(case, ItemOrigin.FINDING, [one.title for one in found], visit.plan_due_on, deed)
    after = InspectionState.PLAN_REQUESTED if visit.plan_wanted else InspectionState.RESULT_NOTIFIED
    move(case, visit, after, "notify_visit_result", TELL, facts.notified_at, f"{facts.to_whom}　{visit.result}", deed)


def current_findings(case: CaseFile, visit: Inspection) -> list[InspectionFinding]:
    """The findings of the visit's last draft, the written ones first."""
    return [
        one
        for one in case.inspection_findings
        if one.visit == visit.seq and one.draft == visit.drafts and one.side is VisitSide.AUTHORITY
    ]


def record_ministry_result(case: CaseFile, facts: MinistryResult, deed: Deed) -> None:
    visit = meant(case, facts.visit, "record_ministry_result", MINISTRY_TELLS)
    moments.not_before("結果通知日時", facts.notified_at, "終了日時", visit.ended_at)
    visit.ministry_result, visit.ministry_result_at = facts.result, facts.notified_at
    _findings(case, visit, FindingLevel.WRITTEN, facts.findings, VisitSide.MINISTRY, deed)
    follow_ups.follow(case, ItemOrigin.FINDING, facts.findings, facts.due, deed)
    move(case, visit, None, "record_ministry_result", MINISTRY_TELLS, facts.notified_at, facts.result, deed)


def request_plan(case: CaseFile, facts: PlanRequest, deed: Deed) -> None:
    visit = meant(case, facts.visit, "request_plan", ASK_PLAN)
    moments.not_before("求めた日時", facts.asked_at, "結果通知日時", visit.result_notified_at)
    visit.plan_wanted = True
    _ask_plan(case, visit, facts.asked_at, facts.due, deed)
    move(case, visit, InspectionState.PLAN_REQUESTED, "request_plan", ASK_PLAN, facts.asked_at, facts.reason, deed)


def _ask_plan(case: CaseFile, visit: Inspection, at: When, due: date | None, deed: Deed) -> None:
    days = days_of(case, deed, "plan_due_days")
    visit.plan_asked_at, visit.plan_received_at = at, None
    visit.plan_due_on = due or (None if days is None else jst_day(at) + timedelta(days=days))


def receive_plan(case: CaseFile, facts: PlanReceived, deed: Deed) -> None:
    visit = meant(case, facts.visit, "receive_plan", GET_PLAN)
    moments.not_before("受取日時", facts.received_at, "求めた日時", visit.plan_asked_at)
    visit.plan_received_at = facts.received_at
    text = f"{facts.sent_by}　{facts.plan}".strip()
    move(case, visit, InspectionState.PLAN_RECEIVED, "receive_plan", GET_PLAN, facts.received_at, text, deed)


def judge_plan(case: CaseFile, facts: PlanJudged, deed: Deed) -> None:
    """Accepted, or returned with a reason and perhaps a new date."""
    visit = meant(case, facts.visit, "judge_plan", JUDGE_PLAN)
    moments.not_before("確かめた日時", facts.judged_at, "受取日時", visit.plan_received_at)
    if not facts.accepted and not facts.reason:
        raise ActNotOpen(JUDGE_PLAN, ["差し戻すときは、理由を記入してください。"])
    visit.plan_judged_at = facts.judged_at
    if facts.accepted:
        days = days_of(case, deed, "reinspection_days")
        visit.recheck_due_on = None if days is None else jst_day(facts.judged_at) + timedelta(days=days)
        visit.checked_at = None
    else:
        _ask_plan(case, visit, facts.judged_at, facts.due, deed)
    after = InspectionState.ACCEPTED if facts.accepted else InspectionState.RETURNED
    text = f"{'了承' if facts.accepted else '差戻し'}　{facts.reason}".strip()
    move(case, visit, after, "judge_plan", JUDGE_PLAN, facts.judged_at, text, deed)


def follow_up_visit(case: CaseFile, facts: FollowUp, deed: Deed) -> None:
    visit = meant(case, facts.visit, "follow_up_visit", FOLLOW)
    moments.not_before("確かめた日時", facts.checked_at, "結果通知日時", visit.result_notified_at)
    visit.checked_at = facts.checked_at
    text = f"{HOW_CHECKED[facts.how]}　{facts.content}"
    move(case, visit, InspectionState.FOLLOW_UP, "follow_up_visit", FOLLOW, facts.checked_at, text, deed)


def plan_reinspection(case: CaseFile, facts: Reinspection, deed: Deed) -> None:
    """The visit stands back for a new one, which goes the whole way again."""
    visit = meant(case, facts.visit, "plan_reinspection", AGAIN)
    again = new_visit(case, facts, deed, AGAIN, follows=visit.seq)
    visit.checked_at = visit.checked_at or deed.now
    text = f"第{again.seq}号　{facts.why}"
    move(case, visit, InspectionState.REINSPECTION, "plan_reinspection", AGAIN, deed.now, text, deed)


def close_visit(case: CaseFile, facts: VisitClosed, deed: Deed) -> None:
    """R-120, G.3: consultations about the visit are answered or knowingly carried over; both results are out."""
    visit = meant(case, facts.visit, "close_visit", CLOSE)
    moments.not_before("終えた日時", facts.closed_on, "結果通知日時", visit.result_notified_at)
    asked = [e.seq for e in case.exchanges if e.visit == visit.seq and e.answered_at is None]
    if asked and not facts.carry_over:
        numbers = "、".join(f"第{n}号" for n in asked)
        raise ActNotOpen(
            CLOSE,
            [f"この立入検査・訪問に係る相談（{numbers}）が回答待ちです。引き続き待つときは、そう選んでください。"],
        )
    if visit.own_ministry_result and visit.ministry_result_at is None:
        raise ActNotOpen(CLOSE, ["厚生労働省が別に通知する結果が、まだ記録されていません。"])
    again = next((one for one in case.inspections if one.follows == visit.seq), None)
    if again is not None and again.result_notified_at is None and again.state is not InspectionState.CANCELLED:
        raise ActNotOpen(CLOSE, [f"再検査（第{again.seq}号）の結果がまだ出ていません。"])
    visit.closed_at, visit.closing_note = facts.closed_on, facts.summary
    move(case, visit, InspectionState.CLOSED, "close_visit", CLOSE, facts.closed_on, facts.summary, deed)


def _findings(
    case: CaseFile, visit: Inspection, level: FindingLevel, titles: tuple[str, ...], side: VisitSide, deed: Deed
) -> None:
    for title in titles:
        case.inspection_findings.append(
            InspectionFinding(
                visit=visit.seq, side=side, draft=visit.drafts, level=level, title=title, entered_at=deed.now
            )
        )


def _act(name: str, past: str, label: str, facts: type[Facts], change: Any, help: str) -> Act[Any]:
    return Act(
        name,
        past,
        label,
        facts,
        FIELD,
        change=change,
        requires=(requirement(name),),
        help=help,
        source=("M-3.3",),
    )


ACTS: tuple[Act[Any], ...] = (
    _act(
        "draft_result",
        "visit_result_drafted",
        DRAFT,
        ResultDraft,
        draft_result,
        "指摘を文書指摘と口頭指導に分けて書きます。通知するまで何度でも書き直せます。",
    ),
    _act(
        "notify_visit_result",
        "visit_result_notified",
        TELL,
        ResultNotice,
        notify_visit_result,
        "起案した結果を通知します。指摘事項は、確認が済むまで追跡します。",
    ),
    Act(
        "record_ministry_result",
        "ministry_result_recorded",
        MINISTRY_TELLS,
        MinistryResult,
        frozenset({Role.MINISTRY}),
        change=record_ministry_result,
        anytime=True,
        requires=(requirement("record_ministry_result"),),
        help="合同の立入検査・訪問で、厚生労働省が別に通知した結果を残します。",
        source=("M-3.3",),
    ),
    _act(
        "request_plan",
        "plan_requested",
        ASK_PLAN,
        PlanRequest,
        request_plan,
        "結果の通知で求めなかった改善計画を、後から求めます。",
    ),
    _act(
        "receive_plan",
        "plan_received",
        GET_PLAN,
        PlanReceived,
        receive_plan,
        "医療機関等から出された改善計画を残します。",
    ),
    _act(
        "judge_plan",
        "plan_judged",
        JUDGE_PLAN,
        PlanJudged,
        judge_plan,
        "了承するか、理由を付けて差し戻します。",
    ),
    _act(
        "follow_up_visit",
        "visit_followed_up",
        FOLLOW,
        FollowUp,
        follow_up_visit,
        "書面、訪問又は聴取で改善の状況を確かめます。何度でも残せます。",
    ),
    _act(
        "plan_reinspection",
        "reinspection_planned",
        AGAIN,
        Reinspection,
        plan_reinspection,
        "同じ医療機関等にもう一度立ち入ります。新しい番号で、計画からやり直します。",
    ),
    _act(
        "close_visit",
        "visit_closed",
        CLOSE,
        VisitClosed,
        close_visit,
        "終えた立入検査・訪問は、調査・指導の結果とともに厚生労働省に報告します。",
    ),
)
