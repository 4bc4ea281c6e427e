"""The course of a visit (G.3): every act in every state leads where the table says, or is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import handbook, readings
from cases.casework.inspection import course
from cases.desk.permission import missing_for
from cases.errors import ActNotOpen, InspectorNotValid
from cases.procedure import Deed
from cases.records import (
    CaseFile,
    Inspection,
    InspectionMember,
    InspectionPractice,
    Inspector,
    InspectorCertificate,
    InvestigationDecision,
)
from cases.vocabulary import CertificateState, InspectionState, Instrument, Role, StageState, VisitSide
from tests.a_case import ORDINARY
from tests.architecture.act_table import bare
from tests.shelf import Shelf

S = InspectionState
NOW = datetime(2021, 11, 10, 3, 0, tzinfo=UTC)
STORED = [s for s in S if s not in (S.CONSIDERED, S.DECIDED, S.DECLINED)]
ACTS = [name for name in course.WAYS if name not in ("decide_investigation", "plan_visit")]

TABLE = """
                 approve notify team  start record off   draft tell  mhlw  ask   plan  judge follow again close
planned          -       notif  stay  -     -      cance -     -     -     -     -     -     -      -     -
notified         -       -      stay  in_pr done   cance -     -     -     -     -     -     -      -     -
unannounced      -       -      stay  in_pr done   cance -     -     -     -     -     -     -      -     -
in_progress      -       -      stay  -     done   -     -     -     -     -     -     -     -      -     -
done             -       -      -     -     -      -     resul -     stay  -     -     -     -      -     -
result_drafted   -       -      -     -     -      -     resul resul stay  -     -     -     -      -     -
result_notified  -       -      -     -     -      -     -     -     stay  plan_ -     -     follo  reins close
plan_requested   -       -      -     -     -      -     -     -     stay  -     plan_ -     -      -     -
plan_received    -       -      -     -     -      -     -     -     stay  -     -     accep -      -     -
accepted         -       -      -     -     -      -     -     -     stay  -     -     -     follo  reins close
returned         -       -      -     -     -      -     -     -     stay  -     plan_ -     -      reins -
follow_up        -       -      -     -     -      -     -     -     stay  -     -     -     follo  reins close
reinspection     -       -      -     -     -      -     -     -     stay  -     -     -     -      -     close
closed           -       -      -     -     -      -     -     -     stay  -     -     -     -      -     -
reported         -       -      -     -     -      -     -     -     stay  -     -     -     -      -     -
cancelled        -       -      -     -     -      -     -     -     -     -     -     -     -      -     -
"""
"""State × act → the beginning of the state it leads to; `stay`: the visit stands where it stood; `-`: refused."""
COLUMNS = dict(
    zip(
        TABLE.split("\n")[1].split(),
        [
            "approve_unannounced",
            "notify_visit",
            "name_ministry_team",
            "start_visit",
            "record_visit",
            "call_off_visit",
            "draft_result",
            "notify_visit_result",
            "record_ministry_result",
            "request_plan",
            "receive_plan",
            "judge_plan",
            "follow_up_visit",
            "plan_reinspection",
            "close_visit",
        ],
        strict=True,
    )
)


def appointee(office: str = "医療監視員", **facts: Any) -> Inspector:
    card = InspectorCertificate(number="演習用 第1号", issued_on=date(2021, 4, 1), state=CertificateState.IN_USE)
    given = {"valid_from": date(2021, 4, 1), "certificates": [card], **facts}
    return Inspector(office=office, appointment_number=f"{office}-1", **given)


def deed(officer: int = 1, days: InspectionPractice | None = None) -> Deed:
    shelf = Shelf([appointee(), appointee("担当")], days)
    return Deed(officer, "徳島県 課長", "360007", frozenset(Role), NOW, shelf)


def case_with(state: S, **facts: Any) -> CaseFile:
    """A hospital's case with one on-site inspection in that state, everything before it having happened."""
    case = bare(StageState.OPEN)
    case.authority_code = "360007"
    case.detected_at = case.grasped_at = NOW - timedelta(days=30)
    case.decisions = [InvestigationDecision(needed=True, instrument=Instrument.ON_SITE_INSPECTION)]
    given = {"planned_on": date(2021, 11, 10), "joint": True, "own_ministry_result": True, "drafts": 1, **facts}
    visit = Inspection(
        seq=1, state=state, instrument=Instrument.ON_SITE_INSPECTION, basis="", planned_by_id=9, result="", **given
    )
    visit.unannounced_wanted = facts.get("unannounced_wanted", False)
    visit.plan_wanted = facts.get("plan_wanted", False)
    case.inspections = [visit]
    case.inspection_members = [
        InspectionMember(visit=1, side=VisitSide.AUTHORITY, office="医療監視員", certificate_number="演習用 第1号")
    ]
    return case


def take(case: CaseFile, name: str, by: Deed | None = None, **facts: Any) -> S:
    """The act with ordinary facts; the state of the first visit afterwards."""
    _, act = handbook.find(name)
    given = act.facts.model_validate({**ORDINARY[name](NOW), **facts})
    act.change(case, given, by or deed())
    return case.inspections[0].state


def decided() -> list[tuple[S, str, str]]:
    rows = [line.split() for line in TABLE.strip().splitlines()[1:]]
    return [(S(row[0]), COLUMNS[head], cell) for row in rows for head, cell in zip(COLUMNS, row[1:], strict=True)]


def test_表にはすべての状態とすべての操作がある() -> None:
    assert {state for state, _, _ in decided()} == set(STORED)
    assert {act for _, act, _ in decided()} == set(ACTS) - {"report_investigation_result"}


@pytest.mark.requirement("R-120")
@pytest.mark.parametrize(("state", "act", "leads"), decided(), ids=lambda value: str(value))
def test_どの状態でどの操作をしても_表のとおりになる(state: S, act: str, leads: str) -> None:
    case = case_with(state)
    if act == "close_visit":
        case.inspections[0].ministry_result_at = NOW
    if leads == "-":
        with pytest.raises(ActNotOpen):
            take(case, act)
        assert case.inspections[0].state is state
    else:
        after = take(case, act)
        assert after is state if leads == "stay" else str(after).startswith(leads)


@pytest.mark.parametrize(("state", "act", "leads"), decided(), ids=lambda value: str(value))
def test_画面のボタンも同じ表のとおりに開く(state: S, act: str, leads: str) -> None:
    stage, found = handbook.find(act)
    missing = missing_for(case_with(state), stage, found)
    assert bool(missing) == (leads == "-")


@pytest.mark.requirement("R-100")
@pytest.mark.parametrize(
    ("needed", "state"),
    [(None, S.CONSIDERED), (True, S.DECIDED), (False, S.DECLINED)],
    ids=["未定", "行う", "行わない"],
)
def test_計画までは案件の決定が状態である(needed: bool | None, state: S) -> None:
    case = bare(StageState.OPEN)
    case.decisions = [] if needed is None else [InvestigationDecision(needed=needed)]
    assert course.case_state(case) is state
    stage, plan = handbook.find("plan_visit")
    assert bool(missing_for(case, stage, plan)) == (state is not S.DECIDED)


# -- without notice: R-341 -------------------------------------------------------------------------------------


@pytest.mark.requirement("R-341")
@pytest.mark.parametrize("act", ["notify_visit", "start_visit", "record_visit"])
def test_無通告の承認を待つ間は何も進まない(act: str) -> None:
    with pytest.raises(ActNotOpen):
        take(case_with(S.PLANNED, unannounced_wanted=True), act, visit=1)


@pytest.mark.requirement("R-341")
def test_計画した本人は無通告を承認できない() -> None:
    with pytest.raises(ActNotOpen, match="計画した本人"):
        take(case_with(S.PLANNED, unannounced_wanted=True), "approve_unannounced", deed(officer=9))


@pytest.mark.requirement("R-341")
def test_別の決裁者が承認すれば無通告で行える() -> None:
    case = case_with(S.PLANNED, unannounced_wanted=True)
    assert take(case, "approve_unannounced") is S.UNANNOUNCED
    assert (case.inspections[0].approver, case.inspections[0].unannounced) == ("徳島県 課長", True)


def test_承認されなければ事前に通知して行う() -> None:
    case = case_with(S.PLANNED, unannounced_wanted=True)
    assert take(case, "approve_unannounced", approved=False) is S.PLANNED
    assert take(case, "notify_visit") is S.NOTIFIED


@pytest.mark.requirement("R-341")
def test_理由のない無通告の計画は受け付けない() -> None:
    with pytest.raises(ActNotOpen, match="理由"):
        take(case_with(S.REPORTED), "plan_visit", unannounced=True)


# -- several visits --------------------------------------------------------------------------------------------


def test_当てはまるものが二つあれば番号を問う() -> None:
    case = case_with(S.NOTIFIED)
    take(case, "plan_visit")
    take(case, "notify_visit", visit=2)
    with pytest.raises(ActNotOpen, match="第1号、第2号"):
        take(case, "call_off_visit")
    take(case, "call_off_visit", visit=2)
    assert [visit.state for visit in case.inspections] == [S.NOTIFIED, S.CANCELLED]


def test_ない番号は断る() -> None:
    with pytest.raises(ActNotOpen, match="第7号の立入検査・訪問はありません"):
        take(case_with(S.PLANNED), "notify_visit", visit=7)


def test_再検査はもとの検査に続く新しい検査になる() -> None:
    case = case_with(S.ACCEPTED)
    assert take(case, "plan_reinspection") is S.REINSPECTION
    assert [(v.seq, v.follows, v.state) for v in case.inspections][1] == (2, 1, S.PLANNED)
    case.inspections[0].ministry_result_at = NOW
    with pytest.raises(ActNotOpen, match="再検査（第2号）"):
        take(case, "close_visit", visit=1)


# -- dates: R-340 ----------------------------------------------------------------------------------------------

DAYS = st.one_of(st.none(), st.integers(0, 365))


@pytest.mark.requirement("R-340")
@settings(max_examples=60, deadline=None)
@given(lead=DAYS, result=DAYS, plan=DAYS, recheck=DAYS)
def test_日数の設定があればその日を_なければ日を付けない(
    lead: int | None, result: int | None, plan: int | None, recheck: int | None
) -> None:
    practice = InspectionPractice(
        notice_lead_days=lead, result_notice_days=result, plan_due_days=plan, reinspection_days=recheck
    )
    case, by, today = case_with(S.CLOSED), deed(days=practice), date(2021, 11, 10)

    def after(days: int | None, sign: int = 1) -> date | None:
        return None if days is None else today + sign * timedelta(days=days)

    take(case, "plan_visit", by)
    visit = case.inspections[1]
    case.inspection_members[1].certificate_number = "演習用 第1号"
    for act in ("notify_visit", "record_visit"):
        take(case, act, by)
    take(case, "draft_result", by, plan_wanted=True)
    for act in ("notify_visit_result", "receive_plan", "judge_plan"):
        take(case, act, by)
    dates = (visit.notice_due_on, visit.result_due_on, visit.plan_due_on, visit.recheck_due_on)
    assert dates == (after(lead, -1), after(result), after(plan), after(recheck))
    stage, _ = handbook.find("plan_visit")
    assert stage is not None
    clocks = {c.rule: [o.due for o in c.occurrences(case)] for c in stage.clocks if c.occurrences}
    named = ("visit-notice", "visit-result", "visit-plan", "visit-recheck")
    assert {rule: bool(clocks[rule]) for rule in named} == {
        rule: day is not None for rule, day in zip(named, dates, strict=True)
    }


def test_無通告の立入検査には事前通知の日がない() -> None:
    case = case_with(S.CLOSED)
    practice = InspectionPractice(notice_lead_days=7)
    take(case, "plan_visit", deed(days=practice), unannounced=True, reason="証拠の保全")
    assert case.inspections[1].notice_due_on is None


def test_計画書に書いた期日は設定に優先する() -> None:
    case, given_day = case_with(S.DONE), date(2021, 12, 24)
    practice = deed(days=InspectionPractice(plan_due_days=14))
    take(case, "draft_result", practice, plan_wanted=True, plan_due=given_day)
    take(case, "notify_visit_result", practice)
    assert case.inspections[0].plan_due_on == given_day


# -- who may go: R-119 -----------------------------------------------------------------------------------------

LOST = [InspectorCertificate(number="1", issued_on=date(2021, 4, 1), state=CertificateState.LOST)]
OLD = [
    InspectorCertificate(
        number="1", issued_on=date(2021, 4, 1), valid_to=date(2021, 11, 9), state=CertificateState.IN_USE
    )
]


@pytest.mark.requirement("R-119")
@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"valid_from": date(2021, 11, 11)}, "任命が2021年11月11日から"),
        ({"valid_to": date(2021, 11, 9)}, "任命が2021年11月9日で終わる"),
        ({"ended_on": date(2021, 11, 1), "valid_to": date(2022, 3, 31)}, "任命が2021年11月1日で終わる"),
        ({"certificates": []}, "交付がない"),
        ({"certificates": LOST}, "紛失し、再交付がない"),
        ({"certificates": OLD}, "有効期限が2021年11月9日"),
    ],
    ids=["任命前", "任命後", "解任", "証明書なし", "紛失", "期限切れ"],
)
def test_当日に有効でない者は従事者にできない(facts: dict[str, Any], why: str) -> None:
    by = deed()
    assert isinstance(by.books, Shelf)
    by.books.people = [appointee(**facts)]
    with pytest.raises(InspectorNotValid) as caught:
        take(case_with(S.CLOSED), "plan_visit", by)
    assert why in caught.value.reason


@pytest.mark.requirement("R-119")
@pytest.mark.parametrize("facts", [{"valid_to": date(2021, 11, 10)}, {"valid_from": date(2021, 11, 10)}])
def test_任命の最初の日と最後の日は従事できる(facts: dict[str, Any]) -> None:
    by = deed()
    assert isinstance(by.books, Shelf)
    by.books.people = [appointee(**facts)]
    take(case_with(S.CLOSED), "plan_visit", by)


@pytest.mark.requirement("R-119")
def test_登録のない者や誰も選ばない立入検査は計画できない() -> None:
    with pytest.raises(InspectorNotValid, match="登録がない"):
        take(case_with(S.CLOSED), "plan_visit", inspectors=["事務職員"])
    with pytest.raises(ActNotOpen, match="医療監視員を選んで"):
        take(case_with(S.CLOSED), "plan_visit", inspectors=[], team="医務担当２名")


# -- settled ---------------------------------------------------------------------------------------------------

WAITING = {*readings.OWED}


@pytest.mark.parametrize("state", STORED, ids=str)
def test_誰かの次の一手を待つ検査がある間は段階が終わらない(state: S) -> None:
    case = case_with(state)
    settled = state in (S.RESULT_NOTIFIED, S.REINSPECTION, S.CLOSED, S.REPORTED)
    assert readings.inspection_settled(case) is settled
    assert (state in WAITING) is (not settled and state is not S.CANCELLED)
