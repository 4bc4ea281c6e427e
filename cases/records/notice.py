"""How people want to be told (R-046, issue 4): their wish, what their authority fixed, what they have read."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, word_column
from cases.vocabulary import Informed


class NoticePreference(Base):
    """How a person wants letters that only inform; the latest entry counts. Append-only."""

    __tablename__ = "notice_preference"
    __table_args__ = (Index("ix_notice_preference_officer_id", "officer_id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    informed: Mapped[Informed] = mapped_column(word_column(Informed, "informed"))
    digest_at: Mapped[time]
    """JST."""
    set_at: Mapped[datetime]


class NoticeRule(Base):
    """Whether the authority fixed that letters of that name go out at once; the latest entry counts. Append-only."""

    __tablename__ = "notice_rule"
    __table_args__ = (Index("ix_notice_rule_authority_code_letter", "authority_code", "letter"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"))
    letter: Mapped[str]
    fixed: Mapped[bool]
    reason: Mapped[str]
    set_by: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    set_office: Mapped[str]
    set_at: Mapped[datetime]


class LetterRead(Base):
    """The addressee has read the letter on the screen."""

    __tablename__ = "letter_read"

    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id", ondelete="CASCADE"), primary_key=True)
    read_at: Mapped[datetime]
