"""Where a case stands in one stage: waiting, open, done or skipped with reason. One row per case and stage."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import StageKey, StageState


class StageRecord(CaseOwned, Base):
    __tablename__ = "stage_record"

    stage: Mapped[StageKey] = mapped_column(word_column(StageKey, "stage"))
    position: Mapped[int]
    state: Mapped[StageState] = mapped_column(word_column(StageState, "state"), default=StageState.WAITING)
    opened_at: Mapped[datetime | None]
    entered_at: Mapped[datetime | None]
    """When the engine did the stage's entry work (tasks, clocks, letters); null while that is still owed."""
    done_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("case_id", "stage"),)
