"""What belongs to a visit: the team, every step of its course, the findings by level, the answers of the day sheet.

A visit is addressed by its number within the case (R-120, R-121, R-123, R-343).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import CheckAnswer, FindingLevel, InspectionState, VisitSide


def of_visit() -> ForeignKeyConstraint:
    """The visit of the same case; checked at commit, so that visit and lines may be written in any order."""
    return ForeignKeyConstraint(
        ["case_id", "visit"], ["inspection.case_id", "inspection.seq"], deferrable=True, initially="DEFERRED"
    )


class InspectionMember(CaseOwned, Base):
    """Who goes: the appointment and the certificate as they stood when the team was named (R-119, R-121)."""

    __tablename__ = "visit_member"

    visit: Mapped[int]
    side: Mapped[VisitSide] = mapped_column(word_column(VisitSide, "side"))
    office: Mapped[str]
    appointment_number: Mapped[str] = mapped_column(default="")
    certificate_number: Mapped[str] = mapped_column(default="")
    valid_to: Mapped[date | None]
    carried: Mapped[bool | None]
    shown: Mapped[bool | None]

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (of_visit(),)


class InspectionStep(CaseOwned, Base):
    """One step of a visit's course: what was done, when, and where it led. Never changed."""

    __tablename__ = "visit_step"

    visit: Mapped[int]
    act: Mapped[str]
    label: Mapped[str]
    at: Mapped[datetime]
    before: Mapped[InspectionState | None] = mapped_column(word_column(InspectionState, "before"))
    after: Mapped[InspectionState] = mapped_column(word_column(InspectionState, "after"))
    text: Mapped[str] = mapped_column(default="")
    by: Mapped[str]
    entered_at: Mapped[datetime]

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (of_visit(),)


class InspectionFinding(CaseOwned, Base):
    """A finding by level. `draft` counts the versions of the result: the last one is what was notified."""

    __tablename__ = "visit_finding"

    visit: Mapped[int]
    side: Mapped[VisitSide] = mapped_column(word_column(VisitSide, "side"))
    draft: Mapped[int] = mapped_column(default=1)
    level: Mapped[FindingLevel] = mapped_column(word_column(FindingLevel, "level"))
    title: Mapped[str]
    entered_at: Mapped[datetime]

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (of_visit(),)


class CheckedItem(CaseOwned, Base):
    """One answer of the day sheet; `item` is the number in the template of that name."""

    __tablename__ = "checked_item"

    visit: Mapped[int]
    template: Mapped[str]
    item: Mapped[str]
    question: Mapped[str]
    answer: Mapped[CheckAnswer] = mapped_column(word_column(CheckAnswer, "answer"))
    target_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (of_visit(),)
