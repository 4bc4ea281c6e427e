"""終結: the gate names what is open; closing ends everything; reopening with reason."""

from __future__ import annotations

import pytest

from cases.errors import ActNotOpen, CaseEnded
from tests.a_case import Case


def test_残っているものがあると終結できず_一つずつ名を告げ道を示す(case: Case) -> None:
    case.confirmed().judged().record("担当1", "record_measure")
    refusal = case.refused("課長", "close_case")
    assert isinstance(refusal, ActNotOpen)
    said = refusal.missing
    for label in ("保守会社連絡", "厚労省報告", "調査・指導・立入検査", "復旧・再発防止"):
        assert f"「{label}」が終わっていません。" in said
    assert "業務「調査・指導の要否を決める」が残っています。" in said
    assert "項目「外部接続点の認証を強める」（対応中）の確認が済んでいません。" in said
    assert "最終報を送付していません。" in said
    assert "警察への通報・届出の状況が分かっていません。" in said
    assert "医療セプターとの共有の同意が確かめられていません。" in said
    assert "「情報共有の同意を記録する」で、医療機関等の答えを記録します。" in said


def test_終結の前に確かめることが_案件の画面に並ぶ(case: Case) -> None:
    case.settled()
    assert [line.label for line in case.sheet.gate if not line.met] == []
    case.record("担当1", "record_measure", title="もう一つの対策")
    (line,) = [line for line in case.sheet.gate if line.label == "是正・再発防止の項目がすべて済んでいる"]
    assert line.open == ("項目「もう一つの対策」（対応中）の確認が済んでいません。",)


def test_ほかがすべて済むと_通報と同意の確認が担当の業務になる(case: Case) -> None:
    case.vendor_called().record("担当1", "confirm_facts")
    case.judged()
    case.record("課長", "decide_investigation", needed=False, instrument=None, reason="病院の調査で足りる")
    case.record("担当1", "record_measure")
    case.record("担当1", "verify_item")
    case.record("担当1", "record_milestone")
    case.reported().reported("final")
    assert case.open_tasks >= {"external_notices", "consent", "close_case"}
    refusal = case.refused("課長", "close_case")
    assert isinstance(refusal, ActNotOpen)
    case.answered_for_closing().house.drain()
    assert not {"external_notices", "consent"} & case.open_tasks
    case.take("課長", "close_case")
    assert case.sheet.ending == "終結"


def test_最終報を送らないときは_理由を残して終結する(case: Case) -> None:
    case.vendor_called().record("担当1", "confirm_facts")
    case.judged()
    case.record("課長", "decide_investigation", needed=False, instrument=None, reason="病院の調査で足りる")
    case.record("担当1", "record_measure")
    case.record("担当1", "verify_item")
    case.record("担当1", "record_milestone")
    case.answered_for_closing().reported()
    refusal = case.refused("課長", "close_case")
    assert isinstance(refusal, ActNotOpen)
    assert "最終報を送付していません。" in refusal.missing
    case.take("課長", "waive_final_report")
    assert case.state("ministry_report") == "done"
    assert case.task("final_report").state == "完了"
    case.take("課長", "close_case")
    assert "続報で足りると国と確かめた" in {line.facts.get("reason") for line in case.sheet.history}


def test_すべて済むと終結の段階が始まり決裁者に通知する(case: Case) -> None:
    case.settled()
    assert case.state("closing") == "open"
    assert case.read_by("closing_due") == {("課長", True)}
    assert case.task("close_case").holder == "課長"


def test_終結すると担当者に知らせ_業務も時計も残らない(case: Case) -> None:
    case.settled().take("課長", "close_case")
    sheet = case.sheet
    assert (sheet.ending, sheet.ending_reason) == ("終結", "すべて済んだ")
    assert case.state("closing") == "done"
    assert case.open_tasks == set()
    assert [c.rule_id for c in sheet.clocks if c.state == "running"] == []
    assert case.read_by("case_closed") == {("担当1", False)}


def test_終結した案件は一覧の終結の側に移る(case: Case) -> None:
    case.settled().take("課長", "close_case")
    with case.house.desk(case.staff["担当1"]) as desk:
        assert [row.id for row in desk.worklist().rows] == []
        assert [row.id for row in desk.worklist(closed=True).rows] == [case.id]


def test_終結した案件には書き込めない(case: Case) -> None:
    case.settled().take("課長", "close_case")
    refusal = case.refused("担当1", "record_measure")
    assert isinstance(refusal, CaseEnded)
    assert refusal.ending == "終結"


@pytest.mark.requirement("R-068")
def test_終結した後でも国は受領を記録できる(case: Case) -> None:
    case.settled().take("課長", "close_case")
    case.take("厚生労働省", "record_receipt")
    assert case.sheet.reports[0].state == "受領済"
    assert case.state("closing") == "done"


def test_終結の前に新たな事項が生じると_終結の段階は戻る(case: Case) -> None:
    case.settled()
    case.take("担当1", "record_measure", title="もう一つの対策")
    assert case.states["closing"] == "waiting"
    assert case.task("close_case").state == "取りやめ"
    case.take("担当1", "verify_item", items=["もう一つ"])
    assert case.states["closing"] == "open"
    assert case.task("close_case").state == "未了"


def test_終結した案件は理由を残して再開できる(case: Case) -> None:
    case.settled().take("課長", "close_case")
    case.take("課長", "reopen_case")
    assert case.sheet.closed_at is None
    assert case.state("closing") == "open"
    case.take("担当1", "record_measure", title="新たな対策")
    assert (case.state("remediation"), case.state("closing")) == ("open", "waiting")
    assert "新たな被害が分かった" in {line.facts.get("reason") for line in case.sheet.history}


def test_終結していない案件は再開できない(case: Case) -> None:
    refusal = case.refused("課長", "reopen_case")
    assert isinstance(refusal, ActNotOpen)
    assert refusal.missing == ["案件は終結していません。"]


@pytest.mark.requirement("R-058")
def test_攻撃ではないとして終えた案件を再開し判断し直すと_すべての段階が動き出す(case: Case) -> None:
    case.take("担当1", "close_as_not_attack")
    case.later(hours=1)
    case.take("課長", "reopen_case")
    assert case.state("detection") == "open"
    case.judged()
    assert [case.state(s) for s in ("vendor_contact", "ministry_report", "inspection", "remediation")] == ["open"] * 4
    assert case.clock("vendor-contact").state == "running"
    assert case.task("vendor_contact").state == "未了"


def test_再開の後の終結もできる(case: Case) -> None:
    case.settled().take("課長", "close_case")
    case.take("課長", "reopen_case")
    case.take("課長", "close_case", summary="再度の確認を終えた")
    assert case.sheet.ending_reason == "再度の確認を終えた"


@pytest.mark.requirement("R-058")
def test_攻撃ではないとして終えた案件を再開すると_四つの判断を改めて求める(case: Case) -> None:
    case.judged(attack="unknown").take("担当1", "close_as_not_attack")
    case.later(hours=1)
    case.take("課長", "reopen_case")
    assert (case.sheet.result, case.sheet.judged_at) == ("判断待ち", None)
    assert {"judge", "vendor_contact"} <= case.open_tasks
    assert case.state("vendor_contact") == "open"


@pytest.mark.requirement("R-069")
def test_照会に答えないうちは終結できない(case: Case) -> None:
    case.settled().take("厚生労働省", "ask_inquiry")
    refusal = case.refused("課長", "close_case")
    assert isinstance(refusal, ActNotOpen)
    assert "厚生労働省からの第1号（照会）に回答していません。" in refusal.missing
