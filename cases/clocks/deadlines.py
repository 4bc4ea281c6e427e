"""When a clock is due, what remains, and how that is said. Pure: rule, moment and calendar in, answer out.

Under the 2018 notice every clock is a 目安 (R-008): these words never speak of a breach.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from cases.calendars import Calendar
from cases.clock import in_utc, jst_day
from cases.japanese_dates import elapsed_words
from cases.rulebook import TimingRule, Unit


class Target(NamedTuple):
    """An authority's own length of a clock rule from a day on; without length, the house's stands again."""

    rule_id: str
    unit: Unit | None
    length: int | None
    effective_from: date
    set_by: str


class Reminder(NamedTuple):
    """One rung of a clock: minutes from the due time (negative = before) and its moment (UTC)."""

    minutes: int
    at: datetime


def due_at(rule: TimingRule, started_at: datetime, calendar: Calendar) -> datetime | None:
    """The due moment (UTC) of a clock started at ``started_at``; None where the rule computes no length.

    ``calendar`` matters only for open hours and open days: minutes, hours and calendar days run through
    nights and holidays (R-327). Raises ``ValueError`` for a naive ``started_at``.
    """
    start = in_utc(started_at)
    if rule.unit is None or rule.length is None:
        return None
    match rule.unit:
        case Unit.MINUTES:
            return start + timedelta(minutes=rule.length)
        case Unit.HOURS:
            return start + timedelta(hours=rule.length)
        case Unit.CALENDAR_DAYS:
            return start + timedelta(days=rule.length)
        case Unit.OPEN_HOURS:
            return calendar.add_open_hours(start, rule.length)
        case Unit.OPEN_DAYS:
            return calendar.add_open_days(start, rule.length)


def own_target(rule: TimingRule, targets: Sequence[Target], started_at: datetime) -> tuple[TimingRule, str]:
    """The rule with the length that the authority had set for itself by the day of the start (in Japan), and whose it
    is; the rule as it is and "" where it had set none. Never for a statute: its period is not the authority's to set.
    """
    day = jst_day(in_utc(started_at))
    begun = [one for one in targets if one.rule_id == rule.id and one.effective_from <= day]
    if not begun or begun[-1].length is None or not rule.adjustable:
        return rule, ""
    last = begun[-1]
    return rule.model_copy(update={"unit": last.unit, "length": last.length}), last.set_by


def reminders(rule: TimingRule, due: datetime) -> tuple[Reminder, ...]:
    """The rule's rungs for a due moment, earliest first."""
    moment = in_utc(due)
    return tuple(Reminder(minutes, moment + timedelta(minutes=minutes)) for minutes in sorted(rule.reminders))


def remaining(due: datetime, now: datetime) -> timedelta:
    """Time left until ``due``; negative when it has passed."""
    return in_utc(due) - in_utc(now)


def is_overdue(due: datetime, now: datetime) -> bool:
    """Whether ``due`` has passed; at the due moment itself it has not."""
    return remaining(due, now) < timedelta(0)


def remaining_words(due: datetime, now: datetime) -> str:
    """「残り 3時間20分」 before the due moment, 「2日4時間 超過」 after it."""
    left = remaining(due, now)
    return f"{elapsed_words(left)} 超過" if left < timedelta(0) else f"残り {elapsed_words(left)}"


def length_words(rule: TimingRule) -> str:
    """The rule's length as shown beside its badge: 「目安 24時間」; 「期限の計算なし」 without one."""
    if rule.unit is None or rule.length is None:
        return "期限の計算なし"
    return f"{rule.label} {rule.length}{rule.unit.label}"
