"""Requests of the ministry to one or many authorities, with or without a case (M-3.2; R-109…R-112)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Identity, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cases.records.base import Base, word_column
from cases.vocabulary import ExchangeKind, ExchangeState


class NationalRequest(Base):
    """What is asked, and of which event: the link is required (R-112)."""

    __tablename__ = "national_request"
    __table_args__ = (CheckConstraint("event <> ''", name="event"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[ExchangeKind] = mapped_column(word_column(ExchangeKind, "kind"))
    title: Mapped[str]
    content: Mapped[str]
    event: Mapped[str]
    """The event or group of events, by the name that the ministry gives it."""
    case_numbers: Mapped[list[str]]
    """The cases that belong to the event already."""
    wished_by: Mapped[datetime | None]
    contact: Mapped[str]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    practice: Mapped[bool]
    addressees: Mapped[list[RequestAddressee]] = relationship(
        back_populates="request", lazy="raise", order_by="RequestAddressee.authority_code"
    )


class RequestAddressee(Base):
    """One authority that was asked: how far it has come, and the letter that the engine still owes it."""

    __tablename__ = "request_addressee"
    __table_args__ = (
        UniqueConstraint("request_id", "authority_code"),
        UniqueConstraint("id", "authority_code"),
        CheckConstraint("state <> 'declined' OR reason <> ''", name="reason"),
        Index("ix_request_addressee_authority_code", "authority_code"),
        Index("ix_request_addressee_owed", "id", postgresql_where="letter_owed <> ''"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("national_request.id"))
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"))
    state: Mapped[ExchangeState] = mapped_column(word_column(ExchangeState, "state"), default=ExchangeState.WAITING)
    reason: Mapped[str] = mapped_column(default="")
    handled_by: Mapped[str] = mapped_column(default="")
    handled_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    case_number: Mapped[str] = mapped_column(default="")
    """The case that the authority opened on this request."""
    letter_owed: Mapped[str] = mapped_column(default="request_asked")
    """The letter that the engine has to write; empty when it is written."""
    reminders: Mapped[int] = mapped_column(default=0)
    reminded_at: Mapped[datetime | None]
    request: Mapped[NationalRequest] = relationship(back_populates="addressees", lazy="raise")
    answers: Mapped[list[RequestAnswer]] = relationship(lazy="raise", order_by="RequestAnswer.id")


class RequestAnswer(Base):
    """An answer, whole or in part. Append-only by GRANT."""

    __tablename__ = "request_answer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["addressee_id", "authority_code"], ["request_addressee.id", "request_addressee.authority_code"]
        ),
        Index("ix_request_answer_addressee_id", "addressee_id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    addressee_id: Mapped[int]
    authority_code: Mapped[str]
    text: Mapped[str]
    final: Mapped[bool]
    answered_by: Mapped[str]
    answered_at: Mapped[datetime]
