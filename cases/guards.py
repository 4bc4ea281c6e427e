"""Checks of times that cannot have been; each raises ImpossibleTime (R-062, R-232)."""

from __future__ import annotations

from datetime import datetime

from cases.errors import ImpossibleTime


def not_before(label: str, value: datetime, other_label: str, other: datetime | None) -> None:
    """Refuse `value` when it lies before `other`; an unknown `other` refuses nothing."""
    if other is not None and value < other:
        raise ImpossibleTime(label, value, "before", other_label, other)


def not_after(label: str, value: datetime, other_label: str, other: datetime | None) -> None:
    if other is not None and value > other:
        raise ImpossibleTime(label, value, "after", other_label, other)


def not_future(label: str, value: datetime, now: datetime) -> None:
    """Refuse an event time later than the moment of entry; one minute of clock drift is allowed."""
    if (value - now).total_seconds() > 60:
        raise ImpossibleTime(label, value, "future", "", now)
