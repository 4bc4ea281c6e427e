"""What an authority sets for itself: its own 目安 for a clock rule, its own closed and open days (R-230, R-325)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, word_column
from cases.vocabulary import DayKind
from cases.vocabulary.rules import Unit


class AuthorityTarget(Base):
    """The authority's own length of a clock rule from a day on; without length, the house's again. Append-only."""

    __tablename__ = "authority_target"
    __table_args__ = (
        CheckConstraint("(length IS NULL) = (unit IS NULL) AND length > 0", name="length"),
        Index("ix_authority_target_authority_code_rule_id", "authority_code", "rule_id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"))
    rule_id: Mapped[str]
    length: Mapped[int | None]
    unit: Mapped[Unit | None] = mapped_column(word_column(Unit, "unit"))
    effective_from: Mapped[date]
    reason: Mapped[str]
    set_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    set_office: Mapped[str]
    set_at: Mapped[datetime]


class AuthorityDay(Base):
    """A day on which the office differs from the national calendar; the latest entry of a day counts. Append-only."""

    __tablename__ = "authority_day"
    __table_args__ = (
        CheckConstraint("source <> ''", name="source"),
        Index("ix_authority_day_authority_code_on_date", "authority_code", "on_date"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"))
    on_date: Mapped[date]
    kind: Mapped[DayKind] = mapped_column(word_column(DayKind, "kind"))
    source: Mapped[str]
    set_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    set_office: Mapped[str]
    set_at: Mapped[datetime]
