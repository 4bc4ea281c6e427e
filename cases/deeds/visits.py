"""Visits: planned, made, recorded, their result notified (M-3.3; R-115…R-123, R-128, R-341)."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from cases import guards, readings
from cases.deeds import items
from cases.deeds.powers import BASIS, FIELD, refuse_without_power
from cases.errors import ActNotOpen
from cases.procedure import LONG, Act, Deed, Facts, Requirement, When, moment
from cases.records import CaseFile, Inspection
from cases.vocabulary import InspectionState, Instrument, ItemOrigin


class VisitPlan(Facts):
    instrument: Instrument = Field(default=Instrument.ON_SITE_INSPECTION, title="方法")
    planned_on: date = Field(title="予定日")
    team: str = Field(title="従事者（部署・役職）", min_length=1, description="立入検査では医療監視員")
    unannounced: bool = Field(default=False, title="事前に通知しない")
    approver: str = Field(default="", title="無通告の承認者（部署・役職）", max_length=200)
    reason: str = Field(default="", title="無通告とする理由", json_schema_extra=LONG)


class DaySheet(Facts):
    started_at: When = moment("開始日時")
    ended_at: When = moment("終了日時")
    certificates: str = Field(
        title="携帯した身分証明書の番号", min_length=1, description="任意の訪問では職員証の番号", max_length=200
    )
    met_persons: str = Field(title="立会者・面談者（部署・役職）", min_length=1, max_length=400)
    checked_items: str = Field(title="確認した事項", min_length=1, json_schema_extra=LONG)


class VisitResult(Facts):
    notified_at: When = moment("結果を通知した日時")
    result: str = Field(title="結果の概要", min_length=1, json_schema_extra=LONG)
    findings: tuple[str, ...] = Field(default=(), title="指摘事項", description="一行に一つ。完了まで追跡します")
    promised_on: date | None = Field(default=None, title="改善計画の期日")


class VisitCalledOff(Facts):
    reason: str = Field(title="中止の理由", min_length=1, json_schema_extra=LONG)


def plan_visit(case: CaseFile, facts: VisitPlan, deed: Deed) -> None:
    refuse_without_power(case, facts.instrument)
    if facts.unannounced and not (facts.approver and facts.reason):
        raise ActNotOpen("立入検査・訪問を計画する", ["事前に通知しないときは、承認者と理由を記入してください。"])
    case.inspections.append(
        Inspection(
            instrument=facts.instrument,
            basis=BASIS if facts.instrument.under_medical_care_act else "任意",
            planned_on=facts.planned_on,
            team=facts.team,
            unannounced=facts.unannounced,
            approver=facts.approver,
            reason=facts.reason,
            state=InspectionState.PLANNED,
            certificates="",
            entered_at=deed.now,
        )
    )


def record_visit(case: CaseFile, facts: DaySheet, deed: Deed) -> None:
    visit = _visit(case, InspectionState.PLANNED, "実施を記録する")
    guards.not_before("終了日時", facts.ended_at, "開始日時", facts.started_at)
    guards.not_before("開始日時", facts.started_at, "覚知日時", case.detected_at)
    visit.state = InspectionState.DONE
    visit.started_at, visit.ended_at = facts.started_at, facts.ended_at
    visit.certificates, visit.met_persons = facts.certificates, facts.met_persons
    visit.checked_items = facts.checked_items


def notify_visit_result(case: CaseFile, facts: VisitResult, deed: Deed) -> None:
    visit = _visit(case, InspectionState.DONE, "結果を通知する")
    guards.not_before("結果通知日時", facts.notified_at, "終了日時", visit.ended_at)
    visit.state, visit.result, visit.result_notified_at = (
        InspectionState.RESULT_NOTIFIED,
        facts.result,
        facts.notified_at,
    )
    items.follow(case, ItemOrigin.FINDING, facts.findings, facts.promised_on, deed)


def call_off_visit(case: CaseFile, facts: VisitCalledOff, deed: Deed) -> None:
    visit = _visit(case, InspectionState.PLANNED, "立入検査・訪問を中止する")
    visit.state, visit.result = InspectionState.CANCELLED, facts.reason


def _visit(case: CaseFile, state: InspectionState, label: str) -> Inspection:
    visits = [i for i in case.inspections if i.state is state]
    if not visits:
        raise ActNotOpen(label, [f"「{state.label}」の立入検査・訪問がありません。"])
    return visits[0]


ACTS: tuple[Act[Any], ...] = (
    Act(
        "plan_visit",
        "visit_planned",
        "立入検査・訪問を計画する",
        VisitPlan,
        FIELD,
        change=plan_visit,
        requires=(
            Requirement(
                "調査・指導を行うことがまだ決まっていません。先に要否を決めてください。",
                lambda case: bool(readings.investigation_needed(case)),
                "M-3.3",
            ),
        ),
        help="立入検査は病院・診療所・助産所だけが対象です。その他は任意の訪問として計画します。",
        source=("M-3.3",),
    ),
    Act(
        "record_visit",
        "visit_recorded",
        "立入検査・訪問の実施を記録する",
        DaySheet,
        FIELD,
        change=record_visit,
        requires=(
            Requirement(
                "計画された立入検査・訪問がありません。",
                lambda case: any(i.state is InspectionState.PLANNED for i in case.inspections),
            ),
        ),
        help="当日の記録です。身分証明書の番号は必ず記入します。",
        source=("M-3.3",),
    ),
    Act(
        "notify_visit_result",
        "visit_result_notified",
        "立入検査・訪問の結果を通知する",
        VisitResult,
        FIELD,
        change=notify_visit_result,
        requires=(
            Requirement(
                "実施済みで結果を通知していない立入検査・訪問がありません。",
                lambda case: any(i.state is InspectionState.DONE for i in case.inspections),
            ),
        ),
        help="指摘事項は、確認が済むまで追跡します。",
        source=("M-3.3",),
    ),
    Act(
        "call_off_visit",
        "visit_called_off",
        "立入検査・訪問を中止する",
        VisitCalledOff,
        FIELD,
        change=call_off_visit,
        requires=(
            Requirement(
                "計画された立入検査・訪問がありません。",
                lambda case: any(i.state is InspectionState.PLANNED for i in case.inspections),
            ),
        ),
        help="計画を取りやめ、理由を残します。",
        source=("M-3.3",),
    ),
)
