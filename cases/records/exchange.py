"""Numbered exchanges between authority and ministry: inquiries, requests, technical consultations (M-3.2, M-3.4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import AdviceTiming, ExchangeKind, ExchangeState


class Exchange(CaseOwned, Base):
    __tablename__ = "exchange"

    seq: Mapped[int]
    kind: Mapped[ExchangeKind] = mapped_column(word_column(ExchangeKind, "kind"))
    from_ministry: Mapped[bool]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    question: Mapped[str]
    wished_by: Mapped[datetime | None]
    contact: Mapped[str] = mapped_column(default="", server_default="")
    """Whom to ask back, by office."""
    report_seq: Mapped[int | None]
    """The report that an inquiry is about (R-069)."""
    follows_seq: Mapped[int | None]
    """The exchange that this one asks on from."""
    state: Mapped[ExchangeState] = mapped_column(
        word_column(ExchangeState, "state"), default=ExchangeState.WAITING, server_default="waiting"
    )
    parts: Mapped[list[list[str]]] = mapped_column(JSONB, default=list, server_default="[]")
    """[[moment in ISO 8601, office, text], …]: partial answers in the order they came."""
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
