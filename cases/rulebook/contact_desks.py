"""The ministry's desk in force on a day, and whether it is open (R-052, R-055, R-068, R-261)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from cases.calendars import Calendar
from cases.clock import jst_day
from cases.rulebook.book import rulebook
from cases.rulebook.entries import ContactDesk


@dataclass(frozen=True)
class Reception:
    """What the desk can do with something that arrives at a moment: it always accepts, and reads when it opens."""

    desk: str
    phone: str
    open_now: bool
    opens_at: datetime


def desk_on(moment: datetime) -> ContactDesk:
    """The desk in force on that day in Japan. Where none is (an incident of 2018, a gap between two entries): the last
    one before that day, else the first one on record.
    """
    day = jst_day(moment)
    desks = sorted(rulebook().contact_desks, key=lambda desk: desk.effective_from)
    begun = [desk for desk in desks if desk.effective_from <= day]
    return rulebook().contact_desk(day) or (begun[-1] if begun else desks[0])


def reception_at(moment: datetime) -> Reception:
    """How the desk receives at `moment` (aware). Hours that no source states are taken as those of 2018."""
    desk = desk_on(moment)
    hours = Calendar(open_from=desk.open_from, open_to=desk.open_to) if desk.open_from and desk.open_to else Calendar()
    open_now = hours.is_open(moment)
    return Reception(desk.full_name, desk.phone or "", open_now, moment if open_now else hours.next_opening(moment))


def rerouted(addressed: str, moment: datetime) -> str:
    """A note when what was addressed names an office or a telephone number that is not the desk's on that day;
    empty otherwise. Nothing is refused for it (R-245).
    """
    said = _bare(addressed)
    if not said:
        return ""
    now = desk_on(moment)
    if any(name in said for name in _names(now)):
        return ""
    for desk in rulebook().contact_desks:
        if desk.id != now.id and any(name in said for name in _names(desk)):
            return f"「{addressed}」あては当日の窓口ではないため、{now.full_name}に回付しました。"
    return ""


def _names(desk: ContactDesk) -> list[str]:
    """What people write for a desk: its names and its number."""
    return [
        _bare(name)
        for name in (desk.full_name, desk.full_name.removeprefix("厚生労働省"), desk.office[-1], desk.phone)
        if name
    ]


def _bare(text: str) -> str:
    """Without what people write differently: width, blanks, dashes, brackets."""
    return re.sub(r"[\s\-‐−–—ー()（）・]", "", unicodedata.normalize("NFKC", text))
