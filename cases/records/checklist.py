"""Answers to a checklist's items; the newest row per edition, vendor and item is in force (R-269)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import ChecklistAnswer


class ChecklistRow(CaseOwned, Base):
    """`template` and `code` name an item of cases/rules/checklists.toml; `vendor` is empty on the facility's sheet."""

    __tablename__ = "checklist_answer"

    template: Mapped[str]
    vendor: Mapped[str] = mapped_column(default="")
    code: Mapped[str]
    answer: Mapped[ChecklistAnswer] = mapped_column(word_column(ChecklistAnswer, "answer"))
    confirmed_on: Mapped[date]
    target_on: Mapped[date | None]
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (CheckConstraint("target_on IS NULL OR answer = 'no'", name="target_of_a_no"),)
