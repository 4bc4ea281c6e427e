"""Clocks, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases.vocabulary import StageKey


@dataclass(frozen=True)
class PauseView:
    """A time in which a clock stood, with what was promised before; `resumed_at` is empty while it stands."""

    paused_at: datetime
    reason: str
    by: str
    due_before: datetime
    resumed_at: datetime | None
    resumed_by: str


@dataclass(frozen=True)
class ClockView:
    rule_id: str
    stage: StageKey
    title: str
    timing_word: str
    label: str
    source: tuple[str, ...]
    started_at: datetime
    due_at: datetime
    met_at: datetime | None
    state: str
    state_label: str
    about: str = ""
    set_by: str = ""
    """Whose own 目安 the length is; empty for the house's."""
    basis: str = ""
    """What stands behind it, as printed (R-007, R-009)."""
    next_reminder_at: datetime | None = None
    """When those concerned hear of it next; None when all has been said, or the clock stands."""
    pausable: bool = False
    pauses: tuple[PauseView, ...] = ()
    """Oldest first."""
