"""定時の処理「院内掲示と周知の確認のお願い」: who was asked and has not answered is asked again, never doubled."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from cases.clock import JST
from cases.posters import letters
from cases.records import Facility, PosterNotice
from cases.upkeep import follow_up
from cases.vocabulary import FacilityKind, PosterNoticeKind
from tests.circulars.test_desk import ALERT, issued, post
from tests.house import House
from tests.posters.test_desk import SENDER, WHERE


def ask(house: House, *, dry: bool = False) -> tuple[int, int]:
    """(facilities about their posters, recipients of circulars) asked again by one run."""
    found = follow_up.ask_again(house.engine, house.clock.now(), dry=dry).facts
    letters.write_owed(house.engine, house.clock.now(), SENDER)
    return found["posters"], found["recipients"]


def addressed(house: House, **emails: str) -> dict[str, int]:
    found = {name: house.facility(name, kind=FacilityKind.HOSPITAL) for name in emails}
    with house.owner.begin() as connection:
        for name, number in found.items():
            connection.execute(update(Facility).where(Facility.id == number).values(email=emails[name]))
    return found


def test_掲示の確認は_職員が求めた相手にだけ_14日ごとに三度まで_開庁日に求め_答えがあれば止まる(house: House) -> None:
    clerk = house.office("徳島県")["担当1"]
    house.clock.set(datetime(2021, 11, 1, 9, 0, tzinfo=JST))  # a Monday
    found = addressed(house, 一病院="a@example.jp", 二病院="b@example.jp", 三病院="")
    assert ask(house) == (0, 0)  # nobody has been asked by an officer
    with house.desk(clerk) as desk:
        assert desk.posters.write_to(PosterNoticeKind.CONFIRM) == 2
    house.later(days=13)
    assert ask(house) == (0, 0)
    house.later(days=1)
    assert ask(house, dry=True) == (2, 0)
    assert ask(house) == (2, 0)
    assert ask(house) == (0, 0)  # the same day again
    with house.desk(clerk) as desk:
        desk.posters.record(found["一病院"], {**WHERE, "since": date(2021, 11, 2)}, None)
    house.later(days=13)  # a Sunday
    assert ask(house) == (0, 0)
    rounds = []
    for _ in range(4):
        house.later(days=15)
        rounds.append(ask(house)[0])
    assert rounds == [1, 1, 0, 0]  # three by itself, then the office has to telephone
    with house.owner.connect() as connection:
        query = select(PosterNotice.round, PosterNotice.noted_by).where(PosterNotice.facility_id == found["二病院"])
        rows = list(connection.execute(query.order_by(PosterNotice.round)))
    assert [number for number, _ in rows] == [1, 2, 3, 4]
    assert [by for _, by in rows][1:] == [follow_up.BY] * 3
    with house.desk(clerk) as desk:
        assert desk.posters.write_to(PosterNoticeKind.CONFIRM) == 2  # and which print hangs in 一病院 is not known
    house.later(days=15)
    assert ask(house) == (0, 0)  # 建国記念の日
    house.later(days=3)
    assert ask(house) == (2, 0)  # an officer asked anew


def test_確認の目安の日を過ぎた周知は_確認のない宛先に一度だけ再度送る(house: House) -> None:
    house.clock.set(datetime(2021, 11, 1, 9, 0, tzinfo=JST))
    addressed(house, 一病院="a@example.jp", 二病院="b@example.jp", 三病院="")
    facts: dict[str, Any] = {**ALERT, "confirm_by": date(2021, 11, 5)}
    number, later = issued(house, facts), issued(house, ALERT)
    post(house)
    house.clock.set(datetime(2021, 11, 5, 9, 0, tzinfo=JST))
    assert ask(house) == (0, 0)
    house.later(days=1)  # a Saturday
    assert ask(house) == (0, 0)
    house.later(days=2)
    assert (ask(house), ask(house)) == ((0, 2), (0, 0))
    with house.desk(house.office("徳島県")["担当1"]) as desk:
        first, second = desk.circulars.get(number), desk.circulars.get(later)
    assert (first.rounds, second.rounds) == (1, 0)
    assert first.steps[0][1:3] == (follow_up.BY, "確認のない宛先に再度送付")
