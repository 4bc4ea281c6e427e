"""Rule sets that the ministry adds, and switches of any set (house.md 5; domain book part B)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, word_column
from cases.vocabulary import RuleState


class RuleMark(Base):
    """Changes with every change of the rules in the database; one row. Empty while there has been none."""

    __tablename__ = "rule_mark"
    __table_args__ = (CheckConstraint("only_row", name="only_row"),)

    only_row: Mapped[bool] = mapped_column(primary_key=True, default=True, server_default="true")
    mark: Mapped[str] = mapped_column(default="", server_default="")


class RuleSetEntry(Base):
    """A file that the ministry handed in: drafted by one officer, confirmed by another, then immutable."""

    __tablename__ = "rule_set_entry"
    __table_args__ = (
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> drafted_by", name="second_person"),
        CheckConstraint("(state = 'confirmed') = (confirmed_by IS NOT NULL)", name="confirmed"),
        CheckConstraint("(state = 'draft') = (settled_at IS NULL)", name="settled"),
        Index(
            "uq_rule_set_entry_in_force",
            "set_id",
            "effective_from",
            unique=True,
            postgresql_where="state = 'confirmed'",
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    set_id: Mapped[str]
    title: Mapped[str]
    effective_from: Mapped[date]
    body: Mapped[str]
    """The TOML text of one [[set]], as handed in."""
    state: Mapped[RuleState] = mapped_column(word_column(RuleState, "state"), default=RuleState.DRAFT)
    drafted_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    drafted_office: Mapped[str]
    drafted_at: Mapped[datetime]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    confirmed_office: Mapped[str] = mapped_column(default="")
    settled_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")


class RuleSetSwitch(Base):
    """A set switched on or off, with the reason; the latest one counts. Append-only."""

    __tablename__ = "rule_set_switch"
    __table_args__ = (CheckConstraint("reason <> ''", name="reason"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    set_id: Mapped[str]
    enabled: Mapped[bool]
    reason: Mapped[str]
    confirmed_by: Mapped[str] = mapped_column(default="")
    """Who vouches for a partly verified set (office and post)."""
    switched_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    switched_office: Mapped[str]
    switched_at: Mapped[datetime]
