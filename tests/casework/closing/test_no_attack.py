"""サイバー攻撃ではなかったとき: the suspicion ends, or the judgement is taken back."""

from __future__ import annotations

import pytest

from cases.errors import ActNotOpen
from tests.a_case import Case


@pytest.mark.requirement("R-058")
def test_攻撃ではないと確認すれば_残りの段階はすべて対象外になる(case: Case) -> None:
    case.take("担当1", "close_as_not_attack")
    assert case.sheet.ending == "サイバー攻撃ではないと確認"
    assert case.states == {
        "detection": "done",
        "vendor_contact": "skipped",
        "ministry_report": "skipped",
        "inspection": "skipped",
        "remediation": "skipped",
        "closing": "skipped",
    }


@pytest.mark.requirement("R-058")
def test_攻撃ではないとき_業務は取りやめ_時計も止まり_国には何も届かない(case: Case) -> None:
    case.take("担当1", "close_as_not_attack")
    assert case.open_tasks == set()
    assert case.task("vendor_contact").state == "取りやめ"
    assert {c.state_label for c in case.sheet.clocks} == {"取りやめ"}
    assert case.sheet.next_due is None
    assert [letter for letter in case.letters() if letter.to == "担当"] == []


@pytest.mark.requirement("R-058")
def test_攻撃ではないと終えたことは_案件の担当に知らせる(case: Case) -> None:
    case.take("担当2", "close_as_not_attack")
    letter = case.letters("case_closed")[-1]
    assert (letter.to, letter.must_act) == ("担当1", False)
    assert "無停電電源装置の故障" in letter.body


@pytest.mark.requirement("R-058")
def test_攻撃によると判断した案件は_攻撃ではないとして終えられない(case: Case) -> None:
    case.judged()
    refusal = case.refused("担当1", "close_as_not_attack")
    assert isinstance(refusal, ActNotOpen)
    assert refusal.missing == ["サイバー攻撃によると判断されています。先に判断をし直してください。"]


def test_攻撃ではないと判断し直せば_進行中の段階は対象外になる(case: Case) -> None:
    case.confirmed().judged()
    case.later(hours=1)
    case.judged(attack="no")
    assert case.state("inspection") == "skipped"
    assert case.state("remediation") == "skipped"
    assert case.stage("vendor_contact").reason == "サイバー攻撃ではないと確認したため"
    assert not {"first_report", "decide_investigation", "follow_recovery"} & case.open_tasks


def test_攻撃ではないとした判断を改めると_止めた時計がもとの目安で動き出す(case: Case) -> None:
    due = case.clock("vendor-contact").due_at
    case.judged(attack="no")
    assert case.clock("vendor-contact").state_label == "取りやめ"
    case.later(minutes=10)
    case.judged()
    assert (case.clock("vendor-contact").state_label, case.clock("vendor-contact").due_at) == ("進行中", due)
    assert "vendor_contact" in case.open_tasks
