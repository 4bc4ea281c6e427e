"""中断と再開: a 目安 stands while something outside the office is waited for, and goes on with what was left of it.

Never silently: a supervisor pauses with a reason, nobody is reminded meanwhile, and what was promised before stays with
the clock. A statute's period runs on whatever is waited for, and what somebody wished for or promised is changed where
it was said. What was exceeded already stays exceeded. Source: house.md 5; R-008, R-327 (real time pauses in real time,
open time in open time).
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from cases.calendars import Calendar
from cases.errors import ActNotOpen, NotFound
from cases.procedure import LONG, Act, Deed, Facts, Requirement
from cases.records import CaseFile, RunningClock
from cases.rulebook import CalendarKind
from cases.rulebook.timing import timing_on
from cases.vocabulary import ClockState, Role

PAUSE, RESUME, TARGET = "目安を中断する", "目安を再開する", "目安"


class ClockPause(Facts):
    clock: str = Field(title="中断する目安", description="目安の名称")
    reason: Annotated[str, LONG] = Field(title="中断する理由", description="医療機関等に照会中、など", min_length=1)


class ClockResume(Facts):
    clock: str = Field(title="再開する目安", description="目安の名称")
    note: Annotated[str, LONG] = Field(default="", title="再開する理由")


def pause_clock(case: CaseFile, facts: ClockPause, deed: Deed) -> None:
    clock = _named(case, facts.clock, ClockState.RUNNING, PAUSE)
    if why := why_not(clock, deed.now):
        raise ActNotOpen(PAUSE, [f"「{clock.title}」は中断できません。{why}"])
    clock.state, clock.paused_at = ClockState.PAUSED, deed.now
    clock.pauses = [*clock.pauses, [deed.now.isoformat(), facts.reason, deed.office, clock.due_at.isoformat()]]


def resume_clock(case: CaseFile, facts: ClockResume, deed: Deed) -> None:
    clock = _named(case, facts.clock, ClockState.PAUSED, RESUME)
    clock.due_at = due_after(clock, deed.books.calendar(case.authority_code), deed.now)
    last = [*clock.pauses[-1], deed.now.isoformat(), deed.office, clock.due_at.isoformat()]
    clock.state, clock.paused_at, clock.pauses = ClockState.RUNNING, None, [*clock.pauses[:-1], last]


def due_after(clock: RunningClock, calendar: Calendar, now: datetime) -> datetime:
    """The due moment of a paused clock that goes on at `now`: as much later as it stood, in the time that its rule
    counts. Raises ValueError for a clock that does not stand.
    """
    if clock.paused_at is None:
        raise ValueError("the clock does not stand")
    rule = timing_on(clock.rule_id, clock.started_at)
    if rule.calendar is CalendarKind.AROUND_THE_CLOCK:
        return clock.due_at + (now - clock.paused_at)
    left = calendar.open_time(clock.paused_at, clock.due_at)
    return max(clock.due_at, calendar.add_open_hours(now, left.total_seconds() / 3600))


def why_not(clock: RunningClock, now: datetime) -> str:
    """Why the clock may not be paused, a sentence; empty when it may."""
    if clock.label != TARGET:  # a statute's, or what somebody wished for
        return f"{clock.label}は、所属の判断では止まりません。"
    if not timing_on(clock.rule_id, clock.started_at).adjustable:
        return "日を決めて運用しています。その日を変えてください。"
    if clock.due_at <= now:
        return "すでに目安を過ぎています。過ぎた理由は「事実を追記する」で残してください。"
    return ""


def _named(case: CaseFile, name: str, state: ClockState, label: str) -> RunningClock:
    """The newest clock of that name (or rule) in that state. Raises NotFound, ActNotOpen."""
    named = [clock for clock in case.clocks if name in (clock.title, clock.rule_id)]
    if not named:
        raise NotFound("目安")
    found = [clock for clock in named if clock.state is state]
    if not found:
        raise ActNotOpen(label, [f"「{named[-1].title}」は{named[-1].state.label}です。"])
    return max(found, key=lambda clock: clock.started_at)


def _some(case: CaseFile, state: ClockState) -> bool:
    return any(clock.state is state and clock.label == TARGET for clock in case.clocks)


ACTS: tuple[Act[Any], ...] = (
    Act(
        "pause_clock",
        "clock_paused",
        PAUSE,
        ClockPause,
        frozenset({Role.SUPERVISOR}),
        change=pause_clock,
        anytime=True,
        help="照会中など、所属の外の事情を待つ間、目安を止めます。止めている間は催促しません。",
        requires=(Requirement("進行中の目安がありません。", lambda case: _some(case, ClockState.RUNNING)),),
    ),
    Act(
        "resume_clock",
        "clock_resumed",
        RESUME,
        ClockResume,
        frozenset({Role.SUPERVISOR}),
        change=resume_clock,
        anytime=True,
        help="止めていた時間だけ、目安を後にずらして再開します。",
        requires=(Requirement("中断中の目安がありません。", lambda case: _some(case, ClockState.PAUSED)),),
    ),
)
