"""Words that letters share: until when in real time and open hours, and what was typed freely, without personal data.

Mail leaves the house: numbers to call people at, mail addresses and what looks like a list of patients stay on the
screen (R-235). The offices' own desks, which a letter names on purpose, are not typed freely.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from cases.calendars import Calendar
from cases.casework.files.personal_data import suspicion
from cases.clocks.deadlines import is_overdue, remaining_words
from cases.japanese_dates import elapsed_words, jst_words

WITHHELD = "（個人情報のおそれがあるため、通知には載せません。画面で確かめてください。）"
_CALLED = re.compile(r"(?<![\d-])0\d{1,4}[-‐－ー(（]\d{1,4}[-‐－ー)）]\d{3,4}(?!\d)|(?<!\d)0[789]0\d{8}(?!\d)")
_WRITTEN_TO = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
LONG = timedelta(days=14)
"""Farther away than this, open hours tell nobody anything."""


def mailable(text: str) -> str:
    """What somebody typed, as it may leave the house."""
    if suspicion(text):
        return WITHHELD
    return _WRITTEN_TO.sub("（メールアドレスは画面で）", _CALLED.sub("（電話番号は画面で）", text))


def due_words(label: str, due: datetime, now: datetime, calendar: Calendar) -> str:
    """「目安: 11月1日(月) 12:00 まで（残り 3時間、開庁時間で あと3時間）」; past it 「（4時間 超過）」."""
    return f"{label}: {jst_words(due)} まで（{left_words(due, now, calendar)}）"


def left_words(due: datetime, now: datetime, calendar: Calendar) -> str:
    """「残り 15時間、開庁時間で あと3時間」: what the clock says, and how much of it the office is there."""
    words = remaining_words(due, now)
    if is_overdue(due, now) or due - now > LONG:
        return words
    open_time = calendar.open_time(now, due)
    if open_time == timedelta(0):
        return f"{words}、次の開庁より前"
    return f"{words}、開庁時間で あと{_hours(open_time)}"


def _hours(span: timedelta) -> str:
    """Open time is counted in hours, also beyond a day: 「27時間」, not 「1日3時間」."""
    minutes = span // timedelta(minutes=1)
    if minutes < 600:
        return elapsed_words(span)
    return f"{minutes // 60}時間"
