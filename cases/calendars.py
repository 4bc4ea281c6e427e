"""Office hours: when a desk is open, and open hours and open days counted from a moment.

Default: weekdays 9:00-18:00 JST (A-4), closed on Saturdays, Sundays, national holidays and 12/29-1/3
(行政機関の休日に関する法律1条). An authority's own extra closed or open days are passed in
(地方自治法4条の2).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

import jpholiday

from cases.clock import JST, in_utc, jst_day

_NO_TIME: Final = timedelta(0)
_ONE_DAY: Final = timedelta(days=1)
_LONGEST_CLOSURE: Final = 366
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """When one desk is open: half-open daily hours in JST, and days that differ from the national ones.

    Errors: ``ValueError`` when it would never open or a day is both closed and open.
    """

    open_from: time = time(9)
    open_to: time = time(18)
    closed_days: frozenset[date] = frozenset()
    open_days: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.open_from >= self.open_to:
            raise ValueError("開庁時刻は閉庁時刻より前でなければなりません")
        if both := self.closed_days & self.open_days:
            raise ValueError(f"開庁日と閉庁日の両方に指定されています: {min(both).isoformat()}")

    def is_open_day(self, day: date) -> bool:
        """Whether the desk opens at all on that day (JST)."""
        if day in self.open_days:
            return True
        return day not in self.closed_days and not is_public_closure(day)

    def is_open(self, moment: datetime) -> bool:
        """Whether the desk is open at that moment; 18:00 sharp is closed."""
        local = in_utc(moment).astimezone(JST)
        return self.is_open_day(local.date()) and self.open_from <= local.time() < self.open_to

    def next_opening(self, moment: datetime) -> datetime:
        """The moment itself while the desk is open, else the next opening (UTC). Source: R-326."""
        local = in_utc(moment).astimezone(JST)
        if self.is_open(local):
            return in_utc(local)
        day = local.date()
        if local.time() >= self.open_from or not self.is_open_day(day):
            day = self._open_day_after(day)
        return self._at(day, self.open_from)

    def add_open_hours(self, moment: datetime, hours: float) -> datetime:
        """The moment at which ``hours`` of open time have passed (UTC).

        The closing time itself counts as reached; zero hours give the next opening.
        Raises ``ValueError`` for negative hours.
        """
        rest = timedelta(hours=_not_negative(hours))
        at = self.next_opening(moment)
        while rest > _NO_TIME:
            day = jst_day(at)
            left_today = self._at(day, self.open_to) - at
            if rest <= left_today:
                return at + rest
            rest -= left_today
            at = self._at(self._open_day_after(day), self.open_from)
        return at

    def add_open_days(self, moment: datetime, days: int) -> datetime:
        """The same time of day ``days`` open days later (UTC), counted from the next opening.

        Raises ``ValueError`` for negative days.
        """
        local = self.next_opening(moment).astimezone(JST)
        day = local.date()
        for _ in range(int(_not_negative(days))):
            day = self._open_day_after(day)
        return self._at(day, local.time())

    def open_time(self, since: datetime, until: datetime) -> timedelta:
        """How long the desk is open between the two moments; nothing when ``until`` comes first."""
        start, end = in_utc(since).astimezone(JST), in_utc(until).astimezone(JST)
        total, day = _NO_TIME, start.date()
        while day <= end.date():
            if self.is_open_day(day):
                opens, closes = self._at(day, self.open_from), self._at(day, self.open_to)
                total += max(_NO_TIME, min(closes, in_utc(end)) - max(opens, in_utc(start)))
            day += _ONE_DAY
        return total

    def _open_day_after(self, day: date) -> date:
        for ahead in range(1, _LONGEST_CLOSURE + 1):
            if self.is_open_day(day + ahead * _ONE_DAY):
                return day + ahead * _ONE_DAY
        raise ValueError(f"{day.isoformat()}から1年以上、開庁日がありません")

    @staticmethod
    def _at(day: date, clock_time: time) -> datetime:
        return in_utc(datetime.combine(day, clock_time, tzinfo=JST))


def is_public_closure(day: date) -> bool:
    """Whether public offices are closed nationally: weekend, national holiday or 12/29-1/3."""
    return day.weekday() >= _SATURDAY or _is_year_end(day) or is_holiday(day)


@lru_cache(maxsize=4096)
def is_holiday(day: date) -> bool:
    """Whether the day is a national holiday (国民の祝日・休日). Source: jpholiday (MIT)."""
    return bool(jpholiday.is_holiday(day))


def _is_year_end(day: date) -> bool:
    return (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)


def _not_negative(amount: float) -> float:
    if amount < 0:
        raise ValueError(f"長さは0以上でなければなりません: {amount}")
    return amount
