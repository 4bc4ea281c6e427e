"""What the post room keeps: steps of letters that did not arrive, addresses and domains that rest, counts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, word_column
from cases.vocabulary import BounceKind, LetterState, LetterStepKind


class LetterStep(Base):
    """Append-only by GRANT. `who` is an office, or 自動処理; `address` the one it was about at that moment."""

    __tablename__ = "letter_step"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True)
    at: Mapped[datetime]
    what: Mapped[LetterStepKind] = mapped_column(word_column(LetterStepKind, "what"))
    who: Mapped[str]
    address: Mapped[str]
    note: Mapped[str] = mapped_column(default="")


class SuppressedAddress(Base):
    """An address (lower case) that is not written to again until an official lifts it."""

    __tablename__ = "suppressed_address"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    authority_code: Mapped[str]
    """Whose letter ran into it first."""
    address: Mapped[str]
    since: Mapped[datetime]
    why: Mapped[LetterState] = mapped_column(word_column(LetterState, "why"))
    answer: Mapped[str]
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[str] = mapped_column(default="", server_default="")
    lifted_why: Mapped[str] = mapped_column(default="", server_default="")

    __table_args__: tuple[Any, ...] = (
        Index("uq_suppressed_address_open", "address", unique=True, postgresql_where="lifted_at IS NULL"),
    )


class MailRest(Base):
    """A domain that put us off, or, under the empty name, our own mail server; nothing is sent there until then."""

    __tablename__ = "mail_rest"

    domain: Mapped[str] = mapped_column(primary_key=True)
    rests_until: Mapped[datetime]
    since: Mapped[datetime]
    times: Mapped[int]
    """How often in a row it was tried and put us off."""
    answer: Mapped[str]


class BounceCount(Base):
    __tablename__ = "bounce_count"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[BounceKind] = mapped_column(word_column(BounceKind, "kind"), primary_key=True)
    times: Mapped[int]
