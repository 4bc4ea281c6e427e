"""A task for an official: role, holder, due moment, state (house.md: tasks for officials)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cases.records.base import Base, CaseOwned, word_column
from cases.records.case_file import CaseFile
from cases.records.office import Officer
from cases.vocabulary import Role, StageKey, TaskState

BY_HAND = "engine_failed"
"""Tasks whose code begins so have no fact that completes them."""


class Task(CaseOwned, Base):
    __tablename__ = "task"

    stage: Mapped[StageKey] = mapped_column(word_column(StageKey, "stage"))
    code: Mapped[str]
    title: Mapped[str]
    role: Mapped[Role] = mapped_column(word_column(Role, "role"))
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    why_holder: Mapped[str] = mapped_column(default="")
    due_at: Mapped[datetime | None]
    due_label: Mapped[str] = mapped_column(default="目安", server_default="目安")
    state: Mapped[TaskState] = mapped_column(word_column(TaskState, "state"), default=TaskState.OPEN)
    note: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str] = mapped_column(default="")
    holder: Mapped[Officer | None] = relationship(lazy="raise", foreign_keys=[holder_id])
    case: Mapped[CaseFile] = relationship(back_populates="tasks", lazy="raise")

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (
            Index("ix_task_holder", "holder_id", "due_at", postgresql_where="state = 'open'"),
            Index("ix_task_office", "authority_code", "due_at", postgresql_where="state = 'open'"),
            Index("uq_task_open", "case_id", "code", unique=True, postgresql_where="state = 'open'"),
        )
