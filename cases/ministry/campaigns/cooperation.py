"""The police's request: its items, word for word, and when a campaign that passes it on reminds (R-181…R-186, R-207).

Pure: data, dates and moments in; rungs out. The event's days are Japanese calendar days; a reminder goes out at 9:00.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from cases.clock import JST
from cases.japanese_dates import elapsed_words
from cases.vocabulary import ItemMode, ItemPart

FILE = Path(__file__).parents[2] / "rules" / "cooperation_items.toml"
MORNING = time(9, 0)
USUAL = (5, 2, 1)
"""Days before the event on which those with open items are reminded, unless the campaign says otherwise."""
FURTHEST = 60
PUNCTUAL = timedelta(minutes=15)
"""As in cases/clocks/reminders.py: what is sent within this time of its moment is not called late."""


@dataclass(frozen=True)
class TemplateItem:
    """One of the request's items. `near`: bound to 宿舎、行き先地周辺 (P-C4, C7, I1, I9)."""

    id: str
    part: ItemPart
    number: int
    text: str
    mode: ItemMode
    near: bool


@cache
def items() -> tuple[TemplateItem, ...]:
    """The 8 common and 10 individual items of the annex, in its order and words (P-C1…C8, P-I1…I10)."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        TemplateItem(one["id"], ItemPart(one["part"]), one["number"], one["text"], ItemMode(one["mode"]), one["near"])
        for one in read["item"]
    )


@dataclass(frozen=True)
class Rung:
    """A reminder `days` before the event begins."""

    days: int
    at: datetime


def rungs(first_day: date, days: Collection[int]) -> tuple[Rung, ...]:
    """The reminders of an event that begins on `first_day`, earliest first. None on or after that day."""
    return tuple(Rung(n, _morning(first_day - timedelta(days=n))) for n in sorted(set(days), reverse=True) if n > 0)


def over_at(last_day: date) -> datetime:
    """When the event is over for the letters: midnight after its last day (UTC)."""
    return datetime.combine(last_day + timedelta(days=1), time(0), tzinfo=JST).astimezone(UTC)


def summary_at(last_day: date) -> datetime:
    """When the closing summary is due: the morning after the last day (UTC)."""
    return _morning(last_day + timedelta(days=1))


@dataclass(frozen=True)
class Said:
    """What a campaign says now: the latest rung that has come, for itself and for earlier ones that were missed."""

    days: int
    planned_at: datetime
    stands_for: tuple[int, ...]
    said_at: datetime

    @property
    def late_words(self) -> str:
        """「4時間 遅れて送信」; empty when it is punctual."""
        late = self.said_at - self.planned_at
        return f"{elapsed_words(late)} 遅れて送信" if late > PUNCTUAL else ""


def due(
    first_day: date, last_day: date, days: Collection[int], since: datetime, said: datetime | None, now: datetime
) -> Said | None:
    """What is to be said at `now`. `since`: when the campaign was sent or its event moved; rungs before that are not
    made up for, the letter of that moment told. `said`: the moment of the last rung said. Nothing once it is over.
    """
    if now >= over_at(last_day):
        return None
    come = [r for r in rungs(first_day, days) if since < r.at <= now and (said is None or r.at > said)]
    if not come:
        return None
    return Said(come[-1].days, come[-1].at, tuple(rung.days for rung in come[:-1]), now)


def next_moment(
    first_day: date, last_day: date, days: Collection[int], since: datetime, said: datetime | None
) -> datetime:
    """When the campaign speaks next: its next rung, and at last the summary."""
    ahead = (r.at for r in rungs(first_day, days) if r.at > since and (said is None or r.at > said))
    return next(ahead, summary_at(last_day))


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=JST).astimezone(UTC)
