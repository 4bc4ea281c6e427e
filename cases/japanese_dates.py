"""Dates and spans in the office's words: 和暦, weekday, 年度, and 「3時間20分」.

Eras change by day (元年 is never 1年). Days before 1873-01-01 are refused: until then the official calendar
was lunisolar, and a Gregorian day has no such 明治 date.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import Final, Literal

from cases.clock import JST, in_utc

Width = Literal["official", "full", "half"]

_GREGORIAN_SINCE: Final = date(1873, 1, 1)
_ERAS: Final = (
    ("令和", "R", date(2019, 5, 1)),
    ("平成", "H", date(1989, 1, 8)),
    ("昭和", "S", date(1926, 12, 25)),
    ("大正", "T", date(1912, 7, 30)),
    ("明治", "M", date(1868, 10, 23)),
)
_ERA_BY_LETTER: Final = {letter: name for name, letter, _ in _ERAS}
_WEEKDAYS: Final = "月火水木金土日"
_FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_WAREKI: Final = re.compile(
    r"(?P<era>明治|大正|昭和|平成|令和|[MTSHR])(?P<year>元|\d{1,2})[年./-](?P<month>\d{1,2})[月./-](?P<day>\d{1,2})日?",
    re.IGNORECASE,
)


def wareki(day: date, width: Width = "official") -> str:
    """The day as 令和元年５月17日.

    ``width``: "official" writes one figure full-width and two half-width, as letters do; "full" and "half"
    write all figures so. Raises ``ValueError`` before 1873.
    """
    era, year = era_year(day)
    return f"{era}{_year(year, width)}年{_figures(day.month, width)}月{_figures(day.day, width)}日"


def era_year(day: date) -> tuple[str, int]:
    """The era's name and the year in it, 1 for 元年. Raises ``ValueError`` before 1873."""
    day = _plain(day)
    if day < _GREGORIAN_SINCE:
        raise ValueError(f"明治６年１月１日より前の日は和暦で表せません: {day.isoformat()}")
    for name, _, first in _ERAS:
        if day >= first:
            return name, day.year - first.year + 1
    raise AssertionError("unreachable: 明治 is open to the past")


def parse_wareki(text: str) -> date:
    """The day written in 和暦: 令和元年５月17日, 令和1年5月17日, R1.5.17, full- or half-width, with blanks.

    Raises ``ValueError`` (Japanese) when it is no such date, or the era did not have that day.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    found = _WAREKI.fullmatch(plain)
    if found is None:
        raise ValueError(f"和暦の日付として読めません: {text}")
    era = _ERA_BY_LETTER.get(found["era"].upper(), found["era"])
    number = 1 if found["year"] == "元" else int(found["year"])
    first = next(start for name, _, start in _ERAS if name == era)
    try:
        day = date(first.year + number - 1, int(found["month"]), int(found["day"]))
        era_of_day = era_year(day)
    except ValueError as error:
        raise ValueError(f"存在しない日付です: {text}") from error
    if era_of_day != (era, number):
        raise ValueError(f"{era}にない日付です: {text}")
    return day


def wareki_and_seireki(day: date) -> str:
    """Both calendars for papers that need them: 令和元年（2019年）５月17日 (R-233)."""
    era, year = era_year(day)
    return (
        f"{era}{_year(year, 'official')}年（{day.year}年）"
        f"{_figures(day.month, 'official')}月{_figures(day.day, 'official')}日"
    )


def jst_words(moment: datetime, *, with_year: bool = False) -> str:
    """The moment in JST: 10月31日(日) 00:30, with its year 2021年10月31日(日) 00:30.

    At the ends of the calendar, where no record lies, as it was written. Raises ``ValueError`` for a naive datetime.
    """
    try:
        local = in_utc(moment).astimezone(JST)
    except OverflowError:  # a slip of the pen, about to be refused in words
        local = moment
    return f"{day_words(local.date(), with_year=with_year)} {local:%H:%M}"


def day_words(day: date, *, with_year: bool = False) -> str:
    """The day with its weekday: 10月31日(日), with its year 2021年10月31日(日)."""
    year = f"{day.year}年" if with_year else ""
    return f"{year}{day.month}月{day.day}日({_WEEKDAYS[day.weekday()]})"


def elapsed_words(span: timedelta) -> str:
    """A span in its two largest parts, rounded down, without sign: 2日4時間, 3時間20分, 45分, 1分未満."""
    minutes = abs(span) // timedelta(minutes=1)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return f"{days}日" + (f"{hours}時間" if hours else "")
    if hours:
        return f"{hours}時間" + (f"{rest}分" if rest else "")
    return f"{rest}分" if rest else "1分未満"


def fiscal_year(day: date) -> int:
    """The year in which the day's 年度 (April to March) begins."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_words(day: date, width: Width = "official") -> str:
    """The day's 年度 in 和暦: 令和元年度 for all of April 2019 to March 2020 (the era of 1 May names it)."""
    era, year = era_year(date(fiscal_year(day), 5, 1))
    return f"{era}{_year(year, width)}年度"


def _plain(day: date) -> date:
    if isinstance(day, datetime):
        raise ValueError("a moment is not a day: take its date in JST first")
    return day


def _year(year: int, width: Width) -> str:
    return "元" if year == 1 else _figures(year, width)


def _figures(number: int, width: Width) -> str:
    text = str(number)
    if width == "full" or (width == "official" and len(text) == 1):
        return text.translate(_FULL_WIDTH)
    return text
