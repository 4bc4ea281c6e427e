"""What the facility promised and did, and how care came back (R-104; domain.md D.1 recovery and prevention)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import ItemOrigin, ItemState, Milestone


class RemediationItem(CaseOwned, Base):
    __tablename__ = "remediation_item"

    origin: Mapped[ItemOrigin] = mapped_column(word_column(ItemOrigin, "origin"))
    title: Mapped[str]
    owner: Mapped[str] = mapped_column(default="")
    promised_on: Mapped[date | None]
    state: Mapped[ItemState] = mapped_column(word_column(ItemState, "state"), default=ItemState.OPEN)
    evidence: Mapped[str] = mapped_column(default="")
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(default="")
    settled_note: Mapped[str] = mapped_column(default="")
    entered_at: Mapped[datetime]


class RecoveryMilestone(CaseOwned, Base):
    __tablename__ = "recovery_milestone"

    milestone: Mapped[Milestone] = mapped_column(word_column(Milestone, "milestone"))
    reached_at: Mapped[datetime]
    approx: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    entered_at: Mapped[datetime]
