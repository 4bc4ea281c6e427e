"""Whom else was told, and what the facility agreed to share (domain.md G.2; R-272, R-279…R-283)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import CeptoarConsent, NcoConsent, NoticeBody, NoticeState


class ExternalNotice(CaseOwned, Base):
    """The answer in force about one body; earlier answers stand in the history."""

    __tablename__ = "external_notice"

    body: Mapped[NoticeBody] = mapped_column(word_column(NoticeBody, "body"))
    state: Mapped[NoticeState] = mapped_column(word_column(NoticeState, "state"))
    told_at: Mapped[datetime | None]
    told_by: Mapped[str] = mapped_column(default="")
    reference: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (
            UniqueConstraint("case_id", "body"),
            CheckConstraint("state <> 'done' OR told_at IS NOT NULL", name="told_when_done"),
            CheckConstraint("state <> 'not_applicable' OR reason <> ''", name="reason_when_not_applicable"),
        )


class SharingConsent(CaseOwned, Base):
    """What the facility answered; the newest row is in force."""

    __tablename__ = "sharing_consent"

    nco: Mapped[NcoConsent] = mapped_column(word_column(NcoConsent, "nco"))
    ceptoar: Mapped[CeptoarConsent] = mapped_column(word_column(CeptoarConsent, "ceptoar"))
    answered_at: Mapped[datetime]
    answered_by: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
