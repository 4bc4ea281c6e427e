"""The only file that asks the machine what time it is.

Everything else is handed a ``Clock``. Inside the house a moment is an aware UTC datetime; ``JST`` is for the
edges: screens, letters, office hours.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

JST = timezone(timedelta(hours=9), "JST")


class Clock(Protocol):
    """Anything that can say what time it is now."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class MachineClock:
    """The computer's own clock, for a running installation."""

    def now(self) -> datetime:
        """The machine's time, aware, in UTC."""
        return datetime.now(UTC)


class HandClock:
    """A clock moved by hand, for tests and exercises; it never goes back.

    Errors: ``ValueError`` for a naive datetime and for a step into the past.
    """

    def __init__(self, at: datetime) -> None:
        self._at = in_utc(at)

    def now(self) -> datetime:
        """The moment last set, aware, in UTC."""
        return self._at

    def set(self, at: datetime) -> None:
        """Move to ``at`` (aware). Raises ``ValueError`` when that is earlier than now."""
        moment = in_utc(at)
        if moment < self._at:
            raise ValueError(f"a clock does not go back: {self._at.isoformat()} -> {moment.isoformat()}")
        self._at = moment

    def advance(self, by: timedelta) -> None:
        """Move on by ``by``. Raises ``ValueError`` for a negative span."""
        self.set(self._at + by)


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises ``ValueError`` for a naive datetime, whose meaning nobody knows."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs its time zone: {moment.isoformat()}")
    return moment.astimezone(UTC)


def jst_day(moment: datetime) -> date:
    """The day in Japan on which the moment (aware) lies."""
    return moment.astimezone(JST).date()
