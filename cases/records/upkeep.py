"""Scheduled work: its runs, the daily counts, the contacts to confirm, the alarms, how long things are kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import ScheduledState, ScheduledWork


class ScheduledRun(Base):
    """One run of a scheduled work for a day. `round` 0 is the scheduled one, of which there is one a day; what a person
    asked for has a round of its own. `missed`: earlier days on which it should have run and did not.
    """

    __tablename__ = "standing_run"
    __table_args__ = (
        UniqueConstraint("name", "for_day", "round", name="uq_standing_run_name_for_day_round"),
        Index("ix_standing_run_waiting", "id", postgresql_where="state IN ('asked', 'running')"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    name: Mapped[ScheduledWork] = mapped_column(word_column(ScheduledWork, "name"))
    for_day: Mapped[date]
    round: Mapped[int] = mapped_column(default=0, server_default="0")
    dry: Mapped[bool] = mapped_column(default=False, server_default=false())
    state: Mapped[ScheduledState] = mapped_column(word_column(ScheduledState, "state"))
    way: Mapped[str] = mapped_column(default="", server_default="")
    """By what it was started, as the page says it."""
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    asked_office: Mapped[str] = mapped_column(default="", server_default="")
    asked_at: Mapped[datetime | None]
    number: Mapped[int | None] = mapped_column("seat", key="number")
    """The engine that runs it."""
    """The number of the engine that runs it."""
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    missed: Mapped[list[date]] = mapped_column(ARRAY(Date()))
    said: Mapped[str] = mapped_column(default="", server_default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))


class DailyCount(Base):
    """One authority on one day, as counted then. `stages`: stage key → open cases in it."""

    __tablename__ = "daily_count"

    day: Mapped[date] = mapped_column(primary_key=True)
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"), primary_key=True)
    cases: Mapped[int]
    overdue: Mapped[int]
    undelivered: Mapped[int]
    stages: Mapped[dict[str, Any]]
    counted_at: Mapped[datetime]


class ContactCheck(Base):
    """A contact that nobody has confirmed for long: of a vendor, or (no vendor) of a municipal hospital's body.
    `known_at`: when it was entered, changed or confirmed last; None where no record says so.
    """

    __tablename__ = "contact_check"
    __table_args__ = (
        ForeignKeyConstraint(
            ["facility_id", "authority_code"], ["facility.id", "facility.authority_code"], onupdate="CASCADE"
        ),
        Index(
            "uq_contact_check_open",
            "facility_id",
            text("COALESCE(vendor_id, 0)"),
            unique=True,
            postgresql_where=text("settled_at IS NULL"),
        ),
        Index("ix_contact_check_open", "authority_code", "opened_at", postgresql_where=text("settled_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    facility_id: Mapped[int] = mapped_column(index=True)
    authority_code: Mapped[str]
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("facility_vendor.id"))
    known_at: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    settled_office: Mapped[str] = mapped_column(default="", server_default="")
    note: Mapped[str] = mapped_column(default="", server_default="")


class TrailAlarm(CaseOwned, Base):
    """The nightly verification found this chain broken; ended when it finds it whole again."""

    __tablename__ = "trail_alarm"

    case_id: Mapped[int] = mapped_column(BigInteger, index=True)
    seq: Mapped[int]
    why: Mapped[str]
    found_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (Index("uq_trail_alarm_open", "case_id", unique=True, postgresql_where=text("ended_at IS NULL")),)


class RetentionSetting(Base):
    """How many days the ministry wants something kept; None = without end. The newest row of an item counts."""

    __tablename__ = "retention_setting"
    __table_args__ = (CheckConstraint("days >= 30", name="days"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    item: Mapped[str]
    days: Mapped[int | None]
    reason: Mapped[str]
    set_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    set_office: Mapped[str]
    set_at: Mapped[datetime]
