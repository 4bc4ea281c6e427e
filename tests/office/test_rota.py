"""当番と代理: 当番表の空き、呼出順、不在の間の代理への割当てと通知、変更の記録。"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from cases.clock import JST
from cases.errors import CannotStandIn, NoDutyDays, NotFound, NotRetroactive, Refused, WrongRole
from cases.office.rota_facts import DutyDays, StandIn
from cases.records import Letter
from tests.a_case import Case
from tests.house import House

MONDAY = datetime(2021, 11, 1, 9, 0, tzinfo=JST)
DAY = MONDAY.date()


def one_day(**days: int) -> date:
    return DAY + timedelta(**days)


def posts(house: House, name: str) -> dict[str, Letter]:
    """The letters of that name by reader; the newest of each."""
    with house.owner.connect() as connection:
        rows = connection.execute(select(Letter).where(Letter.name == name).order_by(Letter.id))
        return {row.recipient_office: row for row in rows}  # type: ignore[misc]


@pytest.mark.requirement("R-241")
def test_当番表は月ごとに空きを示し_開庁日だけを埋め_記録を残す(house: House) -> None:
    house.clock.set(MONDAY)
    office, nara = house.office("徳島県"), house.office("奈良県")
    one, boss = office["担当1"], office["課長"]
    with house.desk(boss) as desk:
        before = desk.rostering.month(DAY)
        assert len(before) == 30
        assert sum(day.gap for day in before) == 20  # 文化の日と勤労感謝の日は閉庁日
        facts = DutyDays(officer=str(one.id), from_day=one_day(), to_day=one_day(days=7))
        assert desk.rostering.set_duty(facts) == 5
        facts = DutyDays(officer=str(office["担当2"].id), from_day=one_day(days=1), to_day=one_day(days=1))
        assert desk.rostering.set_duty(facts) == 1
        desk.rostering.clear_duty(one_day(days=7))
        after = {day.on.day: day.office for day in desk.rostering.month(DAY) if day.office}
        assert after == {1: "担当1", 2: "担当2", 4: "担当1", 5: "担当1"}
        assert desk.rota().duty == "担当1"
        desk.rostering.set_on_call([str(office["担当2"].id), str(one.id)])
        assert desk.rota().on_call == ("担当2", "担当1")
        said = [line.line for line in desk.rostering.changes()]
    assert said == [
        "閉庁時の呼出順を「担当1 → 課長 → 担当2」から「担当2 → 担当1」にした",
        "2021年11月8日(月)の当番（担当1）を取り消した",
        "2021年11月2日(火)の当番を担当2にした（それまでは担当1）",
        "2021年11月1日(月)から11月8日(月)までの開庁日5日の当番を担当1にした",
    ]
    tried: list[tuple[type[Refused], object, DutyDays]] = [
        (WrongRole, one, DutyDays(officer=str(one.id), from_day=one_day(), to_day=one_day())),
        (NotRetroactive, boss, DutyDays(officer=str(one.id), from_day=one_day(days=-1), to_day=one_day())),
        (NoDutyDays, boss, DutyDays(officer=str(one.id), from_day=one_day(days=5), to_day=one_day(days=6))),
        (NoDutyDays, boss, DutyDays(officer=str(one.id), from_day=one_day(), to_day=one_day(days=900))),
        (NotFound, boss, DutyDays(officer=str(nara["担当1"].id), from_day=one_day(), to_day=one_day())),
    ]
    for error, who, facts in tried:
        with pytest.raises(error), house.desk(who) as desk:  # type: ignore[arg-type]
            desk.rostering.set_duty(facts)
    with house.desk(nara["課長"]) as desk:
        assert not desk.rostering.changes()
        assert not any(day.office for day in desk.rostering.month(DAY))


def stand_in(absent: int, instead: int, since: int = 0, until: int = 2, *, also: bool = True) -> StandIn:
    days = {"from_day": one_day(days=since), "to_day": one_day(days=until)}
    return StandIn(absent=str(absent), stand_in=str(instead), also_absent=also, reason="出張", **days)


@pytest.mark.requirement("R-241")
def test_代理は自分でなく_連鎖も重なりも過ぎた日もない(house: House) -> None:
    house.clock.set(MONDAY)
    office = house.office("徳島県")
    one, two, boss = (office[name] for name in ("担当1", "担当2", "課長"))
    with house.desk(one) as desk:
        first = desk.rostering.name_stand_in(stand_in(one.id, two.id))
    for why, facts in {
        "oneself": stand_in(two.id, two.id, 10, 11),
        "overlap": stand_in(one.id, boss.id, 2, 4),
        "absent": stand_in(boss.id, one.id, 1, 1),
        "standing_in": stand_in(two.id, boss.id, 0, 9),
    }.items():
        with pytest.raises(CannotStandIn) as caught, house.desk(boss) as desk:
            desk.rostering.name_stand_in(facts)
        assert caught.value.why == why
    with pytest.raises(NotRetroactive), house.desk(boss) as desk:
        desk.rostering.name_stand_in(stand_in(boss.id, two.id, -1, 3))
    with pytest.raises(WrongRole), house.desk(one) as desk:
        desk.rostering.name_stand_in(stand_in(boss.id, two.id, 5, 6))
    with pytest.raises(NotFound), house.desk(house.office("奈良県")["課長"]) as desk:
        desk.rostering.end_stand_in(first)
    with house.desk(boss) as desk:
        desk.rostering.name_stand_in(stand_in(one.id, boss.id, 3, 4))
        assert [(line.absent, line.stand_in, line.running) for line in desk.rostering.stand_ins()] == [
            ("担当1", "担当2", True),
            ("担当1", "課長", False),
        ]
        desk.rostering.end_stand_in(first)
        assert [line.stand_in for line in desk.rostering.stand_ins()] == ["課長"]
        assert desk.rostering.changes()[0].line == "担当1の代理（担当2）を終えた"


@pytest.mark.requirement("R-241")
def test_不在の間は代理に割り当て_本人あての通知は代理にも届き_わけを言う(house: House) -> None:
    house.clock.set(MONDAY)
    office = house.office("徳島県")
    one, two, boss = (office[name] for name in ("担当1", "担当2", "課長"))
    house.duty(one, MONDAY)
    case = Case.opened(house, by="担当2")
    assert case.task("judge").holder == "担当1"
    with house.desk(boss) as desk:
        desk.rostering.name_stand_in(stand_in(one.id, two.id))
        desk.rostering.name_stand_in(stand_in(boss.id, one.id, 10, 11))
    case.take("担当2", "confirm_facts")
    case.judged()
    task = case.task("first_report")
    assert (task.holder, task.why_holder) == ("担当2", "案件の担当（担当1）の代理のため")
    case.later(hours=12.2)
    case.take("担当2", "assign_task", task="first_report", to=one.login)
    with house.desk(two) as desk:
        top = desk.desktop()
        assert "first_report" in {task.code for task in top.stood_in_for}
        assert one.id not in {task.holder_id for task in top.office}
    told = posts(house, "task_assigned")
    assert told["担当2"].body.startswith("【対応をお願いします】\n※ 担当1の代理のため、この通知を送ります。\n")
    assert told["担当1"].body.splitlines()[1] == "※ 不在の間、担当2が代理です。"
    assert {letter.state for letter in told.values()} == {"written"}
    case.later(hours=12)
    house.drain()
    exceeded = posts(house, "reminder_exceeded")
    assert {"担当1", "担当2"} <= set(exceeded)
    with house.desk(boss) as desk:
        desk.rostering.end_stand_in(desk.rostering.stand_ins()[0].id)
        desk.rostering.name_stand_in(stand_in(one.id, two.id, 1, 3, also=False))
    case.take("担当2", "assign_task", task="first_report", to=one.login)
    assert posts(house, "task_assigned")["担当1"].state == "on_screen"
    assert posts(house, "task_assigned")["担当2"].state == "written"
