"""What goes to the ministry: phone contacts and written reports, immutable once sent (R-052, R-054, R-066…R-068)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import ReportKind, ReportState


class MinistryContact(CaseOwned, Base):
    """A call or message to the ministry, by the authority or directly by the facility (two lines, M-1.4 and M-2.2)."""

    __tablename__ = "ministry_contact"
    contacted_at: Mapped[datetime]
    approx: Mapped[bool] = mapped_column(default=False)
    by_facility: Mapped[bool]
    desk: Mapped[str]
    answered_by: Mapped[str] = mapped_column(default="")
    gist: Mapped[str]
    outside_hours: Mapped[bool]
    entered_at: Mapped[datetime]


class Report(CaseOwned, Base):
    __tablename__ = "report"

    seq: Mapped[int]
    kind: Mapped[ReportKind] = mapped_column(word_column(ReportKind, "kind"))
    state: Mapped[ReportState] = mapped_column(word_column(ReportState, "state"), default=ReportState.DRAFT)
    desk: Mapped[str] = mapped_column(default="")
    damage: Mapped[str] = mapped_column(default="")
    response: Mapped[str] = mapped_column(default="")
    recovery: Mapped[str] = mapped_column(default="")
    prevention: Mapped[str] = mapped_column(default="")
    other: Mapped[str] = mapped_column(default="")
    drafted_by: Mapped[str]
    drafted_at: Mapped[datetime]
    approved_by: Mapped[str] = mapped_column(default="")
    approved_at: Mapped[datetime | None]
    bypass_reason: Mapped[str] = mapped_column(default="")
    return_reason: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[str] = mapped_column(default="")
    outside_hours: Mapped[bool] = mapped_column(default=False)
    desk_opens_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    received_by: Mapped[str] = mapped_column(default="")

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (
            UniqueConstraint("case_id", "seq"),
            CheckConstraint(
                "state IN ('draft', 'returned') OR approved_at IS NOT NULL OR bypass_reason <> ''", name="approved"
            ),
            CheckConstraint("state NOT IN ('sent','received') OR sent_at IS NOT NULL", name="sent"),
        )
