"""引継ぎ: the case and its tasks change hands."""

from __future__ import annotations

import pytest

from cases.errors import ActNotOpen, NotFound, WrongRole
from cases.office.views import HandoverView
from cases.store.officers import SignedIn
from tests.a_case import Case
from tests.house import House


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


# -- 引継簿 ---------------------------------------------------------------------------------------------------------


def book(house: House, who: SignedIn) -> tuple[HandoverView, ...]:
    with house.desk(who) as desk:
        notes: tuple[HandoverView, ...] = desk.handovers()
        return notes


def leave(house: House, who: SignedIn, body: str, shift: str = "") -> int:
    with house.desk(who) as desk:
        return int(desk.write_handover(body, shift))


@pytest.mark.requirement("R-241")
def test_引継簿に残すと次の勤務の職員に見え_確認した者と日時が残る(house: House) -> None:
    staff = house.office("徳島県")
    note = leave(house, staff["担当1"], "半田病院から9時に電話がある", "夜間から日勤へ")
    (waiting,) = book(house, staff["担当2"])
    assert (waiting.body, waiting.shift, waiting.mine, waiting.acknowledged_at) == (
        "半田病院から9時に電話がある",
        "夜間から日勤へ",
        False,
        None,
    )
    house.later(hours=8)
    with house.desk(staff["担当2"]) as desk:
        desk.acknowledge_handover(note)
    (read,) = book(house, staff["担当1"])
    assert (read.acknowledged_by, read.acknowledged_at) == ("徳島県 担当2", house.clock.now())


def test_自分の引継ぎは自分では確認できず_二度は確認できない(house: House) -> None:
    staff = house.office("徳島県")
    note = leave(house, staff["担当1"], "電話を待つ")
    with pytest.raises(ActNotOpen), house.desk(staff["担当1"]) as desk:
        desk.acknowledge_handover(note)
    with house.desk(staff["課長"]) as desk:
        desk.acknowledge_handover(note)
    with pytest.raises(ActNotOpen) as caught, house.desk(staff["担当2"]) as desk:
        desk.acknowledge_handover(note)
    assert "徳島県 課長がすでに確認しています。" in caught.value.missing


@pytest.mark.parametrize("body", ["", " ", "\u3000", "\x00", "あ" * 2001])
def test_空の引継ぎと長すぎる引継ぎは残せない(house: House, body: str) -> None:
    with pytest.raises(ActNotOpen):
        leave(house, house.office("徳島県")["担当1"], body)
    assert book(house, house.office("徳島県")["担当1"]) == ()


def test_よその自治体と国の引継簿は見えない(house: House) -> None:
    ours, theirs, state = (house.office(name) for name in ("徳島県", "奈良県", "厚生労働省"))
    note = leave(house, ours["担当1"], "県の引継ぎ")
    leave(house, state["担当"], "国の引継ぎ")
    assert book(house, theirs["担当1"]) == ()
    assert [n.body for n in book(house, state["担当"])] == ["国の引継ぎ"]
    for stranger in (theirs["担当1"], state["担当"]):
        with pytest.raises(NotFound), house.desk(stranger) as desk:
            desk.acknowledge_handover(note)


def test_確認していないものが先に並ぶ(house: House) -> None:
    staff = house.office("徳島県")
    first, second, third = (leave(house, staff["担当1"], f"引継ぎ{n}") for n in (1, 2, 3))
    with house.desk(staff["担当2"]) as desk:
        desk.acknowledge_handover(third)
    assert [n.id for n in book(house, staff["課長"])] == [second, first, third]
