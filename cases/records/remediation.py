"""What the facility promised and did, and how care came back (R-104; domain.md D.1 recovery and prevention)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, WriteOnlyMapped, mapped_column, relationship

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import ItemOrigin, ItemState, ItemStep, Milestone


class RemediationItem(CaseOwned, Base):
    """One thing to be put right, from whichever act it came. `promised_on` is the promise in force; the earlier ones
    stand in the steps. Loaded with the case; its steps only where they are shown.
    """

    __tablename__ = "remediation_item"

    origin: Mapped[ItemOrigin] = mapped_column(word_column(ItemOrigin, "origin"))
    title: Mapped[str]
    level: Mapped[str] = mapped_column(default="")
    """口頭指導, 文書指摘 and the like, as the result was notified; empty where there is none."""
    source: Mapped[str] = mapped_column(default="")
    """Which visit, guidance or checklist it came from, in words."""
    reference: Mapped[str] = mapped_column(default="")
    """The checklist's sheet and item that this stands for: edition/vendor/item. Empty for the other origins."""
    owner: Mapped[str] = mapped_column(default="")
    promised_on: Mapped[date | None]
    state: Mapped[ItemState] = mapped_column(word_column(ItemState, "state"), default=ItemState.OPEN)
    answer: Mapped[str] = mapped_column(default="")
    """What the facility said last."""
    reported_at: Mapped[datetime | None]
    evidence: Mapped[str] = mapped_column(default="")
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(default="")
    settled_note: Mapped[str] = mapped_column(default="")
    entered_at: Mapped[datetime]

    steps: WriteOnlyMapped[RemediationStep] = relationship(order_by="RemediationStep.id")


class RemediationStep(CaseOwned, Base):
    """A deed on an item, never changed: who, when, what was said or shown, the promise as it was then."""

    __tablename__ = "remediation_step"

    item_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("remediation_item.id"), index=True)
    kind: Mapped[ItemStep] = mapped_column(word_column(ItemStep, "kind"))
    at: Mapped[datetime]
    by: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(default="")
    promised_before: Mapped[date | None]
    promised_on: Mapped[date | None]
    entered_at: Mapped[datetime]


class RecoveryMilestone(CaseOwned, Base):
    """`part` is the department or service; empty for the whole facility. A corrected one stays, with the reason."""

    __tablename__ = "recovery_milestone"

    milestone: Mapped[Milestone] = mapped_column(word_column(Milestone, "milestone"))
    part: Mapped[str] = mapped_column(default="")
    reached_at: Mapped[datetime]
    approx: Mapped[bool] = mapped_column(default=False)
    unrecoverable: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    entered_at: Mapped[datetime]
    corrected_at: Mapped[datetime | None]
    corrected_why: Mapped[str] = mapped_column(default="")
