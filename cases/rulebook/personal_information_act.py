"""The days of a report under the personal-information act: 速報 and 確報 (R-272, R-273, R-328). Pure.

The periods stand in rule set `appi-26`, the way of counting in `appi-day-count`, which is only partly confirmed: no
date is shown before the ministry has switched both on.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta
from typing import Final, NamedTuple

from cases.calendars import is_public_closure

REPORT_SET: Final = "appi-26"
COUNT_SET: Final = "appi-day-count"
_FIRST: Final = 3
_LAST: Final = 5
_ORDINARY: Final = 30
_IMPROPER: Final = 60


class AppiDays(NamedTuple):
    """The preliminary report is wished within 「おおむね３～５日」, the final one due on a day."""

    preliminary_from: date
    preliminary_to: date
    final_on: date
    days: int


def appi_days(known_on: date, *, improper_purpose: bool) -> AppiDays:
    """The days counted from `known_on`, the day of knowing itself being the first. Weekends and holidays count; a last
    day on one (or on 12/29-1/3) moves to the next day that is none. Every cyber attack is of improper purpose.
    """
    days = _IMPROPER if improper_purpose else _ORDINARY
    last = nth_day(known_on, days)
    while is_public_closure(last):
        last += timedelta(days=1)
    return AppiDays(nth_day(known_on, _FIRST), nth_day(known_on, _LAST), last, days)


def nth_day(first: date, number: int) -> date:
    """The day that is number `number` when `first` is the first."""
    return first + timedelta(days=number - 1)


def counted(enabled_sets: Container[str]) -> bool:
    """Whether the days may be shown: both sets are switched on."""
    return REPORT_SET in enabled_sets and COUNT_SET in enabled_sets
