"""Office hours: worked examples, and what holds for every moment."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.calendars import Calendar, is_public_closure
from cases.clock import JST

DESK = Calendar()
MOMENTS = st.datetimes(datetime(2017, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
OPEN_MOMENTS = MOMENTS.map(DESK.next_opening)
HOURS = st.integers(1, 60)


def jst(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JST)


@pytest.mark.requirement("R-326")
@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2021-10-31 00:30", "2021-11-01 09:00"),
        ("2022-06-19 17:40", "2022-06-20 09:00"),
        ("2018-12-28 18:00", "2019-01-04 09:00"),
        ("2018-12-28 17:59", "2018-12-28 17:59"),
        ("2018-10-16 08:00", "2018-10-16 09:00"),
        ("2018-10-16 09:00", "2018-10-16 09:00"),
        ("2018-10-19 18:01", "2018-10-22 09:00"),
        ("2019-04-26 18:00", "2019-05-07 09:00"),
    ],
)
def test_閉まっている間の連絡は次の開庁時刻へ回る(moment: str, opening: str) -> None:
    assert DESK.next_opening(jst(moment)) == jst(opening)


@pytest.mark.requirement("R-055")
@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2018-10-19 08:59", False),
        ("2018-10-19 09:00", True),
        ("2018-10-19 17:59", True),
        ("2018-10-19 18:00", False),
        ("2018-10-20 12:00", False),
        ("2018-12-28 12:00", True),
        ("2018-12-31 12:00", False),
        ("2019-01-03 12:00", False),
        ("2019-01-04 12:00", True),
        ("2019-04-30 12:00", False),
    ],
)
def test_開庁しているか(moment: str, is_open: bool) -> None:
    assert DESK.is_open(jst(moment)) is is_open


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2019-04-26 17:00", 2, "2019-05-07 10:00"),
        ("2026-11-22 08:00", 1, "2026-11-24 10:00"),
        ("2026-12-28 17:00", 4, "2027-01-04 12:00"),
        ("2018-10-19 17:00", 1, "2018-10-19 18:00"),
        ("2018-10-19 18:00", 1, "2018-10-22 10:00"),
        ("2018-10-16 09:00", 27, "2018-10-18 18:00"),
        ("2018-10-20 12:00", 0, "2018-10-22 09:00"),
    ],
)
def test_開庁時間だけを数える(start: str, hours: int, end: str) -> None:
    assert DESK.add_open_hours(jst(start), hours) == jst(end)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2018-10-16 10:15", 0, "2018-10-16 10:15"),
        ("2018-10-16 10:15", 1, "2018-10-17 10:15"),
        ("2018-10-19 10:15", 1, "2018-10-22 10:15"),
        ("2018-10-20 10:15", 1, "2018-10-23 09:00"),
        ("2019-04-26 17:00", 2, "2019-05-08 17:00"),
    ],
)
def test_開庁日だけを数える(start: str, days: int, end: str) -> None:
    assert DESK.add_open_days(jst(start), days) == jst(end)


@pytest.mark.requirement("R-325")
@pytest.mark.parametrize("day", ["2019-04-30", "2019-05-01", "2019-05-02", "2021-07-23", "2026-09-22"])
def test_祝日と国民の休日は閉庁日(day: str) -> None:
    assert is_public_closure(date.fromisoformat(day))


@pytest.mark.requirement("R-325")
@pytest.mark.parametrize("day", ["2021-07-19", "2021-10-11", "2019-12-23", "2018-12-28", "2019-01-04"])
def test_移動や廃止で祝日でなくなった日は開庁日(day: str) -> None:
    assert not is_public_closure(date.fromisoformat(day))


@pytest.mark.requirement("R-325")
def test_自治体ごとの開庁日と閉庁日が国の暦に優先する() -> None:
    festival, saturday = date(2026, 11, 20), date(2026, 11, 21)
    town = Calendar(closed_days=frozenset({festival}), open_days=frozenset({saturday}))
    assert town.next_opening(jst("2026-11-19 20:00")) == jst("2026-11-21 09:00")


def test_自治体ごとの開庁時間() -> None:
    assert Calendar(time(8, 30), time(17, 15)).next_opening(jst("2018-10-16 17:15")) == jst("2018-10-17 08:30")


def test_成り立たない暦は作れない() -> None:
    day = frozenset({date(2026, 11, 20)})
    with pytest.raises(ValueError, match="開庁時刻"):
        Calendar(time(18), time(9))
    with pytest.raises(ValueError, match="両方"):
        Calendar(closed_days=day, open_days=day)


def test_負の長さと時間帯のない時刻は受け付けない() -> None:
    with pytest.raises(ValueError, match="0以上"):
        DESK.add_open_hours(jst("2018-10-16 09:00"), -1)
    with pytest.raises(ValueError, match="0以上"):
        DESK.add_open_days(jst("2018-10-16 09:00"), -1)
    with pytest.raises(ValueError, match="time zone"):
        DESK.is_open(datetime(2018, 10, 16, 9))  # noqa: DTZ001


@given(MOMENTS)
def test_次の開庁は開いていて過去でない(moment: datetime) -> None:
    opening = DESK.next_opening(moment)
    assert DESK.is_open(opening)
    assert opening >= moment
    assert DESK.next_opening(opening) == opening
    assert opening == moment or not DESK.is_open(moment)


@given(MOMENTS, HOURS, HOURS)
def test_開庁時間は分けて足しても同じ(moment: datetime, first: int, second: int) -> None:
    in_two = DESK.add_open_hours(DESK.add_open_hours(moment, first), second)
    assert in_two == DESK.add_open_hours(moment, first + second)


@given(OPEN_MOMENTS, HOURS)
def test_開庁時間は実時間より早く終わらない(moment: datetime, hours: int) -> None:
    end = DESK.add_open_hours(moment, hours)
    assert end - moment >= timedelta(hours=hours)
    assert DESK.is_open(end - timedelta(microseconds=1))


@given(MOMENTS, st.integers(0, 20), st.integers(0, 20))
def test_開庁日は分けて足しても同じ(moment: datetime, first: int, second: int) -> None:
    in_two = DESK.add_open_days(DESK.add_open_days(moment, first), second)
    assert in_two == DESK.add_open_days(moment, first + second)
    assert DESK.is_open(in_two)


@given(MOMENTS, st.integers(0, 10**8))
def test_遅く始めて早く終わることはない(moment: datetime, seconds: int) -> None:
    later = moment + timedelta(seconds=seconds)
    assert DESK.add_open_hours(later, 8) >= DESK.add_open_hours(moment, 8)
