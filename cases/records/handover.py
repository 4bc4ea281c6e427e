"""引継簿: what one shift leaves to the next, per authority (R-241)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base


class HandoverNote(Base):
    """A note is never changed; it is acknowledged once, by somebody other than its writer."""

    __tablename__ = "handover_note"
    __table_args__ = (
        CheckConstraint("(acknowledged_at IS NULL) = (acknowledged_by = '')", name="acknowledged"),
        Index("ix_handover_note_office", "authority_code", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"))
    shift: Mapped[str] = mapped_column(default="")
    body: Mapped[str]
    officer_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("officer.id"))
    written_by: Mapped[str]
    written_at: Mapped[datetime]
    acknowledged_by: Mapped[str] = mapped_column(default="")
    acknowledged_at: Mapped[datetime | None]
