"""What shows tampering: the head of each case's chain, the day's anchor over all cases, who looked at what (R-231)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned


class TrailHead(CaseOwned, Base):
    """The number of lines of a case and the hash of the last one. Written by the database only."""

    __tablename__ = "trail_head"

    case_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    lines: Mapped[int]
    hash: Mapped[str]


class TrailAnchor(Base):
    """A hash over the lines of all cases written since the anchor before: who cuts off an end breaks it."""

    __tablename__ = "trail_anchor"

    day: Mapped[date] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    up_to: Mapped[int]
    """The number (id) of the last line that it covers."""
    lines: Mapped[int]
    previous_hash: Mapped[str] = mapped_column(unique=True)
    hash: Mapped[str]


class Viewing(CaseOwned, Base):
    """A person looked at a case's personal data; one row per person, thing and hour. Append-only by GRANT."""

    __tablename__ = "viewing"

    case_id: Mapped[int] = mapped_column(BigInteger)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    office: Mapped[str]
    what: Mapped[str]
    hour: Mapped[datetime]
    seen_at: Mapped[datetime]

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("case_id", "officer_id", "what", "hour"),)
