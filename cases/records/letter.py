"""A letter owed to one recipient: the outbox. Written in the transaction that owes it, sent by flows/post_letters."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import LetterState


class Letter(CaseOwned, Base):
    """`key` makes a letter unique for what owes it, so doing work twice cannot write it twice; Message-ID comes
    from it."""

    __tablename__ = "letter"

    case_id: Mapped[int | None] = mapped_column(BigInteger, index=True)  # type: ignore[assignment]
    """Empty for a letter about a request of the ministry that has no case."""
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    """None for somebody outside, who is known by address only."""
    recipient_office: Mapped[str]
    address: Mapped[str]
    must_act: Mapped[bool]
    subject: Mapped[str]
    body: Mapped[str]
    html: Mapped[str] = mapped_column(default="", server_default="")
    """The same words for mail programs that show HTML; empty in letters of earlier versions."""
    message_id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[LetterState] = mapped_column(word_column(LetterState, "state"), default=LetterState.WRITTEN)
    attempts: Mapped[int] = mapped_column(default=0)
    written_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    claimed_by: Mapped[int | None]
    sent_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")
    """What the mail server said last."""
    due_at: Mapped[datetime | None]
    """The first due moment of the tasks it lists: orders the post."""
    bounce_token: Mapped[uuid.UUID | None]
    """Random, drawn when it is first sent: stands in the envelope's sender, so that a bounce names its letter."""
    state_at: Mapped[datetime | None]
    """Since when it is in its state; None for what was written before this was kept."""
    expires_at: Mapped[datetime | None]
    """Until when it is tried, where that was set anew by sending it again."""
    told_at: Mapped[datetime | None]
    told_by: Mapped[str] = mapped_column(default="", server_default="")
    told_note: Mapped[str] = mapped_column(default="", server_default="")
    """Whom an official told by telephone, when it could not be delivered."""
    carried_by: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    """The day's digest that brought this letter; empty while it waits (`state` gathered, due at `next_try_at`)."""

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (
            Index(
                "ix_letter_unsent",
                "next_try_at",
                "id",
                postgresql_where="state IN ('written','sending','deferred')",
            ),
            Index("uq_letter_bounce_token", "bounce_token", unique=True, postgresql_where="bounce_token IS NOT NULL"),
            Index(
                "ix_letter_undelivered",
                "authority_code",
                "id",
                postgresql_where="state IN ('refused','bounced','expired','held') AND told_at IS NULL",
            ),
            Index("ix_letter_recipient", "recipient_id", "id", postgresql_where="recipient_id IS NOT NULL"),
            Index(
                "ix_letter_gathered",
                "next_try_at",
                "recipient_id",
                postgresql_where="state = 'gathered' AND carried_by IS NULL",
            ),
        )
