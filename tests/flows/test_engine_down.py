"""自動処理が止まっているとき: the counter stays open, and the work catches up; done twice it has no double effect."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import text

from tests.a_case import Case, rows
from tests.house import House


def engine_again(case: Case) -> None:
    """Every piece of work as if it had never been marked done: the engine died just before that."""
    with case.house.owner.begin() as connection:
        connection.execute(text("UPDATE pending_work SET done_at = NULL, claimed_by = NULL"))
    case.house.drain()


def test_止まっていても受け付けと判断と連絡ができる(house: House) -> None:
    case = Case.opened(house, engine=False)
    case.vendor_called().record("担当1", "judge")
    case.record("課長", "decide_investigation")
    assert case.state("inspection") == "waiting"
    assert case.act("担当1", "draft_report").open


@pytest.mark.requirement("R-046")
def test_止まっている間の連絡でも時計は始まり_達成となる(house: House) -> None:
    case = Case.opened(house, engine=False)
    case.later(minutes=10)
    case.vendor_called()
    case.later(hours=5)
    house.drain()
    assert case.state("vendor_contact") == "done"
    assert case.clock("vendor-contact").state_label == "達成"
    assert case.tasks("vendor_contact") == []


@pytest.mark.requirement("R-064")
def test_止まっている間にすべて済ませても_段階と時計は正しくなる(house: House) -> None:
    case = Case.opened(house, engine=False)
    case.record("担当1", "confirm_facts")
    case.vendor_called().record("担当1", "judge")
    case.later(hours=25)
    case.record("担当1", "draft_report")
    case.record("課長", "approve_report")
    case.record("担当1", "send_report")
    house.drain()
    assert (case.state("detection"), case.state("vendor_contact"), case.state("ministry_report")) == (
        "done",
        "done",
        "open",
    )
    assert case.clock("authority-ministry-report").state_label == "目安超過後に達成"
    assert case.read_by("report_sent") == {("担当", True)}
    assert "first_report" not in {task.code for task in case.sheet.tasks}


@pytest.mark.requirement("R-049")
def test_止まっている間に保留が解けても_再確認の時計は残る(house: House) -> None:
    case = Case.opened(house, engine=False)
    case.record("担当1", "judge", care="unknown")
    case.later(hours=3)
    case.record("担当1", "judge")
    house.drain()
    assert case.clock("judgement-recheck").state_label == "目安超過後に達成"
    assert case.tasks("judge_again") == []


def test_止まっている間に攻撃ではないと分かれば_業務も時計も生まれない(house: House) -> None:
    case = Case.opened(house, engine=False)
    case.record("担当1", "close_as_not_attack")
    house.drain()
    assert case.open_tasks == set()
    assert case.states["vendor_contact"] == "skipped"


def test_受付の自動処理を二度行っても二重にならない(case: Case) -> None:
    before = rows(case.house)
    engine_again(case)
    assert rows(case.house) - before == Counter()
    assert rows(case.house) == before


def test_すべての段階の自動処理を二度行っても_業務も時計も増えない(case: Case) -> None:
    case.settled()
    before = rows(case.house)
    states, tasks = case.states, [(t.code, t.state) for t in case.sheet.tasks]
    with case.house.owner.begin() as connection:
        connection.execute(
            text("UPDATE pending_work SET done_at = NULL, claimed_by = NULL WHERE why IN ('enter', 'owed', 'judge')")
        )
    case.house.drain()
    assert rows(case.house) == before
    assert (case.states, [(t.code, t.state) for t in case.sheet.tasks]) == (states, tasks)
