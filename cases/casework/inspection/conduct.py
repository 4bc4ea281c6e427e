"""Visits up to the day itself: planned, announced or approved without notice, begun, recorded, called off.

Source: M-3.3; R-115…R-122, R-128, R-340, R-341, R-343; the course is in cases/casework/inspection/course.py.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field

from cases import readings
from cases.casework.inspection import day_sheet, follow_ups
from cases.casework.inspection.course import meant, move, requirement
from cases.casework.inspection.powers import FIELD, basis_words, refuse_without_power
from cases.casework.inspection.teams import crew, enlist
from cases.clock import jst_day
from cases.clocks import moments
from cases.errors import ActNotOpen
from cases.procedure import LONG, Act, Deed, Facts, Requirement, When, moment
from cases.records import CaseFile, CheckedItem, Inspection
from cases.vocabulary import CheckAnswer, InspectionState, Instrument, ItemOrigin, Role, VisitSide
from cases.vocabulary.signals import Labels, Omit

GOING = (Instrument.ON_SITE_INSPECTION, Instrument.VOLUNTARY_VISIT)
NOT_GOING = tuple(i for i in Instrument if i not in GOING)
HOW_TOLD = {"document": "文書", "phone": "電話", "mail": "電子メール", "oral": "口頭"}


class OfVisit(Facts):
    """Facts about one visit of the case, by its number."""

    visit: int | None = Field(
        default=None, ge=1, title="立入検査・訪問の番号", description="当てはまるものが一つのときは空欄で構いません"
    )


class VisitPlan(Facts):
    instrument: Annotated[Instrument, Omit(NOT_GOING)] = Field(default=Instrument.ON_SITE_INSPECTION, title="方法")
    planned_on: date = Field(title="予定日")
    purpose: Annotated[str, LONG] = Field(default="", title="目的・確認する事項")
    inspectors: tuple[str, ...] = Field(
        default=(),
        title="従事する医療監視員",
        description="立入検査では、当日に任命と証明書が有効な者。一行に一人、任命番号又は職名",
    )
    team: str = Field(
        default="", title="そのほかの従事者（部署・役職）", description="任意の訪問では、訪問する職員", max_length=400
    )
    joint: bool = Field(default=False, title="厚生労働省と合同で行う")
    unannounced: bool = Field(default=False, title="事前に通知しない（別の決裁者の承認が要ります）")
    reason: Annotated[str, LONG] = Field(
        default="",
        title="無通告とする理由",
        description="事前に通知しないときは、必ず記入します",
    )


class UnannouncedApproval(OfVisit):
    approved: bool = Field(title="無通告で行うことを承認する")
    reason: Annotated[str, LONG] = Field(title="承認する・しない理由", min_length=1)


class VisitNotice(OfVisit):
    notified_at: When = moment("通知した日時")
    how: Annotated[Literal["document", "phone", "mail", "oral"], Labels(HOW_TOLD)] = Field(
        default="document", title="通知の方法"
    )
    to_whom: str = Field(title="通知した相手（職名）", min_length=1, max_length=200)
    note: Annotated[str, LONG] = Field(default="", title="伝えた内容")


class VisitStart(OfVisit):
    started_at: When = moment("開始日時")
    met_persons: str = Field(default="", title="立会者（部署・役職）", max_length=400)


class DaySheet(OfVisit):
    started_at: When = moment("開始日時")
    ended_at: When = moment("終了日時")
    certificates: tuple[str, ...] = Field(
        title="携帯した身分証明書の番号",
        min_length=1,
        description="立入検査では、従事する医療監視員の証明書の番号。任意の訪問では職員証の番号。一行に一つ",
    )
    shown: tuple[str, ...] = Field(
        default=(), title="求めに応じて提示した証明書の番号", description="求められなかったときは空欄"
    )
    met_persons: str = Field(title="立会者・面談者（部署・役職）", min_length=1, max_length=400)
    answers: tuple[str, ...] = Field(
        default=(), title="確認項目の答え", description="一行に一項目。「番号　答え　目標日　備考」"
    )
    checked_items: Annotated[str, LONG] = Field(
        default="",
        title="そのほかに確認した事項",
        description="確認項目に一つも答えないときは、必ず記入します",
    )
    evidence: tuple[str, ...] = Field(
        default=(), title="確認・受領した資料", description="一行に一つ。患者の個人情報は書かないでください"
    )


class VisitCalledOff(OfVisit):
    reason: Annotated[str, LONG] = Field(title="中止の理由", min_length=1)


PLAN, APPROVE, NOTIFY = (
    "立入検査・訪問を計画する",
    "無通告の立入検査を承認する",
    "立入検査・訪問を事前に通知する",
)
START, RECORD, CALL_OFF = (
    "立入検査・訪問の開始を記録する",
    "立入検査・訪問の実施を記録する",
    "立入検査・訪問を中止する",
)


def plan_visit(case: CaseFile, facts: VisitPlan, deed: Deed) -> None:
    new_visit(case, facts, deed, PLAN)


def new_visit(case: CaseFile, facts: VisitPlan, deed: Deed, label: str, follows: int | None = None) -> Inspection:
    """A visit in the state 計画, with its team. Raises NoInspectionPower, InspectorNotValid, ActNotOpen."""
    if facts.instrument not in GOING:
        raise ActNotOpen(label, ["立入検査か任意の訪問を選んでください。報告徴収等は別に記録します。"])
    refuse_without_power(case, facts.instrument)
    if facts.unannounced and not facts.reason:
        raise ActNotOpen(label, ["事前に通知しないときは、理由を記入してください。別の決裁者が承認します。"])
    people = crew(deed, facts.instrument, facts.inspectors, facts.planned_on, label, also=facts.team)
    lead = days_of(case, deed, "notice_lead_days")
    visit = Inspection(
        seq=len(case.inspections) + 1,
        follows=follows,
        instrument=facts.instrument,
        basis=basis_words(facts.instrument),
        purpose=facts.purpose,
        planned_on=facts.planned_on,
        planned_by_id=deed.officer_id,
        unannounced_wanted=facts.unannounced,
        reason=facts.reason if facts.unannounced else "",
        joint=facts.joint,
        team="、".join(filter(None, [*(one.office for one in people), facts.team])),
        notice_due_on=None if facts.unannounced or lead is None else facts.planned_on - timedelta(days=lead),
        state=InspectionState.PLANNED,
        unannounced=False,
        own_ministry_result=False,
        plan_wanted=False,
        drafts=0,
        result="",
        entered_at=deed.now,
    )
    case.inspections.append(visit)
    enlist(case, visit, people, VisitSide.AUTHORITY)
    move(case, visit, InspectionState.PLANNED, "plan_visit", PLAN, deed.now, facts.purpose or facts.reason, deed)
    return visit


def approve_unannounced(case: CaseFile, facts: UnannouncedApproval, deed: Deed) -> None:
    visit = meant(case, facts.visit, "approve_unannounced", APPROVE)
    if visit.planned_by_id == deed.officer_id:
        raise ActNotOpen(APPROVE, ["計画した本人は承認できません。別の決裁者に依頼してください。"])
    visit.unannounced_wanted = False
    if facts.approved:
        visit.unannounced, visit.approver = True, deed.office
    else:
        visit.reason = ""
    after = InspectionState.UNANNOUNCED if facts.approved else InspectionState.PLANNED
    text = ("承認" if facts.approved else "承認しない") + f"　{facts.reason}"
    move(case, visit, after, "approve_unannounced", APPROVE, deed.now, text, deed)


def notify_visit(case: CaseFile, facts: VisitNotice, deed: Deed) -> None:
    visit = meant(case, facts.visit, "notify_visit", NOTIFY)
    moments.not_before("通知日時", facts.notified_at, "覚知日時", case.detected_at)
    visit.notified_at = facts.notified_at
    text = f"{HOW_TOLD[facts.how]}　{facts.to_whom}　{facts.note}".strip()
    move(case, visit, InspectionState.NOTIFIED, "notify_visit", NOTIFY, facts.notified_at, text, deed)


def start_visit(case: CaseFile, facts: VisitStart, deed: Deed) -> None:
    visit = meant(case, facts.visit, "start_visit", START)
    moments.not_before("開始日時", facts.started_at, "覚知日時", case.detected_at)
    visit.started_at, visit.met_persons = facts.started_at, facts.met_persons
    move(case, visit, InspectionState.IN_PROGRESS, "start_visit", START, facts.started_at, facts.met_persons, deed)


def record_visit(case: CaseFile, facts: DaySheet, deed: Deed) -> None:
    """The day sheet. What was answered 「いいえ」 with a target date becomes an item of the remediation list."""
    visit = meant(case, facts.visit, "record_visit", RECORD)
    moments.not_before("終了日時", facts.ended_at, "開始日時", facts.started_at)
    moments.not_before("開始日時", facts.started_at, "覚知日時", case.detected_at)
    answers, complaints = day_sheet.read_lines(facts.answers)
    if complaints:
        raise ActNotOpen(RECORD, complaints)
    if not answers and not facts.checked_items:
        raise ActNotOpen(RECORD, ["確認項目に答えるか、確認した事項を記入してください。"])
    _note_certificates(case, visit, facts)
    visit.started_at, visit.ended_at = facts.started_at, facts.ended_at
    visit.certificates, visit.met_persons = "、".join(facts.certificates), facts.met_persons
    visit.checked_items, visit.evidence = facts.checked_items, list(facts.evidence)
    days = days_of(case, deed, "result_notice_days")
    visit.result_due_on = None if days is None else jst_day(facts.ended_at) + timedelta(days=days)
    _keep_answers(case, visit, answers, deed)
    move(case, visit, InspectionState.DONE, "record_visit", RECORD, facts.ended_at, facts.checked_items, deed)


def _note_certificates(case: CaseFile, visit: Inspection, facts: DaySheet) -> None:
    """Who carried and showed a certificate; an on-site inspection without one of its team did not take place."""
    team = [one for one in case.inspection_members if one.visit == visit.seq]
    for member in team:
        member.carried = member.certificate_number in facts.certificates
        member.shown = member.certificate_number in facts.shown
    if visit.instrument is not Instrument.ON_SITE_INSPECTION:
        return
    known = {one.certificate_number for one in team}
    if strange := [number for number in (*facts.certificates, *facts.shown) if number not in known]:
        raise ActNotOpen(
            RECORD,
            [f"証明書「{strange[0]}」は、この立入検査の従事者のものではありません（{'、'.join(sorted(known))}）。"],
        )
    if unseen := set(facts.shown) - set(facts.certificates):
        raise ActNotOpen(RECORD, [f"提示した証明書「{min(unseen)}」が、携帯した証明書にありません。"])


def _keep_answers(case: CaseFile, visit: Inspection, answers: list[day_sheet.Answered], deed: Deed) -> None:
    asked = day_sheet.template()
    for one in answers:
        case.checked_items.add(
            CheckedItem(
                visit=visit.seq,
                template=asked.id,
                item=one.item,
                question=asked.items[one.item],
                answer=one.answer,
                target_on=one.target_on,
                note=one.note,
            )
        )
        if one.answer is CheckAnswer.NO and one.target_on is not None:
            title = f"確認項目{one.item}を満たしていない（{asked.items[one.item]}）"
            follow_ups.follow(case, ItemOrigin.FINDING, [title], one.target_on, deed)


def call_off_visit(case: CaseFile, facts: VisitCalledOff, deed: Deed) -> None:
    visit = meant(case, facts.visit, "call_off_visit", CALL_OFF)
    visit.result = facts.reason
    move(case, visit, InspectionState.CANCELLED, "call_off_visit", CALL_OFF, deed.now, facts.reason, deed)


def days_of(case: CaseFile, deed: Deed, name: str) -> int | None:
    """The authority's own number of days, None where it set none (R-340)."""
    practice = deed.books.practice(case.authority_code)
    days = getattr(practice, name) if practice else None
    return int(days) if days is not None else None


ACTS: tuple[Act[Any], ...] = (
    Act(
        "plan_visit",
        "visit_planned",
        PLAN,
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
        "approve_unannounced",
        "unannounced_judged",
        APPROVE,
        UnannouncedApproval,
        frozenset({Role.SUPERVISOR}),
        change=approve_unannounced,
        requires=(requirement("approve_unannounced"),),
        help="計画した者とは別の決裁者が、理由とともに承認するかどうかを決めます。",
        source=("M-3.3",),
    ),
    Act(
        "notify_visit",
        "visit_notified",
        NOTIFY,
        VisitNotice,
        FIELD,
        change=notify_visit,
        requires=(requirement("notify_visit"),),
        help="医療機関等に知らせたことを残します。",
        source=("M-3.3",),
    ),
    Act(
        "start_visit",
        "visit_started",
        START,
        VisitStart,
        FIELD,
        change=start_visit,
        requires=(requirement("start_visit"),),
        help="現地に着いて始めた時刻を残します。身分証明書を携帯し、求めがあれば提示します。",
        source=("M-3.3",),
    ),
    Act(
        "record_visit",
        "visit_recorded",
        RECORD,
        DaySheet,
        FIELD,
        change=record_visit,
        requires=(requirement("record_visit"),),
        help="当日の記録です。通信のない場所では、記録票を持ち出して後から読み込めます。",
        source=("M-3.3",),
    ),
    Act(
        "call_off_visit",
        "visit_called_off",
        CALL_OFF,
        VisitCalledOff,
        FIELD,
        change=call_off_visit,
        requires=(requirement("call_off_visit"),),
        help="計画を取りやめ、理由を残します。",
        source=("M-3.3",),
    ),
)
