"""Who stands in for whom (代理), and what was changed in the duty roster (R-241)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base


class Substitute(Base):
    """From `from_day` to `to_day` (days in Japan, both included) somebody stands in for an absent colleague. Only its
    end may change.
    """

    __tablename__ = "substitute"
    __table_args__ = (
        CheckConstraint("absent_id <> stand_in_id", name="somebody_else"),
        CheckConstraint("from_day <= to_day", name="days"),
        Index("ix_substitute_authority_code_to_day", "authority_code", "to_day"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"))
    absent_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    stand_in_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    from_day: Mapped[date]
    to_day: Mapped[date]
    also_absent: Mapped[bool]
    """Whether the absent one is written to as well; else they find the letter among their notices only."""
    reason: Mapped[str]
    set_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    set_office: Mapped[str]
    set_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_office: Mapped[str] = mapped_column(default="", server_default="")


class RotaChange(Base):
    """One change of duty days, on-call order or stand-ins, in a sentence. Append-only."""

    __tablename__ = "rota_change"
    __table_args__ = (Index("ix_rota_change_authority_code", "authority_code", "id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"))
    line: Mapped[str]
    set_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    set_office: Mapped[str]
    set_at: Mapped[datetime]
