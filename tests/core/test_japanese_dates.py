"""和暦, weekdays, fiscal years and spans."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.clock import JST
from cases.japanese_dates import (
    Width,
    elapsed_words,
    era_year,
    fiscal_year,
    fiscal_year_words,
    jst_words,
    parse_wareki,
    wareki,
    wareki_and_seireki,
)

DAYS = st.dates(date(1873, 1, 1), date(2099, 12, 31))


@pytest.mark.requirement("R-233")
@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2019, 5, 17), "令和元年５月17日"),
        (date(2019, 5, 1), "令和元年５月１日"),
        (date(2019, 4, 30), "平成31年４月30日"),
        (date(2020, 1, 1), "令和２年１月１日"),
        (date(1989, 1, 8), "平成元年１月８日"),
        (date(1989, 1, 7), "昭和64年１月７日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 30), "大正元年７月30日"),
        (date(1912, 7, 29), "明治45年７月29日"),
        (date(1873, 1, 1), "明治６年１月１日"),
        (date(2018, 10, 29), "平成30年10月29日"),
    ],
)
def test_和暦で書き和暦を読む(day: date, words: str) -> None:
    assert wareki(day) == words
    assert parse_wareki(words) == day


@pytest.mark.parametrize(
    ("width", "words"),
    [("official", "令和３年10月31日"), ("full", "令和３年１０月３１日"), ("half", "令和3年10月31日")],
)
def test_数字の幅(width: Width, words: str) -> None:
    assert wareki(date(2021, 10, 31), width) == words


@pytest.mark.parametrize(
    "text",
    [
        "令和元年５月17日",
        "令和1年5月17日",
        "R1.5.17",
        "Ｒ１．５．１７",
        "令 和 元 年 ５ 月 1 7 日",
        "㋿元年5月17日",
    ],
)
def test_いろいろな書き方を読む(text: str) -> None:
    assert parse_wareki(text) == date(2019, 5, 17)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2019年5月17日", "読めません"),
        ("", "読めません"),
        ("令和元年５月", "読めません"),
        ("令和元年２月30日", "存在しない"),
        ("令和０年５月17日", "にない"),
        ("令和元年４月30日", "令和にない"),
        ("平成31年５月１日", "平成にない"),
        ("昭和64年１月８日", "昭和にない"),
        ("明治５年12月２日", "存在しない"),
    ],
)
def test_ない日付は読まない(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_wareki(text)


def test_太陽暦の前は和暦で書かない() -> None:
    with pytest.raises(ValueError, match="明治６年"):
        wareki(date(1872, 12, 31))


def test_西暦も添える() -> None:
    assert wareki_and_seireki(date(2019, 5, 17)) == "令和元年（2019年）５月17日"


@given(DAYS, st.sampled_from(["official", "full", "half"]))
def test_書いて読めば元の日に戻る(day: date, width: Width) -> None:
    assert parse_wareki(wareki(day, width)) == day


@given(DAYS)
def test_和暦の年は１から始まり翌日に飛ばない(day: date) -> None:
    era, year = era_year(day)
    next_era, next_year = era_year(day + timedelta(days=1))
    assert year >= 1
    assert next_year == 1 if next_era != era else next_year - year in (0, 1)


@pytest.mark.requirement("R-232")
def test_時刻は日本時間で曜日を添える() -> None:
    moment = datetime(2021, 10, 30, 15, 30, tzinfo=UTC)
    assert jst_words(moment) == "10月31日(日) 00:30"
    assert jst_words(moment, with_year=True) == "2021年10月31日(日) 00:30"
    assert jst_words(datetime(2022, 6, 19, 17, 40, tzinfo=JST)) == "6月19日(日) 17:40"
    assert jst_words(datetime(1, 1, 1, tzinfo=JST), with_year=True) == "1年1月1日(月) 00:00", "暦の端は書かれたとおり"


def test_時間帯のない時刻は書かない() -> None:
    with pytest.raises(ValueError, match="time zone"):
        jst_words(datetime(2021, 10, 31, 0, 30))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(0), "1分未満"),
        (timedelta(seconds=59), "1分未満"),
        (timedelta(minutes=45, seconds=59), "45分"),
        (timedelta(hours=3, minutes=20), "3時間20分"),
        (timedelta(hours=3), "3時間"),
        (timedelta(hours=23, minutes=59), "23時間59分"),
        (timedelta(days=2, hours=4, minutes=59), "2日4時間"),
        (timedelta(days=2, minutes=59), "2日"),
        (-timedelta(minutes=45), "45分"),
    ],
)
def test_長さは大きい二つの単位で書く(span: timedelta, words: str) -> None:
    assert elapsed_words(span) == words


@pytest.mark.requirement("R-233")
@pytest.mark.parametrize(
    ("day", "year", "words"),
    [
        (date(2019, 3, 31), 2018, "平成30年度"),
        (date(2019, 4, 1), 2019, "令和元年度"),
        (date(2020, 3, 31), 2019, "令和元年度"),
        (date(2021, 10, 31), 2021, "令和３年度"),
        (date(1989, 2, 1), 1988, "昭和63年度"),
    ],
)
def test_年度は四月に始まる(day: date, year: int, words: str) -> None:
    assert fiscal_year(day) == year
    assert fiscal_year_words(day) == words
