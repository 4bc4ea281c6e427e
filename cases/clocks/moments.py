"""Checks of times that cannot have been; each raises ImpossibleTime (R-062, R-232)."""

from __future__ import annotations

from datetime import UTC, datetime

from cases.errors import ImpossibleTime

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
LARGEST_ROW_NUMBER = 2**63 - 1


def not_before(label: str, value: datetime, other_label: str, other: datetime | None) -> None:
    """Refuse `value` when it lies before `other`; an unknown `other` refuses nothing.

    People write times to the minute, the house stamps to the microsecond: the same minute is no contradiction.
    """
    if other is not None and value < other.replace(second=0, microsecond=0):
        raise ImpossibleTime(label, value, "before", other_label, other)


def not_after(label: str, value: datetime, other_label: str, other: datetime | None) -> None:
    if other is not None and value > other:
        raise ImpossibleTime(label, value, "after", other_label, other)


def not_future(label: str, value: datetime, now: datetime) -> None:
    """Refuse an event time later than the moment of entry; one minute of clock drift is allowed."""
    if (value - now).total_seconds() > 60:
        raise ImpossibleTime(label, value, "future", "", now)


def within_records(label: str, value: datetime) -> None:
    """Refuse a slip of the pen like the year 21; such a moment could not be read back from the database either."""
    not_before(label, value, "記録できる最も古い日時", EARLIEST)
    not_after(label, value, "記録できる最も新しい日時", LATEST)


def row_number(text: str) -> int | None:
    """The text as the number of a row, full-width figures too; None when it is a name or no row can have it."""
    if not text.isdecimal() or int(text) > LARGEST_ROW_NUMBER:
        return None
    return int(text)
