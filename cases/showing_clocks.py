"""A clock's pauses as plain values for the case page."""

from __future__ import annotations

from datetime import datetime

from cases.deeds.clock_pauses import TARGET
from cases.records import RunningClock
from cases.timings import timing_on
from cases.views import PauseView
from cases.vocabulary import ClockState


def pausable(clock: RunningClock) -> bool:
    """Whether a supervisor may stop it, its due moment apart."""
    runs = clock.state is ClockState.RUNNING and clock.label == TARGET
    return runs and timing_on(clock.rule_id, clock.started_at).adjustable


def pause_views(clock: RunningClock) -> tuple[PauseView, ...]:
    """When and why the clock stood, oldest first."""
    found = []
    for paused_at, reason, by, due_before, *rest in clock.pauses:
        resumed = (datetime.fromisoformat(rest[0]), rest[1]) if rest else (None, "")
        due = datetime.fromisoformat(due_before)
        found.append(PauseView(datetime.fromisoformat(paused_at), reason, by, due, *resumed))
    return tuple(found)
