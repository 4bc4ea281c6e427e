"""Numbered exchanges between authority and ministry: inquiries, requests, technical consultations (M-3.2, M-3.4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import AdviceTiming, ExchangeKind


class Exchange(CaseOwned, Base):
    __tablename__ = "exchange"

    seq: Mapped[int]
    kind: Mapped[ExchangeKind] = mapped_column(word_column(ExchangeKind, "kind"))
    from_ministry: Mapped[bool]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    question: Mapped[str]
    wished_by: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    visit: Mapped[int | None]
    timing: Mapped[AdviceTiming] = mapped_column(word_column(AdviceTiming, "timing"), default=AdviceTiming.GENERAL)
    asked_by_id: Mapped[int | None]
    thread_closed_at: Mapped[datetime | None]
    thread_closed_by: Mapped[str] = mapped_column(default="")
    thread_published_at: Mapped[datetime | None]

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("case_id", "seq"),)
