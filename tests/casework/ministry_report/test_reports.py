"""報告の変更点と、送付した後の補足・訂正・取下げ."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cases.errors import ActNotOpen
from cases.vocabulary import ReportState
from tests.a_case import Case


def drafted(case: Case, kind: str, **blocks: str) -> None:
    case.record("担当1", "draft_report", kind=kind, **blocks)
    case.record("課長", "approve_report")
    case.take("担当1", "send_report")


@pytest.mark.requirement("R-067")
def test_報告には番号が付き_前の報告からの変更点が項目ごとに示される(case: Case) -> None:
    case.judged()
    case.record("担当1", "record_incident_facts", servers=3, ransom_paid="確認中")
    drafted(case, "first", damage="電子カルテが使えない", response="切り離した")
    case.record("担当1", "record_incident_facts", servers=5, malware_name="架空")
    drafted(case, "follow_up", damage="電子カルテと画像が使えない")
    drafted(case, "final", damage="電子カルテと画像が使えない")
    first, second, last = case.sheet.reports
    assert [r.title for r in (first, second, last)] == ["第1報", "第2報（続報）", "第3報（最終報）"]
    assert (first.differences, second.compared_with) == ((), "第1報")
    found = {d.title: (d.mark, d.before, d.after) for d in second.differences}
    assert found["被害台数（サーバ）"] == ("変更", "3台", "5台")
    assert found["マルウェア名"] == ("追加", "", "架空")
    assert found["被害状況"] == ("変更", "電子カルテが使えない", "電子カルテと画像が使えない")
    assert found["対応状況"] == ("記載なし", "切り離した", "")
    assert "身代金の支払" not in found
    assert last.differences == ()
    filed = dict(case.documents("ministry_report")[1])
    assert filed["報告日"] == "令和３年（2021年）10月31日　令和３年度"
    assert "【変更】被害台数（サーバ）　3台 → 5台" in filed["第1報からの変更点"]


@pytest.mark.requirement("R-067")
def test_送付した後に項目が変わっても_送付した報告の項目は変わらない(case: Case) -> None:
    case.judged()
    case.record("担当1", "record_incident_facts", servers=3)
    case.reported()
    case.record("担当1", "record_incident_facts", servers=5)
    assert ("被害台数（サーバ）", "3台") in case.sheet.reports[0].fields
    with pytest.raises(DBAPIError, match="immutable"), case.house.owner.begin() as connection:
        connection.execute(text("UPDATE report SET contents = '{}'"))


@pytest.mark.parametrize(
    ("act", "kind"), [("supplement_report", "補足"), ("correct_report", "訂正"), ("withdraw_report", "取下げ")]
)
def test_補足と訂正と取下げは理由とともに別に残り_国に知らされる(case: Case, act: str, kind: str) -> None:
    case.judged().reported()
    before = case.sheet.reports[0].blocks
    case.take("課長", act)
    report = case.sheet.reports[0]
    assert (report.blocks, report.state) == (before, ReportState.SENT.label)
    assert report.amendments[0].title == f"第1報の{kind}"
    assert "理由" in dict(report.amendments[0].rows)
    assert case.read_by("report_amended") == {("担当", False)}
    assert kind in case.letters("report_amended")[0].subject


def test_取り下げると報告の業務に戻り_国の把握も戻る(case: Case) -> None:
    case.judged().reported()
    case.take("課長", "withdraw_report")
    assert case.sheet.reports[0].withdrawn
    assert (case.sheet.ministry_knows, "first_report" in case.open_tasks) == ("未", True)
    case.reported()
    assert [r.title for r in case.sheet.reports] == ["第1報", "第2報"] or case.sheet.reports[1].title.startswith(
        "第2報"
    )
    assert case.sheet.ministry_knows == "第1報"


def test_最終報を取り下げると再び起案できる(case: Case) -> None:
    case.judged().reported().reported("final")
    assert isinstance(case.refused("担当1", "draft_report"), ActNotOpen)
    case.take("課長", "withdraw_report", report=2)
    assert case.sheet.ministry_knows == "第1報"
    case.reported("final")
    assert case.sheet.ministry_knows == "最終報"


def test_送付していない報告や取り下げた報告は_訂正できない(case: Case) -> None:
    case.judged().reported()
    assert isinstance(case.refused("担当1", "correct_report", report=2), ActNotOpen)
    case.take("課長", "withdraw_report")
    assert isinstance(case.refused("課長", "withdraw_report"), ActNotOpen)
    assert isinstance(case.refused("担当1", "supplement_report"), ActNotOpen)


@pytest.mark.requirement("R-072")
def test_決裁済みの報告は_送付する業務になる(case: Case) -> None:
    case.judged()
    case.record("担当1", "draft_report")
    case.take("課長", "approve_report")
    assert (case.task("send_report").holder, case.task("send_report").state) == ("担当1", "未了")
    case.take("担当1", "send_report")
    assert case.task("send_report").state == "完了"


@pytest.mark.requirement("R-245")
def test_前の窓口や電話番号あての連絡と報告は_受け付けて当日の窓口に回付する(case: Case) -> None:
    case.house.clock.set(case.now.replace(year=2023))
    case.judged()
    case.take("担当1", "record_phone_contact", addressed_to="０３（３５９５）２４３０")
    rows = dict(case.sheet.ministry_contacts[0].rows)
    assert rows["窓口"] == "厚生労働省医政局特定医薬品開発支援・医療情報担当参事官室"
    assert "03" in rows["回付"] or "０３" in rows["回付"]
    case.record("担当1", "draft_report")
    case.record("課長", "approve_report")
    case.take("担当1", "send_report", addressed_to="医政局研究開発振興課医療技術情報推進室")
    report = case.sheet.reports[0]
    assert report.desk in report.rerouted
    assert "回付しました" in report.rerouted


@pytest.mark.requirement("R-245")
def test_当日の窓口あてなら回付されない(case: Case) -> None:
    case.judged()
    case.take("担当1", "record_phone_contact", addressed_to="03-3595-2430")
    assert "回付" not in dict(case.sheet.ministry_contacts[0].rows)
