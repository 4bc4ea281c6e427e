"""業務: taking, assigning, finishing; who is told."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from cases.errors import ActNotOpen, CannotAssign, NotFound, TaskNotOpen
from cases.system import CaseTurn
from flows import detection
from flows.steps.programme import Step
from tests.a_case import Case
from tests.house import House


def test_同僚の業務を引き受けると自分の担当になる(case: Case) -> None:
    case.take("担当2", "take_task", task="judge")
    assert (case.task("judge").holder, case.task("judge").why_holder) == ("担当2", "本人が引き受けた")


@pytest.mark.parametrize("who", ["課長", "医療監視員"])
def test_役割の違う業務は引き受けられない(case: Case, who: str) -> None:
    refusal = case.refused(who, "take_task", task="judge")
    assert isinstance(refusal, CannotAssign)
    assert refusal.role == "担当職員"


def test_割り当てると申し送りとともに通知が届く(case: Case) -> None:
    case.take("課長", "assign_task", task="judge", to=case.staff["担当2"].login, note="漏洩の有無を先に")
    assert (case.task("judge").holder, case.task("judge").note) == ("担当2", "漏洩の有無を先に")
    assert case.read_by("task_assigned") == {("担当2", True)}


def test_割り当ては利用者番号でも業務番号でもできる(case: Case) -> None:
    case.take("課長", "assign_task", task=str(case.task("judge").id), to=str(case.staff["担当2"].id))
    assert case.task("judge").holder == "担当2"


def test_割り当ての通知は_その業務の職員にだけ届く(case: Case) -> None:
    case.take("課長", "assign_task", task="judge", to=case.staff["担当2"].login)
    case.take("課長", "assign_task", task="confirm_facts", to=case.staff["担当1"].login)
    letters = case.letters("task_assigned")
    assert [letter.to for letter in letters] == ["担当2", "担当1"]
    assert "四つの判断" not in letters[1].body


def test_役割のない職員には割り当てられない(case: Case) -> None:
    refusal = case.refused("課長", "assign_task", task="judge", to=case.staff["医療監視員"].login)
    assert isinstance(refusal, CannotAssign)


@pytest.mark.parametrize("to", ["いない職員", "999999", "99999999999999999999999", "²"])
def test_いない職員には割り当てられない(case: Case, to: str) -> None:
    assert isinstance(case.refused("課長", "assign_task", to=to), NotFound)


def test_ほかの自治体の職員には割り当てられない(case: Case) -> None:
    other = case.house.office("奈良県")["担当1"]
    assert isinstance(case.refused("課長", "assign_task", to=other.login), NotFound)
    assert isinstance(case.refused("課長", "assign_lead", to=str(other.id)), NotFound)


def test_退いた職員には割り当てられない(case: Case) -> None:
    with case.house.owner.begin() as connection:
        connection.execute(text("UPDATE officer SET active = false WHERE login = '360007-1'"))
    assert isinstance(case.refused("課長", "assign_task"), NotFound)


def test_ない業務と終わった業務は引き受けられない(case: Case) -> None:
    assert isinstance(case.refused("担当2", "take_task", task="ない業務"), NotFound)
    case.judged()
    refusal = case.refused("担当2", "take_task", task="judge")
    assert isinstance(refusal, TaskNotOpen)
    assert refusal.state == "完了"


def test_記録で終わる業務は手で済みにできない(case: Case) -> None:
    assert isinstance(case.refused("担当1", "finish_task", task="judge"), ActNotOpen)


def test_役割の職員がいなければ_担当の決まらない業務として残る(house: House) -> None:
    case = Case.opened(house)
    with house.owner.begin() as connection:
        connection.execute(text("UPDATE officer SET active = false WHERE office = '医療監視員'"))
    case.judged()
    case.take("課長", "decide_investigation")
    assert case.task("investigate").holder == ""
    assert case.task("investigate").why_holder == "医療監視員が登録されていないため、担当が決まっていません"
    with house.desk(case.staff["課長"]) as desk:
        assert [task.code for task in desk.desktop().unassigned] == ["investigate"]
    letter = case.letters("task_opened")[-1]
    assert letter.to == "課長"
    assert "調査し、結果を四つの区分で記録する" in letter.body


def test_私の業務には自分の業務が期限の順に並ぶ(case: Case) -> None:
    with case.house.desk(case.staff["担当1"]) as desk:
        top = desk.desktop()
    assert top.mine[0].code == "vendor_contact"
    assert len(top.mine) == 4
    case.later(hours=1)
    with case.house.desk(case.staff["担当1"]) as desk:
        assert desk.desktop().overdue == 1


class TestFailedWork:
    """自動処理ができない案件は、決裁者の業務になる."""

    @pytest.fixture
    def broken(self, case: Case, monkeypatch: pytest.MonkeyPatch) -> Case:
        def fail(visit: CaseTurn) -> None:
            raise ValueError("壊れた案件")

        with monkeypatch.context() as patch:
            patch.setattr(detection, "STEPS", (Step("壊れた段", fail), *detection.STEPS))
            case.take("担当1", "confirm_facts")
        return case

    def test_決裁者に業務と通知が届く(self, broken: Case) -> None:
        assert broken.task("engine_failed_detection").holder == "課長"
        assert broken.read_by("work_failed") == {("課長", True)}

    def test_経過に残り_操作の記録は失われない(self, broken: Case) -> None:
        names = [line.name for line in broken.sheet.history]
        assert names[0] == "work_failed"
        assert "facts_confirmed" in names

    def test_決裁者が済みにできる(self, broken: Case) -> None:
        broken.take("課長", "finish_task")
        assert broken.task("engine_failed_detection").state == "完了"

    def test_案件が終わった後でも済みにできる(self, broken: Case) -> None:
        broken.take("担当1", "close_as_not_attack")
        broken.take("課長", "finish_task")
        assert broken.open_tasks == set()

    def test_次の操作からは自動処理が続く(self, broken: Case) -> None:
        broken.judged()
        assert broken.state("detection") == "done"
