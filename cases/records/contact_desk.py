"""The ministry's desk by date, as the ministry enters it; two versions never overlap (R-244, R-261, R-262)."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Identity, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base


class ContactDeskEntry(Base):
    """One version. `effective_to` is set when a later one takes over; a wrong entry is withdrawn, never altered."""

    __tablename__ = "contact_desk"
    __table_args__ = (
        CheckConstraint("effective_to IS NULL OR effective_to >= effective_from", name="days"),
        CheckConstraint("(open_from IS NULL) = (open_to IS NULL) AND open_from < open_to", name="hours"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason = '')", name="withdrawn"),
        ExcludeConstraint(
            (text("daterange(effective_from, effective_to, '[]')"), "&&"),
            name="ex_contact_desk_overlap",
            where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    office: Mapped[list[str]]
    full_name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    open_from: Mapped[time | None]
    open_to: Mapped[time | None]
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]
    source: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    entered_office: Mapped[str]
    entered_at: Mapped[datetime]
    ended_by_desk: Mapped[int | None] = mapped_column(ForeignKey("contact_desk.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="")
