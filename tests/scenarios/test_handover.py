"""引継ぎ: the case and its tasks change hands."""

from __future__ import annotations

import pytest

from cases.errors import WrongRole
from tests.scenarios.office import Case


@pytest.mark.requirement("R-241")
def test_案件の担当を引き継ぐと_新しい担当者に知らせる(case: Case) -> None:
    case.take("担当1", "assign_lead", to=case.staff["担当2"].login, note="朝の当番に引き継ぐ")
    assert case.sheet.lead == "担当2"
    assert case.read_by("lead_assigned") == {("担当2", True)}
    assert case.letters("task_assigned") == []


@pytest.mark.requirement("R-241")
def test_引き継いだ後の業務は新しい担当者のものになる(case: Case) -> None:
    case.take("担当1", "assign_lead", to=case.staff["担当2"].login)
    case.judged()
    assert case.task("first_report").holder == "担当2"
    assert case.task("judge").holder == "担当1"


@pytest.mark.requirement("R-241")
def test_夜の業務を朝の職員に引き継げる(case: Case) -> None:
    case.later(hours=8)
    for code in ("confirm_facts", "judge"):
        case.take("担当1", "assign_task", task=code, to=case.staff["担当2"].login, note="未確認")
    assert {case.task(code).holder for code in ("confirm_facts", "judge")} == {"担当2"}
    assert case.task("vendor_contact").holder == "担当1"


@pytest.mark.requirement("R-241")
def test_引継ぎは経過に残る(case: Case) -> None:
    case.record("担当1", "assign_lead", note="朝の当番に引き継ぐ")
    line = case.sheet.history[0]
    assert (line.name, line.facts["note"]) == ("lead_assigned", "朝の当番に引き継ぐ")


def test_医療監視員は案件の担当を決められない(case: Case) -> None:
    assert isinstance(case.refused("医療監視員", "assign_lead"), WrongRole)
