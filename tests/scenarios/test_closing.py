"""終結: the gate names what is open; closing ends everything; reopening with reason."""

from __future__ import annotations

import pytest

from cases.errors import ActNotOpen, CaseEnded
from tests.scenarios.office import Case


def test_終わっていない段階があると終結できず_その名を告げる(case: Case) -> None:
    case.confirmed().judged()
    refusal = case.refused("課長", "close_case")
    assert isinstance(refusal, ActNotOpen)
    assert refusal.missing[1:] == [
        "「保守会社連絡」が終わっていません。",
        "「厚労省報告」が終わっていません。",
        "「調査・指導・立入検査」が終わっていません。",
        "「復旧・再発防止」が終わっていません。",
    ]


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
    case.take("担当1", "settle_item", item="もう一つ")
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
    assert "厚生労働省からの照会・依頼に回答していません。" in refusal.missing
