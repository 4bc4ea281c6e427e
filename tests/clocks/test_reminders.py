"""目安の通知: said once, whatever was down in the hour; to whom the ladder names; never after it is needless."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import insert, select

from cases.calendars import Calendar
from cases.clock import JST
from cases.clocks import sweep
from cases.clocks.pausing import due_after, why_not
from cases.clocks.views import ClockView
from cases.errors import ActNotOpen, NotFound, WrongRole
from cases.records import Letter, ReminderLine, RunningClock, Task
from cases.store.officers import SignedIn
from cases.vocabulary import ClockState
from flows.engine.drain import drain
from tests.house import House

REPORT = "authority-ministry-report"
"""24時間の目安。通知は12時間前、2時間前、その時、12時間後。"""
MONDAY = datetime(2021, 11, 1, 9, 0, tzinfo=JST)


def reportable(house: House, start: datetime = MONDAY) -> tuple[dict[str, SignedIn], int]:
    """A case that is to be reported, grasped on Monday at nine; the vendor has been called, nothing is late."""
    house.clock.set(start)
    office = house.office("徳島県")
    house.office("厚生労働省")
    facility = house.facility(name=f"架空病院{house.clock.now().timestamp():.0f}-{_next()}")
    case = house.suspicion(office["担当1"], str(facility), detected_at=start, grasped_at=start)
    house.take(office["担当1"], "record_vendor_contact", case, contacted_at=start, company="架空システム株式会社")
    house.judge(office["担当1"], case, judged_at=start)
    house.drain()
    return office, case


_numbers = iter(range(1_000_000))


def _next() -> int:
    return next(_numbers)


def said(house: House, case: int, rule_id: str = REPORT) -> list[ReminderLine]:
    with house.owner.connect() as connection:
        query = (
            select(ReminderLine)
            .join(RunningClock, RunningClock.id == ReminderLine.clock_id)
            .where(ReminderLine.case_id == case, RunningClock.rule_id == rule_id)
            .order_by(ReminderLine.id)
        )
        return [row for row in connection.execute(query)]  # type: ignore[misc]


def letters(house: House, case: int, rule_id: str = REPORT) -> list[Letter]:
    """The letters that the case's clock of that rule has written."""
    with house.owner.connect() as connection:
        mine = select(RunningClock.id).where(RunningClock.case_id == case, RunningClock.rule_id == rule_id)
        clock = connection.scalars(mine).one()
        query = select(Letter).where(Letter.key.like(f"{case}:clock:{clock}:%")).order_by(Letter.id)
        return [row for row in connection.execute(query)]  # type: ignore[misc]


def at(house: House, hours: float) -> None:
    """The engine runs so many hours after nine on Monday."""
    house.clock.set(MONDAY + timedelta(hours=hours))
    house.drain()


class Test一つの目安:
    """そのとき（24時間）の通知について、見張りが動いた時刻の三つの場合。"""

    @pytest.mark.requirement("R-064")
    def test_一時間ごとに動けば_一度だけ知らせる(self, house: House) -> None:
        _, case = reportable(house)
        at(house, 22.5)
        before = len(letters(house, case))
        for hours in (23.2, 24.2, 25.2):
            at(house, hours)
        rungs = [line for line in said(house, case) if line.minutes == 0]
        assert [line.audience for line in rungs] == ["holders", "supervisors"]
        assert not any(line.late for line in rungs)
        assert len(letters(house, case)) - before == 2

    def test_その時刻に止まっていても_動いたときに一通にまとめて遅れたと知らせる(self, house: House) -> None:
        _, case = reportable(house)
        at(house, 23.9)
        before = len(letters(house, case))
        at(house, 48)
        new = [line for line in said(house, case) if line.minutes >= 0]
        assert {(line.minutes, tuple(line.stands_for), line.late) for line in new} == {(720, (0,), True)}
        told = letters(house, case)[before:]
        assert len(told) == len(new)
        assert all("12時間 遅れて送信しています" in letter.body for letter in told)
        assert all("24時間 超過" in letter.body or "1日 超過" in letter.body for letter in told)

    def test_二台が同時に動いても_一度だけ知らせる(self, house: House) -> None:
        _, case = reportable(house)
        at(house, 23.9)
        house.clock.set(MONDAY + timedelta(hours=24.2))

        async def two() -> None:
            await asyncio.gather(drain(1, post=False), drain(2, post=False), drain(3, post=False))

        asyncio.run(two())
        house.drain()
        rungs = [line for line in said(house, case) if line.minutes == 0]
        assert len(rungs) == len({line.recipient_id for line in rungs}) == 2
        assert len({letter.key for letter in letters(house, case)}) == len(letters(house, case))


@pytest.mark.requirement("R-046")
def test_はしごは担当から決裁者へ_それから厚生労働省へ(house: House) -> None:
    _, case = reportable(house)
    for hours in (12.1, 22.1, 24.1, 36.1):
        at(house, hours)
    told = {
        minutes: [str(line.audience) for line in said(house, case) if line.minutes == minutes]
        for minutes in (-720, -120, 0, 720)
    }
    assert told == {
        -720: ["holders"],
        -120: ["holders"],
        0: ["holders", "supervisors"],
        720: ["holders", "supervisors", "ministry"],
    }


def test_通知はまず対応か情報提供かを言い_いつまで_なぜ_どこでを示す(house: House) -> None:
    _, case = reportable(house)
    at(house, 12.1)
    at(house, 24.1)
    first, *later = letters(house, case)
    assert first.must_act
    assert first.body.startswith("【対応をお願いします】")
    assert "残り 11時間54分" in first.body
    assert "目安: 11月2日(火) 09:00 まで（残り 11時間54分、次の開庁より前）" in first.body
    assert "根拠: 平成30年10月29日通知 記２「事実把握後速やかに」（技術的助言）" in first.body
    assert "残り 11時間54分、次の開庁より前" in first.html
    assert "/case?number=" in first.body
    informed = next(letter for letter in later if not letter.must_act)
    assert informed.body.startswith("【情報提供】")
    assert "担当: " in informed.body
    assert "11月2日(火) 09:00 まで（6分 超過）" in informed.body
    assert "違反" not in first.body + informed.body


def test_済ませたあとは知らせない(house: House) -> None:
    office, case = reportable(house)
    at(house, 12.1)
    house.take(
        office["担当1"], "record_phone_contact", case, contacted_at=house.clock.now(), answered_by="担当", gist="第一報"
    )
    for hours in (24.1, 36.1, 100):
        at(house, hours)
    assert [line.minutes for line in said(house, case)] == [-720]


def test_攻撃でないと終えたあとは知らせない(house: House) -> None:
    office, case = reportable(house)
    house.judge(office["担当1"], case, attack="suspected")
    house.take(office["担当1"], "close_as_not_attack", case, confirmed_at=house.clock.now(), reason="機器の故障")
    for hours in (24.1, 100):
        at(house, hours)
    assert not letters(house, case)


def test_見張りは次に知らせる時刻まで眠れる(house: House) -> None:
    _, case = reportable(house)
    assert sweep.next_moment(house.engine) == MONDAY + timedelta(hours=12)
    assert sweep.sweep(house.engine, MONDAY + timedelta(hours=11.9)) == 0
    at(house, 12.1)
    assert case
    assert sweep.next_moment(house.engine) == MONDAY + timedelta(hours=22)


def test_職員が手作業で確かめている間は見張りも待ち_済めば遅れて知らせる(house: House) -> None:
    office, case = reportable(house)
    with house.owner.begin() as connection:
        connection.execute(
            insert(Task).values(
                case_id=case,
                authority_code="360007",
                stage="ministry_report",
                code="engine_failed_ministry_report",
                title="自動処理ができませんでした",
                role="supervisor",
                opened_at=house.clock.now(),
            )
        )
    at(house, 24.1)
    assert not said(house, case)
    assert not sweep.is_due(house.engine, house.clock.now())
    assert sweep.sweep(house.engine, house.clock.now()) == 0
    house.clock.set(MONDAY + timedelta(hours=26))
    house.take(office["担当1"], "finish_task", case, task="engine_failed_ministry_report", note="確かめた")
    house.drain()
    assert {(line.minutes, line.late) for line in said(house, case)} == {(0, True)}


class Ledger(RuleBasedStateMachine):
    """Whatever happens in whatever order, each rung is said once to each, or stood for by a later one, or needless."""

    house: House

    @initialize(ahead=st.sampled_from([0.0, 11.0, 13.0, 22.5]))
    def begins(self, ahead: float) -> None:
        self.start = max(self.house.clock.now(), MONDAY) + timedelta(hours=1)  # time never goes back
        self.office, self.case = reportable(self.house, self.start)
        self.hours = 0.0
        self.unsaid = {-720: 12.0, -120: 22.0, 0: 24.0, 720: 36.0}
        self.expected: list[tuple[int, tuple[int, ...]]] = []
        self.over = False
        self.due = 24.0
        self.time_passes_while_the_engine_is_away(ahead)

    @rule(hours=st.sampled_from([0.2, 1.0, 5.0, 11.0, 13.0, 30.0]))
    def time_passes_while_the_engine_is_away(self, hours: float) -> None:
        self.hours += hours
        self.house.clock.set(self.start + timedelta(hours=self.hours))

    @rule(engines=st.integers(1, 3))
    def engines_run(self, engines: int) -> None:
        async def run() -> None:
            await asyncio.gather(*(drain(n, post=False) for n in range(engines)))

        asyncio.run(run())
        self.house.drain()
        due = sorted(minutes for minutes, hours in self.unsaid.items() if hours <= self.hours)
        if due and not self.over:
            self.expected.append((due[-1], tuple(due[:-1])))
        for minutes in due:
            del self.unsaid[minutes]

    @precondition(lambda self: not self.over)
    @rule()
    def somebody_acts(self) -> None:
        self.house.take(self.office["担当1"], "add_facts", self.case, what_happened="続きの聞き取り")

    @precondition(lambda self: not self.over and self.hours < self.due)
    @rule(stood=st.sampled_from([0.5, 6.0, 30.0]), engine=st.booleans())
    def the_clock_stands_for_a_while(self, stood: float, engine: bool) -> None:
        self.house.take(self.office["課長"], "pause_clock", self.case, clock=REPORT, reason="照会中")
        before = len(letters(self.house, self.case))
        self.time_passes_while_the_engine_is_away(stood)
        if engine:
            self.house.drain()
        assert len(letters(self.house, self.case)) == before
        self.house.take(self.office["課長"], "resume_clock", self.case, clock=REPORT)
        self.unsaid = {minutes: hours + stood for minutes, hours in self.unsaid.items()}
        self.due += stood

    @precondition(lambda self: not self.over)
    @rule()
    def the_ministry_is_called(self) -> None:
        self.house.take(
            self.office["担当1"],
            "record_phone_contact",
            self.case,
            contacted_at=self.house.clock.now(),
            answered_by="担当",
            gist="第一報",
        )
        self.over = True

    @precondition(lambda self: not self.over)
    @rule()
    def it_was_no_attack(self) -> None:
        self.house.judge(self.office["担当1"], self.case, attack="suspected")
        self.house.take(
            self.office["担当1"], "close_as_not_attack", self.case, confirmed_at=self.house.clock.now(), reason="誤報"
        )
        self.over = True

    def teardown(self) -> None:
        if hasattr(self, "case"):
            self.engines_run(1)
            self.nothing_lost_nothing_doubled()

    @invariant()
    def nothing_lost_nothing_doubled(self) -> None:
        lines = said(self.house, self.case)
        assert list(dict.fromkeys((line.minutes, tuple(line.stands_for)) for line in lines)) == self.expected
        assert len({(line.clock_id, line.minutes, line.recipient_id) for line in lines}) == len(lines)
        assert len(letters(self.house, self.case)) == len(lines)


def test_どの順に何が起きても_失われず_重ならず_終わったあとに届かない(house: House) -> None:
    machine = type("LedgerInHouse", (Ledger,), {"house": house})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=10,
            stateful_step_count=9,
            deadline=None,
            derandomize=True,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.requirement("R-327")
def test_目安は決裁者が理由を付けて止め_止めた時間だけ後にずれ_約束は残る(house: House) -> None:
    office, case = reportable(house)
    boss, due = office["課長"], MONDAY + timedelta(hours=24)
    at(house, 12.1)
    told = len(letters(house, case))

    def clock() -> ClockView:
        return next(one for one in house.case(boss, case).clocks if one.rule_id == REPORT)

    for who, facts, error in (
        (office["担当1"], {"clock": REPORT, "reason": "照会中"}, WrongRole),
        (boss, {"clock": "vendor-contact", "reason": "照会中"}, ActNotOpen),
        (boss, {"clock": "何か", "reason": "照会中"}, NotFound),
    ):
        with pytest.raises(error):
            house.take(who, "pause_clock", case, **facts)
    house.take(boss, "pause_clock", case, clock=clock().title, reason="医療機関に照会中")
    with pytest.raises(ActNotOpen):
        house.take(boss, "pause_clock", case, clock=REPORT, reason="重ねて")
    task = next(one for one in house.case(boss, case).tasks if one.code == "first_report")
    assert (clock().state, task.due_at) == ("paused", None)
    at(house, 36.1)
    assert len(letters(house, case)) == told  # 止めている間は催促しない
    house.take(boss, "resume_clock", case, clock=REPORT)
    house.drain()
    assert clock().due_at == due + timedelta(hours=24)
    (pause,) = clock().pauses
    assert (pause.due_before, pause.reason, pause.resumed_at) == (due, "医療機関に照会中", house.clock.now())
    task = next(one for one in house.case(boss, case).tasks if one.code == "first_report")
    assert task.due_at == clock().due_at
    at(house, 46.1)
    assert [line.minutes for line in said(house, case)] == [-720, -120]
    assert "11月3日(水) 09:00 まで" in letters(house, case)[-1].body
    at(house, 48.1)
    with pytest.raises(ActNotOpen):  # 過ぎたものは過ぎたまま
        house.take(boss, "pause_clock", case, clock=REPORT, reason="照会中")
    past = [line for line in house.case(boss, case).history if line.name in ("clock_paused", "clock_resumed")]
    assert len(past) == 2


@pytest.mark.parametrize(
    ("rule_id", "due", "stood_until", "after"),
    [
        (REPORT, MONDAY + timedelta(hours=24), MONDAY + timedelta(hours=10), MONDAY + timedelta(hours=31)),
        ("inquiry-answer", MONDAY.replace(hour=17), MONDAY.replace(hour=20), datetime(2021, 11, 2, 14, tzinfo=JST)),
        ("inquiry-answer", MONDAY.replace(hour=17), MONDAY.replace(hour=14), datetime(2021, 11, 2, 10, tzinfo=JST)),
    ],
)
def test_止めた時間は規則の数え方でずれる(rule_id: str, due: datetime, stood_until: datetime, after: datetime) -> None:
    """昼の12時に止める。自治体から国への報告は夜も進み、照会への回答は開庁時間だけ進む。"""
    noon = MONDAY + timedelta(hours=3)
    clock = RunningClock(rule_id=rule_id, started_at=MONDAY, due_at=due, paused_at=noon, label="目安")
    clock.state = ClockState.PAUSED
    assert due_after(clock, Calendar(), stood_until) == after
    for label in ("法定期限", "希望期限"):
        other = RunningClock(rule_id=rule_id, started_at=MONDAY, due_at=due, label=label)
        assert "止まりません" in why_not(other, noon)


def test_始まったときに過ぎている目安は_業務の通知で足り_その後の分だけ改めて知らせる(house: House) -> None:
    house.clock.set(MONDAY)
    office = house.office("徳島県")
    house.facility(name="架空あとから病院")
    seen = MONDAY - timedelta(hours=3)
    case = house.suspicion(office["担当1"], "架空あとから病院", detected_at=seen, grasped_at=seen)
    house.drain()
    assert not letters(house, case, "vendor-contact")
    at(house, 0.45)
    assert not letters(house, case, "vendor-contact")
    at(house, 0.55)
    assert [(line.minutes, line.late) for line in said(house, case, "vendor-contact")] == [(30, False)] * 2
    at(house, 20)
    assert len(said(house, case, "vendor-contact")) == 2
