"""立入検査・訪問 at the office: from the plan to the report to the ministry, without notice, jointly, offline."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from cases.casework.inspection import sheet_reading, sheet_writing
from cases.casework.inspection.appointment_facts import PracticeDays
from cases.casework.inspection.views import VisitView
from cases.clock import JST, jst_day
from cases.errors import ActNotOpen, BadFacts, ImpossibleTime, InspectorNotValid, StaleVersion, WrongRole
from cases.vocabulary import FacilityKind, InspectionState
from tests.a_case import Case
from tests.house import House


@pytest.fixture
def inspecting(case: Case) -> Case:
    """立入検査を行うと決裁者が決めた案件."""
    case.judged()
    case.record("課長", "decide_investigation", instrument="on_site_inspection")
    case.house.drain()
    return case


def visits(case: Case, who: str = "担当1") -> tuple[VisitView, ...]:
    """As that officer's screen shows them, newest first."""
    with case.house.desk(case.staff[who]) as desk:
        found: tuple[VisitView, ...] = desk.inspection.visits(case.id)
        return found


def notified(case: Case, **facts: object) -> Case:
    case.record("医療監視員", "plan_visit", **facts)
    case.record("医療監視員", "notify_visit")
    return case


def days(case: Case, **set_to: int) -> None:
    with case.house.desk(case.staff["課長"]) as desk:
        desk.appointments.set_practice(PracticeDays(**set_to))


@pytest.mark.requirement("R-120")
def test_立入検査は計画から国への報告まで一つずつ進む(inspecting: Case) -> None:
    case = inspecting
    days(case, notice_lead_days=0, result_notice_days=30, plan_due_days=14, reinspection_days=90)
    case.take("医療監視員", "plan_visit")
    assert case.clock("visit-notice").state == "running"
    case.take("医療監視員", "notify_visit")
    assert case.clock("visit-notice").state == "met"
    case.take("医療監視員", "record_visit", answers=["C-1 いいえ 2021-12-24 媒体がない", "E-10 いいえ"])
    assert case.task("visit").state == "完了"
    assert case.task("visit_result").due_at == case.clock("visit-result").due_at
    case.take("医療監視員", "draft_result", written=["多要素認証"], oral=["台帳"], plan_wanted=True)
    assert [item.title for item in case.sheet.items] == [
        "確認項目C-1を満たしていない（バックアップの世代と被害の有無が確かめられている）"
    ]
    case.take("医療監視員", "notify_visit_result")
    assert [item.title for item in case.sheet.items][1:] == ["多要素認証", "台帳"]
    assert case.task("improvement_plan").holder == "担当1"
    case.take("担当1", "receive_plan")
    case.take("医療監視員", "judge_plan", accepted=False, reason="期限を補うこと")
    case.later(hours=1)
    case.take("担当1", "receive_plan")
    case.take("医療監視員", "judge_plan")
    assert case.clock("visit-recheck").state == "running"
    case.take("医療監視員", "follow_up_visit")
    case.take("医療監視員", "close_visit")
    case.take("担当1", "record_findings")
    case.take("担当1", "report_investigation_result")
    (visit,) = visits(case)
    assert visit.state is InspectionState.REPORTED
    assert [step.after for step in visit.steps] == [
        "計画",
        "事前通知済",
        "実施済",
        "結果起案中",
        "改善計画の提出待ち",
        "改善計画の確認中",
        "改善計画を差戻し",
        "改善計画の確認中",
        "改善計画を了承",
        "改善状況の確認中",
        "終了",
        "国へ報告済",
    ]
    assert case.state("inspection") == "done"


@pytest.mark.requirement("R-127")
def test_国への報告には_立入検査の根拠と水準ごとの指摘と結果が載る(inspecting: Case) -> None:
    case = notified(inspecting)
    case.record("医療監視員", "record_visit")
    case.record("医療監視員", "draft_result", result="不備がある", written=["多要素認証"], oral=["台帳"])
    case.record("医療監視員", "notify_visit_result")
    case.record("医療監視員", "record_findings")
    case.take("担当1", "report_investigation_result")
    words = dict(case.documents("investigation_result")[0])["立入検査等（第1号）"]
    for part in (
        "医療法第25条及び第26条並びに医療法施行規則第42条",
        "不備がある",
        "文書指摘　多要素認証",
        "口頭指導　台帳",
    ):
        assert part in words


def test_終えた立入検査は_もう一度国に報告するまで段階を終わらせない(inspecting: Case) -> None:
    case = notified(inspecting)
    for act in ("record_visit", "draft_result", "notify_visit_result", "record_findings"):
        case.record("医療監視員", act)
    case.take("担当1", "report_investigation_result")
    assert case.state("inspection") == "done"
    case.take("医療監視員", "close_visit")
    assert case.state("inspection") == "open"
    assert case.task("report_result").state == "未了"
    case.take("担当1", "report_investigation_result")
    assert case.state("inspection") == "done"


@pytest.mark.requirement("R-117")
def test_立入検査の要否は決裁者が決める(case: Case) -> None:
    case.judged()
    refusal = case.refused("担当1", "decide_investigation", instrument="on_site_inspection")
    assert isinstance(refusal, ActNotOpen)
    assert "決裁者" in refusal.missing[0]


@pytest.mark.requirement("R-341")
def test_無通告は_計画した者と別の決裁者が承認するまで始められない(inspecting: Case) -> None:
    case = inspecting
    case.take("医療監視員", "plan_visit", unannounced=True, reason="証拠の保全")
    assert case.task("approve_unannounced").holder == "課長"
    assert isinstance(case.refused("医療監視員", "start_visit"), ActNotOpen)
    assert isinstance(case.refused("医療監視員", "approve_unannounced"), WrongRole)
    case.take("課長", "approve_unannounced")
    case.take("医療監視員", "start_visit")
    assert case.task("approve_unannounced").state == "完了"
    (visit,) = visits(case)
    assert (visit.approver, visit.reason, visit.unannounced) == ("徳島県 課長", "証拠の保全", True)


@pytest.mark.requirement("R-119")
def test_よその組織の医療監視員や任期の切れた者は選べない(inspecting: Case, house: House) -> None:
    house.office("奈良県")
    house.inspector("徳島県", "元監視員", valid_to=date(2021, 3, 31))
    for name in ("元監視員", "奈良県 医療監視員"):
        refusal = inspecting.refused("医療監視員", "plan_visit", inspectors=[name])
        assert isinstance(refusal, InspectorNotValid)


@pytest.mark.requirement("R-121")
def test_当日の記録には身分証明書の番号が要る(inspecting: Case) -> None:
    refusal = notified(inspecting).refused("医療監視員", "record_visit", certificates=[])
    assert isinstance(refusal, BadFacts)
    assert refusal.errors[0][0] == "certificates"


@pytest.mark.requirement("R-121")
def test_従事者のものでない証明書や_確かめた事項のない記録や_逆さの時刻は受け付けない(inspecting: Case) -> None:
    case = notified(inspecting)
    assert isinstance(case.refused("医療監視員", "record_visit", certificates=["国 第9号"]), ActNotOpen)
    assert isinstance(case.refused("医療監視員", "record_visit", checked_items=""), ActNotOpen)
    assert isinstance(case.refused("医療監視員", "record_visit", answers=["Z-9 はい"]), ActNotOpen)
    wrong = case.refused("医療監視員", "record_visit", ended_at=case.now - timedelta(hours=1))
    assert isinstance(wrong, ImpossibleTime)
    assert wrong.field_label == "終了日時"


@pytest.mark.requirement("R-121")
def test_当日の記録に_携帯と提示と立会者と時刻と確認項目と資料が残る(inspecting: Case) -> None:
    case = notified(inspecting)
    case.take(
        "医療監視員",
        "record_visit",
        shown=["演習用 第1号"],
        answers=["A-1 はい"],
        evidence=["構成図"],
    )
    (visit,) = visits(case)
    assert [(m.office, m.carried, m.shown) for m in visit.members] == [("医療監視員", True, True)]
    assert (visit.met_persons, visit.evidence) == ("院長", ("構成図",))
    assert visit.started_at == visit.ended_at == case.now
    assert [(a.item, a.answer) for a in visit.answers] == [("A-1", "はい")]


@pytest.mark.requirement("R-343")
@pytest.mark.parametrize("own_result", [False, True], ids=["結果は一つ", "結果は二つ"])
def test_国との合同の立入検査は_二つの班と一つの訪問で行う(inspecting: Case, own_result: bool) -> None:
    case = inspecting
    case.take("医療監視員", "plan_visit", joint=True)
    assert case.task("name_ministry_team").holder is not None
    case.take("厚生労働省", "name_ministry_team", own_result=own_result)
    assert case.task("name_ministry_team").state == "完了"
    assert case.read_by("ministry_team_named") == {("担当1", False)}
    for act in ("notify_visit", "record_visit", "draft_result", "notify_visit_result"):
        case.record("医療監視員", act)
    (visit,) = visits(case)
    assert [(m.side, m.office) for m in visit.members] == [("自治体", "医療監視員"), ("厚生労働省", "担当")]
    if own_result:
        refusal = case.refused("医療監視員", "close_visit")
        assert isinstance(refusal, ActNotOpen)
        assert "厚生労働省が別に通知する結果" in refusal.missing[0]
        case.take("厚生労働省", "record_ministry_result", findings=["委託先の管理"])
        assert "委託先の管理" in [item.title for item in case.sheet.items]
    else:
        assert isinstance(case.refused("厚生労働省", "record_ministry_result"), ActNotOpen)
    case.take("医療監視員", "close_visit")


@pytest.mark.requirement("R-128")
def test_任意の訪問のどの言葉も医療法に触れない(house: House) -> None:
    case = Case.opened(house, kind=FacilityKind.PHARMACY).judged()
    case.record("課長", "decide_investigation", instrument="voluntary_visit")
    given = {"instrument": "voluntary_visit", "inspectors": [], "team": "医務担当２名"}
    notified(case, **given).record("医療監視員", "record_visit", certificates=["職員証 第12号"])
    (visit,) = visits(case)
    sheet = load_workbook(io.BytesIO(sheet_writing.write(visit, case.sheet.number, 1, "架空薬局")))[sheet_writing.TITLE]
    printed = [str(cell.value or "") for row in sheet.iter_rows() for cell in row] + [visit.basis]
    case.record("医療監視員", "draft_result")
    case.record("医療監視員", "notify_visit_result")
    case.record("医療監視員", "record_findings")
    case.take("担当1", "report_investigation_result")
    printed += [text for line in case.documents("investigation_result")[0] for text in line]
    assert [text for text in printed if "25条" in text or "医療法" in text] == []


@pytest.mark.requirement("R-122")
def test_通信のない場所で記入した票を後から読み込んで記録できる(inspecting: Case) -> None:
    case = notified(inspecting)
    before = case.sheet.version
    (visit,) = visits(case)
    book = load_workbook(io.BytesIO(sheet_writing.write(visit, case.sheet.number, before, "町立病院")))
    page = book[sheet_writing.TITLE]
    rows = {str(page.cell(n, 1).value): n for n in range(sheet_writing.HEAD, page.max_row + 1)}
    now = f"{case.now.astimezone(JST):%Y-%m-%d %H:%M}"
    for key, text in (
        ("開始日時", now),
        ("終了日時", now),
        (sheet_writing.MET, "院長"),
        ("証明書 演習用 第1号", "はい"),
    ):
        page.cell(rows[key], 3).value = text
    page.cell(rows["A-1"], 3).value = "はい"
    out = io.BytesIO()
    book.save(out)
    case.record("担当1", "add_facts")  # somebody wrote to the case meanwhile
    told = sheet_reading.read(out.getvalue(), visit, case.sheet.number)
    with pytest.raises(StaleVersion) as stale, case.house.desk(case.staff["医療監視員"]) as desk:
        desk.take("record_visit", case.id, told.facts, told.version)
    assert [change.label for change in stale.value.changes] == ["事実を追記する"]
    with case.house.desk(case.staff["医療監視員"]) as desk:
        desk.take("record_visit", case.id, told.facts, stale.value.current)
    (visit,) = visits(case)
    assert (visit.state, visit.met_persons) == (InspectionState.DONE, "院長")


@pytest.mark.requirement("R-340")
def test_日数を決めていない自治体では_どの期日も計時もない(inspecting: Case) -> None:
    case = notified(inspecting)
    case.record("医療監視員", "record_visit")
    case.record("医療監視員", "draft_result", plan_wanted=True)
    case.take("医療監視員", "notify_visit_result")
    (visit,) = visits(case)
    assert (visit.notice_due_on, visit.result_due_on, visit.plan_due_on) == (None, None, None)
    assert [c.rule_id for c in case.sheet.clocks if c.rule_id.startswith("visit-")] == []
    assert case.task("improvement_plan").due_at is None


def test_中止した立入検査は_行ったことにならず_計時も終わる(inspecting: Case) -> None:
    case = inspecting
    days(case, notice_lead_days=0)
    case.take("医療監視員", "plan_visit")
    case.take("医療監視員", "call_off_visit")
    assert visits(case)[0].state is InspectionState.CANCELLED
    assert case.clock("visit-notice").state == "cancelled"
    assert case.task("visit").state == "未了"


@pytest.mark.requirement("R-106")
def test_照会は任意で送り_回答と資料を集めて終える(inspecting: Case) -> None:
    case = inspecting
    case.take("担当1", "send_questions", due_on=jst_day(case.now) + timedelta(days=7))
    assert case.clock("facility-answer").state == "running"
    assert case.task("material").holder == "担当1"
    case.take("担当1", "receive_material", files=["接続の一覧"])
    assert case.clock("facility-answer").state == "met"
    case.take("担当1", "settle_demand")
    with case.house.desk(case.staff["担当1"]) as desk:
        (one,) = desk.inspection.demands(case.id)
    assert (one.instrument, one.state, one.files) == ("任意の調査（聴取・照会）", "確認済", ("接続の一覧",))
    assert one.basis == "任意の協力による"
    assert case.task("material").state == "完了"


@pytest.mark.requirement("R-118")
@pytest.mark.parametrize(
    ("instrument", "basis"),
    [("report_order", "医療法第25条第1項"), ("submission_order", "医療法第25条第2項")],
    ids=["報告徴収", "物件提出命令"],
)
def test_報告徴収と提出命令は立入検査と別に命じ_別に終わる(inspecting: Case, instrument: str, basis: str) -> None:
    case = inspecting
    assert isinstance(case.refused("担当1", "issue_order", instrument=instrument), WrongRole)
    case.take("課長", "issue_order", instrument=instrument)
    assert isinstance(case.refused("担当1", "settle_demand"), ActNotOpen)
    case.record("担当1", "receive_material")
    case.take("担当1", "settle_demand")
    with case.house.desk(case.staff["担当1"]) as desk:
        (one,) = desk.inspection.demands(case.id)
    assert (one.basis, one.state) == (basis, "確認済")
    assert visits(case) == ()


def test_答えを待たずに取り下げるときも理由が残る(inspecting: Case) -> None:
    inspecting.record("担当1", "send_questions")
    inspecting.record("担当1", "settle_demand", withdrawn=True, result="別に確かめられたため")
    with inspecting.house.desk(inspecting.staff["担当1"]) as desk:
        (one,) = desk.inspection.demands(inspecting.id)
    assert (one.state, one.result) == ("取下げ", "別に確かめられたため")
