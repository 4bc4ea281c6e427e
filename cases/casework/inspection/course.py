"""The course of a visit as data (state machine, domain.md G.3; R-120): which act leads from where to where.

Read by the acts (allow or refuse), by the screen (which visits an act is open to) and by the truth table test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from cases import readings
from cases.clock import JST
from cases.errors import ActNotOpen
from cases.procedure import Deed, Requirement
from cases.records import CaseFile, Inspection, InspectionStep
from cases.vocabulary import InspectionState as S


@dataclass(frozen=True)
class Way:
    """An act's place in the course: the states it is open in and those it may lead to."""

    before: tuple[S, ...]
    after: tuple[S, ...]
    unmet: str = ""
    """What the officer reads when no visit stands where the act begins."""


BEFORE_THE_DAY = (S.PLANNED, S.NOTIFIED, S.UNANNOUNCED)
AFTER_THE_DAY = tuple(s for s in S if list(S).index(s) >= list(S).index(S.DONE) and s is not S.CANCELLED)
WAYS: Mapping[str, Way] = {
    "decide_investigation": Way((S.CONSIDERED, S.DECIDED, S.DECLINED), (S.DECIDED, S.DECLINED)),
    "plan_visit": Way((S.DECIDED,), (S.PLANNED,)),
    "approve_unannounced": Way(
        (S.PLANNED,), (S.UNANNOUNCED, S.PLANNED), "無通告の承認を待つ立入検査・訪問がありません。"
    ),
    "notify_visit": Way((S.PLANNED,), (S.NOTIFIED,), "計画された立入検査・訪問がありません。"),
    "name_ministry_team": Way(
        (*BEFORE_THE_DAY, S.IN_PROGRESS), (), "厚生労働省と合同で行う、これからの立入検査・訪問がありません。"
    ),
    "start_visit": Way(
        (S.NOTIFIED, S.UNANNOUNCED),
        (S.IN_PROGRESS,),
        "事前に通知したか、無通告の承認を受けた立入検査・訪問がありません。",
    ),
    "record_visit": Way(
        (S.NOTIFIED, S.UNANNOUNCED, S.IN_PROGRESS),
        (S.DONE,),
        "事前に通知したか、無通告の承認を受けた立入検査・訪問がありません。",
    ),
    "call_off_visit": Way(BEFORE_THE_DAY, (S.CANCELLED,), "実施前の立入検査・訪問がありません。"),
    "draft_result": Way(
        (S.DONE, S.RESULT_DRAFTED), (S.RESULT_DRAFTED,), "実施済みで結果を通知していない立入検査・訪問がありません。"
    ),
    "notify_visit_result": Way(
        (S.RESULT_DRAFTED,), (S.RESULT_NOTIFIED, S.PLAN_REQUESTED), "結果を起案した立入検査・訪問がありません。"
    ),
    "record_ministry_result": Way(
        AFTER_THE_DAY, (), "厚生労働省が別に結果を通知する、実施済みの立入検査・訪問がありません。"
    ),
    "request_plan": Way((S.RESULT_NOTIFIED,), (S.PLAN_REQUESTED,), "結果を通知済みの立入検査・訪問がありません。"),
    "receive_plan": Way(
        (S.PLAN_REQUESTED, S.RETURNED), (S.PLAN_RECEIVED,), "改善計画を求めている立入検査・訪問がありません。"
    ),
    "judge_plan": Way((S.PLAN_RECEIVED,), (S.ACCEPTED, S.RETURNED), "確認を待つ改善計画がありません。"),
    "follow_up_visit": Way(
        (S.RESULT_NOTIFIED, S.ACCEPTED, S.FOLLOW_UP),
        (S.FOLLOW_UP,),
        "改善状況を確かめる段階の立入検査・訪問がありません。",
    ),
    "plan_reinspection": Way(
        (S.RESULT_NOTIFIED, S.ACCEPTED, S.RETURNED, S.FOLLOW_UP),
        (S.REINSPECTION,),
        "再検査を計画できる段階の立入検査・訪問がありません。",
    ),
    "close_visit": Way(
        (S.RESULT_NOTIFIED, S.ACCEPTED, S.FOLLOW_UP, S.REINSPECTION),
        (S.CLOSED,),
        "終えることのできる段階の立入検査・訪問がありません。",
    ),
    "report_investigation_result": Way((S.CLOSED,), (S.REPORTED,)),
}
"""Without an outcome the act leaves the visit where it stands; the report takes along the closed ones, if any."""


def case_state(case: CaseFile) -> S:
    """Where the case stands before a visit is planned (the first three states)."""
    needed = readings.investigation_needed(case)
    return S.CONSIDERED if needed is None else S.DECIDED if needed else S.DECLINED


def open_to(case: CaseFile, act: str) -> list[Inspection]:
    """The visits that the act may be taken on now."""
    return [visit for visit in case.inspections if visit.state in WAYS[act].before and _fits(act, visit)]


def _fits(act: str, visit: Inspection) -> bool:
    match act:
        case "approve_unannounced":
            return visit.unannounced_wanted
        case "notify_visit":
            return not visit.unannounced_wanted
        case "name_ministry_team":
            return visit.joint
        case "record_ministry_result":
            return visit.joint and visit.own_ministry_result and visit.ministry_result_at is None
        case _:
            return True


def requirement(act: str) -> Requirement:
    """Some visit stands where the act begins."""
    return Requirement(WAYS[act].unmet, lambda case: bool(open_to(case, act)))


def meant(case: CaseFile, number: int | None, act: str, label: str) -> Inspection:
    """The visit with that number, or the only one that the act is open to. Raises ActNotOpen."""
    possible = open_to(case, act)
    if number is None:
        if len(possible) == 1:
            return possible[0]
        numbers = "、".join(f"第{visit.seq}号" for visit in possible)
        told = f"当てはまるものが複数あります（{numbers}）。番号を選んでください。" if possible else WAYS[act].unmet
        raise ActNotOpen(label, [told])
    found = next((visit for visit in case.inspections if visit.seq == number), None)
    if found is None:
        raise ActNotOpen(label, [f"第{number}号の立入検査・訪問はありません。"])
    if found not in possible:
        states = "、".join(f"「{state.label}」" for state in WAYS[act].before)
        waits = "無通告の承認を待っています。" if act == "notify_visit" and found.unannounced_wanted else ""
        told = waits or f"この操作は{states}のときに行います。"
        raise ActNotOpen(label, [f"第{number}号は「{found.state.label}」です。{told}"])
    return found


def move(
    case: CaseFile, visit: Inspection, after: S | None, act: str, label: str, at: datetime, text: str, deed: Deed
) -> None:
    """Take the step and keep it in the visit's trail; `after` None leaves the state. A step that WAYS does not know
    is a mistake of ours.
    """
    before = None if act == "plan_visit" else visit.state
    assert after is None or after in WAYS[act].after, (act, after)
    visit.state = after or visit.state
    case.inspection_steps.add(
        InspectionStep(
            visit=visit.seq,
            act=act,
            label=label,
            at=at,
            before=before,
            after=visit.state,
            text=text,
            by=deed.office,
            entered_at=deed.now,
        )
    )


def end_of(day: date) -> datetime:
    """The last minute of a day in Japan: a date given to the office is kept until then."""
    return datetime.combine(day, time(23, 59), JST)
