"""定時の処理: counts, retention, contacts, verification; each once a day, with or without Prefect."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from cases.clock import JST
from cases.errors import ActNotOpen, NotFound, WrongRole
from cases.post.writing import Sender
from cases.store import engines
from cases.upkeep import runs as begun
from cases.upkeep.desk import WorkLine
from cases.upkeep.plans import PLANS
from cases.upkeep.retention import OwnRetention
from cases.vocabulary import ScheduledState, ScheduledWork
from flows.prefect_door import PrefectDoor
from flows.upkeep import lane as engine_lane
from flows.upkeep.lane import ScheduledLane
from flows.upkeep.works import BODIES
from tests.a_case import Case
from tests.house import House

HERE = Sender("http://127.0.0.1:8501", False)


def jst(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=JST)  # type: ignore[arg-type, misc]


def lane(house: House) -> ScheduledLane:
    """The engine's lane while nothing answers at Prefect's address; its number is one that no other engine holds."""
    return ScheduledLane(house.engine, house.clock, PrefectDoor("http://127.0.0.1:9/api"), lambda: 0)


def look(house: House) -> None:
    asyncio.run(lane(house).look())


def runs(house: House, work: ScheduledWork) -> list[tuple[Any, ...]]:
    """(day, round, state, way, missed) of a work's runs, oldest first."""
    with house.owner.connect() as connection:
        rows = connection.execute(
            text("SELECT for_day, round, state, way, missed FROM standing_run WHERE name = :work ORDER BY id"),
            {"work": str(work)},
        )
        return [tuple(row) for row in rows]


def done(house: House, sql: str, **given: Any) -> None:
    with house.owner.begin() as connection:
        connection.execute(text(sql), given)


def number(house: House, sql: str) -> int:
    with house.owner.connect() as connection:
        return int(connection.scalar(text(sql)) or 0)


# -- when ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("work", "now", "day", "due"),
    [
        (ScheduledWork.STATISTICS, jst(2021, 10, 31, 1, 59), date(2021, 10, 30), jst(2021, 10, 30, 2, 0)),
        (ScheduledWork.STATISTICS, jst(2021, 10, 31, 2, 0), date(2021, 10, 31), jst(2021, 10, 31, 2, 0)),
        (ScheduledWork.CONTACTS, jst(2021, 11, 1, 5, 59), date(2021, 10, 25), jst(2021, 10, 25, 6, 0)),
        (ScheduledWork.CONTACTS, jst(2021, 11, 1, 6, 0), date(2021, 11, 1), jst(2021, 11, 1, 6, 0)),
        (ScheduledWork.CONTACTS, jst(2021, 11, 7, 23, 0), date(2021, 11, 1), jst(2021, 11, 1, 6, 0)),
    ],
)
def test_予定の時刻は日本の時刻で数える(work: ScheduledWork, now: datetime, day: date, due: datetime) -> None:
    assert PLANS[work].last_due(now) == due
    assert PLANS[work].day(now) == day
    assert PLANS[work].next_due(now) > now


def test_Prefectに渡す予定は_同じ時刻と曜日である() -> None:
    assert PLANS[ScheduledWork.STATISTICS].cron == "0 2 * * *"
    assert PLANS[ScheduledWork.CONTACTS].cron == "0 6 * * 1"
    assert set(PLANS) <= set(BODIES)


def test_逃した日は間の日だけを数える() -> None:
    daily, weekly = PLANS[ScheduledWork.STATISTICS], PLANS[ScheduledWork.CONTACTS]
    assert daily.between(date(2021, 10, 30), date(2021, 10, 31)) == []
    assert daily.between(date(2021, 10, 28), date(2021, 10, 31)) == [date(2021, 10, 29), date(2021, 10, 30)]
    assert weekly.between(date(2021, 10, 18), date(2021, 11, 1)) == [date(2021, 10, 25)]


# -- once, and never lost --------------------------------------------------------------------------------------


def test_Prefectがなくても毎日一度だけ行われ_逃した日は次の回が言い_件数は自治体ごとに見える(
    case: Case,
) -> None:
    house = case.house
    look(house)
    look(house)
    first = runs(house, ScheduledWork.STATISTICS)
    assert [(str(row[0]), row[2], row[3]) for row in first] == [("2021-10-30", "done", engine_lane.AWAY)]
    house.later(days=3)
    look(house)
    look(house)
    last = runs(house, ScheduledWork.STATISTICS)[1:]
    assert [(str(row[0]), row[1], [str(day) for day in row[4]]) for row in last] == [
        ("2021-11-02", 0, ["2021-10-31", "2021-11-01"])
    ]
    assert number(house, "SELECT count(DISTINCT day) FROM daily_count") == 2
    done(house, "UPDATE letter SET state = 'refused' WHERE id = (SELECT min(id) FROM letter)")
    house.later(days=1)
    look(house)
    with house.desk(case.staff["担当1"]) as desk:
        *_, mine = desk.upkeep.trend()
    assert (mine.cases, mine.undelivered) == (1, 1)
    assert mine.overdue >= 1
    with house.desk(house.office("奈良県")["担当1"]) as desk:
        *_, other = desk.upkeep.trend()
    assert (other.cases, other.overdue, other.undelivered) == (0, 0, 0)
    with house.desk(house.office("厚生労働省")["担当"]) as desk:
        assert [one.cases for one in desk.upkeep.trend()] == [1, 1, 1]


def test_二つの自動処理が同時に始めても一つだけが行い_止まった自動処理の分は引き継ぐ(house: House) -> None:
    now, work = house.clock.now(), ScheduledWork.STATISTICS
    holding = house.engine.connect()
    holding.execute(text("SELECT pg_advisory_lock(:c, 77)"), {"c": engines.NUMBERS})
    first = begun.begin(house.engine, work, now, number=77, way="一")
    assert first is not None
    assert begun.begin(house.engine, work, now, number=78, way="二") is None
    assert work not in begun.owed(house.engine, now)
    holding.execute(text("SELECT pg_advisory_unlock(:c, 77)"), {"c": engines.NUMBERS})  # engine 77 is gone
    holding.close()
    second = begun.begin(house.engine, work, now, number=78, way="二")
    assert second is not None
    assert second.id == first.id


def test_失敗は間を置いて三度まで試み_画面で分かる(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    house, chief = case.house, case.staff["課長"]
    house.office("厚生労働省")

    def breaks(*_: Any) -> Any:
        raise RuntimeError("架空の故障")

    monkeypatch.setitem(BODIES, ScheduledWork.RETENTION, breaks)
    for _ in range(5):
        look(house)
        house.later(minutes=11)
    with house.desk(chief) as desk:
        troubles = desk.upkeep.troubles()
        [line] = [one for one in desk.upkeep.works() if one.plan.work is ScheduledWork.RETENTION]
    assert number(house, "SELECT count(*) FROM letter WHERE name = 'standing_failed' AND must_act") == 1
    assert "「保存期間を過ぎたものの削除」が失敗しています。" in troubles
    assert line.runs[0].attempts == 3
    assert "RuntimeError" in line.runs[0].said
    assert runs(house, ScheduledWork.STATISTICS)[0][2] == "done"


def test_決裁者は今すぐ実行でき_担当職員は見るだけである(case: Case) -> None:
    house = case.house
    look(house)
    with house.desk(case.staff["課長"]) as desk:
        desk.upkeep.ask(ScheduledWork.RETENTION, dry=True)
    with pytest.raises(ActNotOpen, match="保存期間"), house.desk(case.staff["課長"]) as desk:
        desk.upkeep.ask(ScheduledWork.RETENTION)
    with pytest.raises(WrongRole), house.desk(case.staff["担当1"]) as desk:
        desk.upkeep.ask(ScheduledWork.STATISTICS)
    look(house)
    with house.desk(case.staff["担当1"]) as desk:
        line = work_line(desk.upkeep.works(), ScheduledWork.RETENTION)
    assert (line.runs[0].state, line.runs[0].dry) == (ScheduledState.DONE, True)
    assert line.runs[0].asked == "徳島県 課長"
    assert line.late_since is None
    assert not line.waiting


def work_line(lines: list[WorkLine], work: ScheduledWork) -> WorkLine:
    return next(line for line in lines if line.plan.work is work)


# -- what the works do -----------------------------------------------------------------------------------------


def test_保存期間を過ぎた下書きだけが消え_閲覧の記録は国が期間を定めるまで残る(
    case: Case,
) -> None:
    house, officer = case.house, case.staff["担当1"]
    with house.desk(officer) as desk:
        desk.save_draft("report_suspicion", {"what_happened": "途中"})
    house.later(days=60)
    with house.desk(case.staff["課長"]) as desk:
        desk.save_draft("judge:1", {"reason": "途中"})
    house.later(days=40)
    kept = "(SELECT count(*) FROM case_file) + (SELECT count(*) FROM history) + (SELECT count(*) FROM letter)"
    house.case(officer, case.id)
    before = number(house, f"SELECT {kept} + (SELECT count(*) FROM viewing)")
    with house.desk(case.staff["課長"]) as desk:
        desk.upkeep.ask(ScheduledWork.RETENTION, dry=True)
    asyncio.run(lane(house).look(overdue=False))
    assert number(house, "SELECT count(*) FROM form_draft") == 2
    look(house)
    assert number(house, "SELECT count(*) FROM form_draft") == 1
    assert number(house, f"SELECT {kept} + (SELECT count(*) FROM viewing)") == before
    with house.desk(officer) as desk:
        said = [run.said for run in work_line(desk.upkeep.works(), ScheduledWork.RETENTION).runs]
    assert "送信していない入力の下書き 1件" in said[0]
    assert "まだ削除していません" in said[1]

    ministry = house.office("厚生労働省")["担当"]
    house.later(days=400)
    look(house)
    assert number(house, "SELECT count(*) FROM viewing") >= 1
    with house.desk(ministry) as desk:
        desk.upkeep.set_retention(OwnRetention(item="viewings", days=365, reason="演習用の文書管理規則"))
    with pytest.raises(WrongRole), house.desk(case.staff["課長"]) as desk:
        desk.upkeep.set_retention(OwnRetention(item="drafts", days=30, reason="短くしたい"))
    with house.desk(ministry) as desk:
        [viewing] = [one for one in desk.upkeep.retention() if one.item.key == "viewings"]
    assert (viewing.days, viewing.by) == (365, "厚生労働省 担当")
    house.later(days=1)
    look(house)
    assert number(house, "SELECT count(*) FROM viewing") == 0


def test_長く確かめられていない連絡先が並び_確かめると消え_一年後にまた並ぶ(case: Case) -> None:
    house, officer = case.house, case.staff["担当1"]
    look(house)
    with house.desk(officer) as desk:
        [contact], total = desk.upkeep.contacts()
    assert (total, contact.name, contact.known_at) == (1, "架空システム株式会社", None)
    with pytest.raises(NotFound), house.desk(house.office("奈良県")["担当1"]) as desk:
        desk.upkeep.confirm_contact(contact.id)
    with house.desk(officer) as desk:
        assert desk.upkeep.confirm_contact(contact.id, "電話で確かめた") == contact.facility
    house.later(days=14)
    look(house)
    with house.desk(officer) as desk:
        assert desk.upkeep.contacts() == ([], 0)
    house.later(days=365)
    look(house)
    with house.desk(officer) as desk:
        [again], _ = desk.upkeep.contacts()
    assert again.known_at is not None


@pytest.mark.requirement("R-231")
def test_改変された経過は夜のうちに決裁者の業務になり_国に知らされ_画面に出る(case: Case) -> None:
    house = case.house
    house.office("厚生労働省")
    look(house)
    with house.owner.begin() as connection:
        connection.execute(text("ALTER TABLE history DISABLE TRIGGER USER"))
        connection.execute(
            text("UPDATE history SET label = '別の言葉' WHERE case_id = :id AND seq = 1"), {"id": case.id}
        )
        connection.execute(text("ALTER TABLE history ENABLE TRIGGER USER"))
    house.later(days=1)
    look(house)
    task = case.task("engine_failed_trail")
    assert (task.holder, task.state) == ("課長", "未了")
    assert case.read_by("trail_broken") == {("課長", True)}
    told = number(house, "SELECT count(*) FROM letter WHERE name = 'trail_broken_national' AND must_act")
    assert told == 1
    with house.desk(case.staff["担当1"]) as desk:
        [(case_number, seq, _, _)] = desk.upkeep.alarms()
    assert (case_number, seq) == (case.sheet.number, 1)
    with house.desk(house.office("奈良県")["担当1"]) as desk:
        assert desk.upkeep.alarms() == []
    house.later(days=1)
    look(house)
    assert len(case.tasks("engine_failed_trail")) == 1
    assert number(house, "SELECT count(*) FROM letter WHERE name LIKE 'trail_broken%'") == 2
    case.record("課長", "finish_task", task="engine_failed_trail", note="バックアップと照合した")
    assert case.task("engine_failed_trail").state == "完了"
