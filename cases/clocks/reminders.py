"""When a clock speaks next, and what is said once it does. Pure: clock and moment in, answer out.

A clock carries the moment of its next rung; whoever asks at or after that moment says all that came due with one
letter. So nothing is lost when nobody asked for a day, and nothing is said twice when two ask at once: the moment has
moved on. Source: house.md 5; R-046, R-053, R-064, R-230.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.clocks.deadlines import Reminder, reminders
from cases.japanese_dates import elapsed_words
from cases.records import RunningClock
from cases.rulebook import TimingRule
from cases.rulebook.timing import timing_on
from cases.vocabulary import Audience, ClockState

PUNCTUAL = timedelta(minutes=15)
"""What is sent within this time of its moment is not called late."""


@dataclass(frozen=True)
class Spoken:
    """What a clock says now: the latest rung that has come, for itself and for the earlier ones it missed."""

    clock: RunningClock
    rule: TimingRule
    minutes: int
    planned_at: datetime
    stands_for: tuple[int, ...]
    said_at: datetime

    @property
    def late(self) -> bool:
        return self.said_at - self.planned_at > PUNCTUAL

    @property
    def late_words(self) -> str:
        """「4時間 遅れて送信」; empty when it is punctual."""
        return f"{elapsed_words(self.said_at - self.planned_at)} 遅れて送信" if self.late else ""

    def audiences(self) -> tuple[Audience, ...]:
        """担当 always; 上司 and 本省 from the rung on at which the rule's ladder names them."""
        ladder = (
            (Audience.HOLDERS, None),
            (Audience.SUPERVISORS, self.rule.supervisors_from),
            (Audience.MINISTRY, self.rule.ministry_from),
        )
        return tuple(who for who, since in ladder if who is Audience.HOLDERS or _reached(since, self.minutes))


def arm(clock: RunningClock, now: datetime) -> None:
    """Set the moment at which the clock speaks next. Armed already for this due moment, it stays as it is.

    A clock that starts when its due moment has passed is silent at first: the letter with the new task says so. Its
    rungs after the due moment then count from that letter. A moved due moment arms the clock anew: rungs to come are
    said at their new moments, and what says that it is exceeded is said at once, unless that was said before. After a
    pause, what was missed before it is said as well.
    """
    if clock.state is not ClockState.RUNNING:
        if clock.state is ClockState.PAUSED and clock.armed_for is not None and clock.rung_said is None:
            clock.rung_said = rungs_of(clock)[0].minutes - 1  # what was missed before it stood is said afterwards
        clock.next_rung_at = clock.armed_for = None
        return
    if clock.armed_for == clock.due_at:
        return
    fresh = clock.armed_for is None and clock.rung_said is None
    rungs = rungs_of(clock)
    behind = [rung for rung in rungs if rung.at <= now]
    resumed = clock.armed_for is None and not fresh and bool(clock.pauses)
    first = 1 if fresh else rungs[0].minutes if resumed and rungs else 0
    unsaid = [r for r in behind if r.minutes >= first and (clock.rung_said is None or r.minutes > clock.rung_said)]
    clock.armed_for = clock.due_at
    ahead = _next(rungs, now)
    if unsaid:
        pause = timedelta(minutes=unsaid[0].minutes) if fresh else timedelta(0)
        clock.rung_said, clock.next_rung_at = unsaid[0].minutes - 1, min(now + pause, ahead or now + pause)
    else:
        clock.rung_said, clock.next_rung_at = behind[-1].minutes if behind else None, ahead


def speak(clock: RunningClock, now: datetime) -> Spoken | None:
    """What the clock has to say at `now`, and set its next moment. None when its moment has not come."""
    if clock.state is not ClockState.RUNNING or clock.next_rung_at is None or now < clock.next_rung_at:
        return None
    first, rungs = clock.next_rung_at, rungs_of(clock)
    due = [r for r in rungs if r.at <= now and (clock.rung_said is None or r.minutes > clock.rung_said)]
    clock.next_rung_at = _next(rungs, now)
    if not due:
        return None
    last = due[-1]
    clock.rung_said = last.minutes
    return Spoken(
        clock=clock,
        rule=timing_on(clock.rule_id, clock.started_at),
        minutes=last.minutes,
        planned_at=max(first, last.at),
        stands_for=tuple(rung.minutes for rung in due[:-1]),
        said_at=now,
    )


def rungs_of(clock: RunningClock) -> tuple[Reminder, ...]:
    """The rungs of the rule that the clock was started under, for its due moment; earliest first."""
    return reminders(timing_on(clock.rule_id, clock.started_at), clock.due_at)


def _next(rungs: tuple[Reminder, ...], now: datetime) -> datetime | None:
    return next((rung.at for rung in rungs if rung.at > now), None)


def _reached(since: int | None, minutes: int) -> bool:
    return since is not None and minutes >= since
