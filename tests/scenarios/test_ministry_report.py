"""厚労省報告: phone first, reports with approval or bypass, receipt, inquiry and answer, final report."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from cases.errors import ActNotOpen, ImpossibleTime
from tests.a_case import Case, jst
from tests.house import House


@pytest.mark.requirement("R-064")
def test_報告の目安は判断からではなく把握から二十四時間である(case: Case) -> None:
    case.later(hours=3)
    case.judged()
    clock = case.clock("authority-ministry-report")
    assert (clock.timing_word, clock.label) == ("事実把握後速やかに", "目安")
    assert clock.due_at == case.sheet.grasped_at + timedelta(hours=24)
    assert case.task("first_report").due_at == clock.due_at


@pytest.mark.requirement("R-053")
def test_医療機関から国への連絡の時計は判断から始まる(case: Case) -> None:
    judged = case.later(hours=3)
    case.judged()
    assert case.clock("facility-ministry-contact").started_at == judged


def test_担当者は報告を求められ_決裁者は知らされる(case: Case) -> None:
    case.judged()
    assert case.read_by("ministry_report_due") == {("担当1", True)}
    assert case.read_by("ministry_report_due_info") == {("課長", False)}


@pytest.mark.requirement("R-066")
def test_第1報の下書きは分からない項目を不明としておく(case: Case) -> None:
    case.judged()
    assert ("復旧状況", "不明・確認中") in case.documents("first_report_draft")[0]


@pytest.mark.requirement("R-066")
def test_空欄のある第1報も送付でき_不明と示される(case: Case) -> None:
    case.judged().reported()
    assert ("復旧状況", "不明・確認中") in case.sheet.reports[0].blocks
    assert case.sheet.ministry_knows == "第1報"


@pytest.mark.requirement("R-054")
def test_電話連絡も最初の連絡として扱う(case: Case) -> None:
    case.judged()
    case.later(hours=1)
    case.take("担当1", "record_phone_contact")
    assert case.clock("authority-ministry-report").state_label == "達成"
    assert case.sheet.ministry_knows == "電話連絡済"
    assert case.task("first_report").state == "未了"


@pytest.mark.requirement("R-054")
def test_判断の前に電話しておけば_報告の時計は始まると同時に達成となる(case: Case) -> None:
    case.take("担当1", "record_phone_contact")
    case.judged()
    assert case.clock("authority-ministry-report").state_label == "達成"


@pytest.mark.requirement("R-053")
def test_医療機関の直接の連絡は_自治体の報告とは別に達成となる(case: Case) -> None:
    case.judged()
    case.take("担当1", "record_facility_contact")
    assert case.clock("facility-ministry-contact").state_label == "達成"
    assert case.clock("authority-ministry-report").state == "running"


def test_二十四時間を過ぎた報告は目安超過後に達成と残る(case: Case) -> None:
    case.judged()
    case.later(hours=25)
    case.reported()
    assert case.clock("authority-ministry-report").state_label == "目安超過後に達成"


@pytest.mark.requirement("R-055")
def test_日曜の報告も受け付けられ_月曜の九時に開くと記される(case: Case) -> None:
    case.judged().reported()
    report = case.sheet.reports[0]
    assert report.outside_hours
    assert report.desk_opens_at == jst(2021, 11, 1, 9)
    assert "受付時間外の送付です" in case.letters("report_sent")[0].body


@pytest.mark.requirement("R-055")
def test_平日の受付時間内なら開庁を待たない(house: House) -> None:
    house.clock.set(jst(2021, 11, 1, 10))
    case = Case.opened(house).judged().reported()
    assert not case.sheet.reports[0].outside_hours
    assert "受付時間内に送付されました" in case.letters("report_sent")[0].body


@pytest.mark.requirement("R-055")
@pytest.mark.parametrize(
    ("sent", "opens"),
    [
        (jst(2021, 11, 5, 18, 1), jst(2021, 11, 8, 9)),
        (jst(2021, 12, 28, 18, 1), jst(2022, 1, 4, 9)),
        (jst(2021, 11, 3, 10), jst(2021, 11, 4, 9)),
    ],
    ids=["金曜の十八時一分", "年末", "祝日"],
)
def test_受付時間外の報告は_次の開庁時まで待つ(house: House, sent: datetime, opens: datetime) -> None:
    house.clock.set(sent)
    case = Case.opened(house, engine=False).judged().reported()
    report = case.sheet.reports[0]
    assert (report.outside_hours, report.desk_opens_at) == (True, opens)


@pytest.mark.requirement("R-052")
def test_宛先はその日の厚生労働省の窓口である(case: Case) -> None:
    case.judged().reported()
    assert case.sheet.reports[0].desk == "厚生労働省医政局研究開発振興課医療技術情報推進室"


@pytest.mark.requirement("R-072")
def test_起案すると決裁者に業務ができ通知が届く(case: Case) -> None:
    case.judged()
    case.take("担当1", "draft_report")
    assert (case.task("approve_report").holder, case.task("approve_report").state) == ("課長", "未了")
    assert case.letters("task_opened")[-1].to == "課長"


@pytest.mark.requirement("R-072")
def test_決裁されると決裁の業務は完了する(case: Case) -> None:
    case.judged()
    case.take("担当1", "draft_report")
    case.take("課長", "approve_report")
    assert case.task("approve_report").state == "完了"
    assert (case.sheet.reports[0].state, case.sheet.reports[0].approved_by) == ("決裁済", "徳島県 課長")


@pytest.mark.requirement("R-072")
def test_決裁前の報告は理由なしには送付できない(case: Case) -> None:
    case.judged()
    case.take("担当1", "draft_report")
    refusal = case.refused("担当1", "send_report")
    assert isinstance(refusal, ActNotOpen)
    assert "先行報告" in refusal.missing[0]


@pytest.mark.requirement("R-072")
def test_緊急の先行報告は理由とともに残る(case: Case) -> None:
    case.judged()
    case.take("担当1", "draft_report")
    case.take("担当1", "send_report", bypass_reason="深夜で決裁者と連絡がつかない")
    assert case.sheet.reports[0].bypass_reason == "深夜で決裁者と連絡がつかない"
    assert case.task("approve_report").state == "完了"


@pytest.mark.requirement("R-072")
def test_決裁を受けた報告に先行報告の理由は残らない(case: Case) -> None:
    case.judged()
    case.record("担当1", "draft_report")
    case.record("課長", "approve_report")
    case.take("担当1", "send_report", bypass_reason="念のため")
    assert case.sheet.reports[0].bypass_reason == ""


def test_差し戻された報告は担当者に知らされ_決裁は取り消される(case: Case) -> None:
    case.judged()
    case.take("担当1", "draft_report")
    case.record("課長", "approve_report")
    case.take("課長", "return_report")
    assert case.read_by("report_returned") == {("担当1", True)}
    assert (case.sheet.reports[0].state, case.sheet.reports[0].approved_by) == ("差戻し", "")
    assert (case.task("approve_report").state, case.task("revise_report").holder) == ("完了", "担当1")


def test_差し戻された報告は書き直すまで送れず_書き直すと決裁の業務が再び割り当てられる(case: Case) -> None:
    case.judged()
    case.take("担当1", "draft_report")
    case.take("課長", "return_report", reason="被害の範囲を補うこと")
    assert ("差戻しの理由", "被害の範囲を補うこと") in case.sheet.reports[0].blocks
    assert isinstance(case.refused("担当1", "send_report"), ActNotOpen)
    case.take("担当1", "draft_report")
    assert (case.task("revise_report").state, case.task("approve_report").state) == ("完了", "未了")


@pytest.mark.requirement("R-068")
def test_送付された報告の受領は国の職員の業務になり_記録すると完了する(case: Case) -> None:
    case.judged()
    case.take("担当1", "draft_report")
    case.record("課長", "approve_report")
    case.take("担当1", "send_report")
    owed = case.task("record_receipt")
    assert (owed.state, owed.role, owed.holder) == ("未了", "厚生労働省担当", "厚生労働省担当")
    assert case.read_by("report_sent") == {("担当", True)}
    case.take("厚生労働省", "record_receipt")
    assert case.task("record_receipt").state == "完了"


@pytest.mark.requirement("R-067")
def test_送付した報告は_窓口の接続からも書き換えられない(case: Case) -> None:
    case.judged()
    case.record("担当1", "draft_report")
    case.record("課長", "approve_report")
    case.record("担当1", "send_report")
    with pytest.raises(IntegrityError, match="immutable"), case.house.owner.begin() as connection:
        connection.execute(text("UPDATE report SET damage = '別の内容'"))


def test_決裁後に書き直すと決裁をもう一度受ける(case: Case) -> None:
    case.judged()
    case.record("担当1", "draft_report")
    case.record("課長", "approve_report")
    case.take("担当1", "draft_report", damage="画像管理システムも使えない")
    assert case.sheet.reports[0].state == "起案中"
    assert case.task("approve_report").state == "未了"


def test_起案がなければ送付も決裁もできない(case: Case) -> None:
    case.judged()
    for who, act in (("担当1", "send_report"), ("課長", "approve_report"), ("課長", "return_report")):
        assert isinstance(case.refused(who, act), ActNotOpen)


@pytest.mark.requirement("R-068")
def test_送付は厚生労働省に通知され_受領が記録されると担当者に返る(case: Case) -> None:
    case.judged().reported()
    assert case.read_by("report_sent") == {("担当", True)}
    case.later(hours=9)
    case.take("厚生労働省", "record_receipt")
    assert case.sheet.reports[0].received_by == "医療情報技術推進室"
    assert case.read_by("report_received") == {("担当1", False)}


@pytest.mark.requirement("R-068")
def test_送付より前の受領は受け付けない(case: Case) -> None:
    case.judged().reported()
    refusal = case.refused("厚生労働省", "record_receipt", received_at=case.now - timedelta(minutes=5))
    assert isinstance(refusal, ImpossibleTime)


@pytest.mark.requirement("R-067")
def test_送付した報告は書き換わらず_次の起案は続報になる(case: Case) -> None:
    case.judged().reported()
    case.take("担当1", "draft_report", kind="first", damage="サーバ３台が暗号化された")
    first, second = case.sheet.reports
    assert (first.kind, first.state, first.blocks[0]) == ("第1報", "送付済", ("被害状況", "電子カルテが使えない"))
    assert (second.kind, second.seq) == ("続報", 2)


@pytest.mark.requirement("R-067")
def test_送付した報告は決裁も差し戻しもできない(case: Case) -> None:
    case.judged().reported()
    assert isinstance(case.refused("課長", "approve_report"), ActNotOpen)
    assert isinstance(case.refused("課長", "return_report"), ActNotOpen)
    assert isinstance(case.refused("担当1", "send_report"), ActNotOpen)


@pytest.mark.requirement("R-068")
def test_受領の通知は_起案中の続報ではなく受領された第1報を告げる(case: Case) -> None:
    case.judged().reported()
    case.take("担当1", "draft_report")
    case.take("厚生労働省", "record_receipt")
    assert "第1報が受領されました" in case.letters("report_received")[0].subject


def test_最初の報告を続報として起案しても第1報になる(case: Case) -> None:
    case.judged()
    case.take("担当1", "draft_report", kind="follow_up")
    assert case.sheet.reports[0].kind == "第1報"


def test_診療が再開すると最終報の業務ができ_送付すると報告は完了する(case: Case) -> None:
    case.judged().reported()
    assert case.state("ministry_report") == "open"
    case.take("担当1", "record_milestone")
    assert case.task("final_report").state == "未了"
    case.reported("final")
    assert case.task("final_report").state == "完了"
    assert case.state("ministry_report") == "done"
    assert case.sheet.ministry_knows == "最終報"


def test_最終報の後は起案できない(case: Case) -> None:
    case.judged().reported().reported("final")
    refusal = case.refused("担当1", "draft_report")
    assert isinstance(refusal, ActNotOpen)
    assert refusal.missing == ["最終報を送付済みです。"]


@pytest.mark.requirement("R-065")
def test_対象外でも任意に報告すると決めれば報告の段階が始まる(case: Case) -> None:
    case.judged(leak="none", care="none")
    assert case.state("ministry_report") == "skipped"
    case.take("担当1", "decide_voluntary_report")
    assert case.state("ministry_report") == "open"
    assert "first_report" in case.open_tasks


def test_把握より前に送付したことにはできない(case: Case) -> None:
    case.judged()
    case.record("担当1", "draft_report")
    case.record("課長", "approve_report")
    refusal = case.refused("担当1", "send_report", sent_at=case.now - timedelta(hours=1))
    assert isinstance(refusal, ImpossibleTime)
