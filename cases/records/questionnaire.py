"""Questions and requests for material to the facility, answered by link or by proxy (M-3.1; R-106)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import QuestionnaireState


class Questionnaire(CaseOwned, Base):
    __tablename__ = "questionnaire"

    seq: Mapped[int]
    title: Mapped[str]
    to_name: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    questions: Mapped[list[str]]
    answers: Mapped[list[str]]
    """As many as questions; an empty one is not answered yet."""
    materials: Mapped[list[str]]
    wished_by: Mapped[datetime | None]
    state: Mapped[QuestionnaireState] = mapped_column(word_column(QuestionnaireState, "state"))
    sent_by: Mapped[str]
    sent_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    saved_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(default="")
    by_proxy: Mapped[bool] = mapped_column(default=False)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="")

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("case_id", "seq"),)
