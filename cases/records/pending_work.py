"""What the engine still owes a case in a stage. Claimed under an engine's number, marked done last."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import StageKey


class PendingWork(CaseOwned, Base):
    """`urgent` work (a person's deed) is claimed before entry work of a wave."""

    __tablename__ = "pending_work"

    stage: Mapped[StageKey] = mapped_column(word_column(StageKey, "stage"))
    why: Mapped[str]
    """The act, or what else the work is owed to."""
    about: Mapped[int | None]
    """The task that the act was about."""
    urgent: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    claimed_by: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(default="")

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (Index("ix_pending_work_free", "stage", "urgent", "id", postgresql_where="done_at IS NULL"),)
