"""A started clock: its due moment is computed once from the rule in force and stored (house.md 5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import ClockState, StageKey


class RunningClock(CaseOwned, Base):
    __tablename__ = "clock"

    rule_id: Mapped[str]
    stage: Mapped[StageKey] = mapped_column(word_column(StageKey, "stage"))
    title: Mapped[str]
    timing_word: Mapped[str]
    about: Mapped[str] = mapped_column(default="", server_default="")
    """Which of several occurrences the clock runs for; empty where the case has one only."""
    label: Mapped[str]
    """目安 or 法定期限, as the rule's legal nature says (R-008); 希望期限 where somebody wished for a moment."""
    set_by: Mapped[str] = mapped_column(default="", server_default="")
    """The authority whose own 目安 the length is; empty for the house's."""
    source: Mapped[list[str]]
    started_at: Mapped[datetime]
    due_at: Mapped[datetime]
    met_at: Mapped[datetime | None]
    carried_from: Mapped[str] = mapped_column(default="", server_default="")
    """The number of the merged case that the clock was started in (R-057)."""
    state: Mapped[ClockState] = mapped_column(word_column(ClockState, "state"), default=ClockState.RUNNING)
    next_rung_at: Mapped[datetime | None]
    """When it reminds next (cases/clocks/reminders.py); empty when it has said all, or stands."""
    rung_said: Mapped[int | None]
    """The last rung said, in minutes from the due moment."""
    armed_for: Mapped[datetime | None]
    """The due moment that `next_rung_at` was reckoned from."""
    paused_at: Mapped[datetime | None]
    """Since when it stands, with a reason; the last of `pauses` says why and until when it was due."""
    pauses: Mapped[list[list[str]]] = mapped_column(JSONB, default=list, server_default="[]")
    """What was promised, oldest first: paused at, reason, by whom, due before; once resumed also resumed at, by whom,
    due since. Moments in ISO 8601.
    """

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (
            UniqueConstraint("case_id", "rule_id", "about", "started_at"),
            Index("ix_clock_next_rung", "next_rung_at", postgresql_where="next_rung_at IS NOT NULL"),
            Index("ix_clock_running", "due_at", postgresql_where="state = 'running'"),
        )
