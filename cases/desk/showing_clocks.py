"""Clocks and their pauses as plain values for the case page."""

from __future__ import annotations

from datetime import datetime

from cases.clocks.pausing import TARGET
from cases.clocks.views import ClockView, PauseView
from cases.records import CaseFile, RunningClock
from cases.rulebook import rulebook
from cases.rulebook.timing import timing_on
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


def basis_words(rule_id: str) -> str:
    """What a clock's rule rests on, as printed: 「地方自治法第245条の４第１項に基づく技術的助言」 (R-007, R-009)."""
    rule = next((one for one in rulebook().timings if one.id == rule_id), None)
    return rulebook().basis(rule.basis).words if rule else ""


def clock_views(case: CaseFile) -> tuple[ClockView, ...]:
    return tuple(
        ClockView(
            c.rule_id,
            c.stage,
            c.title,
            c.timing_word,
            c.label,
            tuple(c.source),
            c.started_at,
            c.due_at,
            c.met_at,
            str(c.state),
            c.state.label,
            c.about,
            c.set_by,
            basis_words(c.rule_id),
            c.next_rung_at,
            pausable(c),
            pause_views(c),
        )
        for c in case.clocks
    )
