"""What goes to the ministry: phone contacts and written reports, immutable once sent (R-052, R-054, R-066…R-068)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import AmendmentKind, Reporter, ReportKind, ReportState


class MinistryContact(CaseOwned, Base):
    """A call or message to the ministry, by the authority or directly by the facility (two lines, M-1.4 and M-2.2)."""

    __tablename__ = "ministry_contact"
    contacted_at: Mapped[datetime]
    approx: Mapped[bool] = mapped_column(default=False)
    by_facility: Mapped[bool]
    desk: Mapped[str]
    answered_by: Mapped[str] = mapped_column(default="")
    gist: Mapped[str]
    rerouted: Mapped[str] = mapped_column(default="", server_default="")
    outside_hours: Mapped[bool]
    entered_at: Mapped[datetime]


class Report(CaseOwned, Base):
    __tablename__ = "report"

    seq: Mapped[int]
    kind: Mapped[ReportKind] = mapped_column(word_column(ReportKind, "kind"))
    state: Mapped[ReportState] = mapped_column(word_column(ReportState, "state"), default=ReportState.DRAFT)
    reporter: Mapped[Reporter] = mapped_column(
        word_column(Reporter, "reporter"), default=Reporter.AUTHORITY, server_default="authority"
    )
    desk: Mapped[str] = mapped_column(default="")
    rerouted: Mapped[str] = mapped_column(default="", server_default="")
    """The superseded office or number it was addressed to, when it was re-routed (R-245)."""
    contents: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """Field of cases/rules/incident_fields.toml → words, as the report contained them when it was sent (R-330)."""
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


class ReportAmendment(CaseOwned, Base):
    """補足, 訂正 or 取下げ of a sent report: a row of its own, linked by the report's number. Append-only by GRANT."""

    __tablename__ = "report_amendment"

    report_seq: Mapped[int]
    kind: Mapped[AmendmentKind] = mapped_column(word_column(AmendmentKind, "kind"))
    reason: Mapped[str]
    content: Mapped[str] = mapped_column(default="")
    desk: Mapped[str]
    outside_hours: Mapped[bool]
    made_by: Mapped[str]
    made_at: Mapped[datetime]

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (
            ForeignKeyConstraint(["case_id", "report_seq"], ["report.case_id", "report.seq"]),
            Index(
                "uq_report_amendment_withdrawal",
                "case_id",
                "report_seq",
                unique=True,
                postgresql_where="kind = 'withdrawal'",
            ),
        )
