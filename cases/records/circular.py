"""周知・注意喚起: what an authority writes to its facilities, to whom, and how far it has come (R-021…R-029)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Identity, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, word_column
from cases.vocabulary import Channel, CircularKind, CircularState, FacilityKind, SendingWay, Urgency


def _circular_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["circular_id", "authority_code"], ["circular.id", "circular.authority_code"])


class Circular(Base):
    """One letter to many. `kinds`, `municipalities` (codes): empty is all; `edition`: a rule set's id."""

    __tablename__ = "circular"
    __table_args__ = (
        UniqueConstraint("id", "authority_code"),
        CheckConstraint("kind <> 'alert' OR (threat <> '' AND measures <> '')", name="alert"),
        CheckConstraint("(state = 'issued') = (issued_at IS NOT NULL)", name="issued"),
        CheckConstraint("approved_at IS NOT NULL OR bypass_reason <> '' OR state <> 'issued'", name="decided"),
        CheckConstraint("(corrected_at IS NULL) = (corrected_number = '')", name="corrected"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason = '') AND (withdrawn_at IS NULL OR state = 'issued')",
            name="withdrawn",
        ),
        ForeignKeyConstraint(["corrects_id", "authority_code"], ["circular.id", "circular.authority_code"]),
        Index("uq_circular_corrects_id", "corrects_id", unique=True, postgresql_where="state <> 'dropped'"),
        Index("ix_circular_authority_code", "authority_code", "kind", "issued_at"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"))
    kind: Mapped[CircularKind] = mapped_column(word_column(CircularKind, "kind"))
    state: Mapped[CircularState] = mapped_column(word_column(CircularState, "state"), default=CircularState.DRAFT)
    urgency: Mapped[Urgency] = mapped_column(word_column(Urgency, "urgency"))
    subject: Mapped[str]
    threat: Mapped[str]
    measures: Mapped[str]
    body: Mapped[str]
    addressee: Mapped[str]
    edition: Mapped[str]
    kinds: Mapped[list[str]]
    municipalities: Mapped[list[str]]
    beds_least: Mapped[int | None]
    beds_most: Mapped[int | None]
    send_at: Mapped[datetime | None]
    case_number: Mapped[str] = mapped_column(default="")
    """The case that gave rise to it; known to the office only, on no paper and in no letter."""
    drafted_by: Mapped[str]
    drafted_at: Mapped[datetime]
    approved_by: Mapped[str] = mapped_column(default="")
    approved_at: Mapped[datetime | None]
    bypass_reason: Mapped[str] = mapped_column(default="")
    """Why it went out before the decision, urgent alerts only."""
    issued_by: Mapped[str] = mapped_column(default="")
    issued_at: Mapped[datetime | None]
    total: Mapped[int] = mapped_column(default=0)
    rounds: Mapped[int] = mapped_column(default=0)
    """How often those who had not acknowledged were written to again."""
    corrects_id: Mapped[int | None]
    """The issued one that this one puts right; at most one that is not dropped does."""
    corrected_at: Mapped[datetime | None]
    corrected_number: Mapped[str] = mapped_column(default="", server_default="")
    """The number of the one that puts this one right."""
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(default="", server_default="")
    withdrawn_reason: Mapped[str] = mapped_column(default="", server_default="")
    confirm_by: Mapped[date | None]
    """The day that the office would like the confirmations by (目安)."""
    reminded_for: Mapped[date | None]
    """The day of `confirm_by` after which the scheduled work asked again, once."""
    version: Mapped[int] = mapped_column(default=1)


class CircularPaper(Base):
    """What was issued, for good: the cover letter under its number, and the poster of that day as its 別紙."""

    __tablename__ = "circular_paper"
    __table_args__ = (
        _circular_key(),
        UniqueConstraint("circular_id"),
        UniqueConstraint("number_id"),
        CheckConstraint("sha256 = encode(sha256(pdf), 'hex')", name="sha256"),
        CheckConstraint("poster_sha256 = encode(sha256(poster), 'hex')", name="poster_sha256"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    circular_id: Mapped[int]
    authority_code: Mapped[str]
    number_id: Mapped[int] = mapped_column(ForeignKey("paper_number.id"))
    number: Mapped[str]
    dated_on: Mapped[date]
    desk: Mapped[str]
    """The ministry's desk on that day, as the letter names it."""
    data: Mapped[dict[str, Any]]
    template_version: Mapped[str]
    pages: Mapped[int]
    sha256: Mapped[str]
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    poster_sha256: Mapped[str]
    poster: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class CircularRecipient(Base):
    """One facility of the area that is written to; name, kind and address as they were that day.

    `letter_owed`: the letter that the engine still has to write; empty when there is none.
    """

    __tablename__ = "circular_recipient"
    __table_args__ = (
        _circular_key(),
        UniqueConstraint("circular_id", "facility_id"),
        UniqueConstraint("id", "authority_code"),
        CheckConstraint("(told_by IS NULL) = (told_at IS NULL)", name="told"),
        CheckConstraint("(other_way IS NULL) = (other_at IS NULL)", name="other"),
        Index("ix_circular_recipient_owed", "id", postgresql_where="letter_owed <> ''"),
        Index("ix_circular_recipient_facility_id", "facility_id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    circular_id: Mapped[int]
    authority_code: Mapped[str]
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    name: Mapped[str]
    kind: Mapped[FacilityKind] = mapped_column(word_column(FacilityKind, "kind"))
    municipality: Mapped[str]
    address: Mapped[str]
    phone: Mapped[str]
    letter_owed: Mapped[str] = mapped_column(default="")
    rounds: Mapped[int] = mapped_column(default=0)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    """The newest letter."""
    opened_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str] = mapped_column(default="")
    told_at: Mapped[datetime | None]
    told_by: Mapped[str | None]
    told_channel: Mapped[Channel | None] = mapped_column(word_column(Channel, "told_channel"))
    told_note: Mapped[str] = mapped_column(default="")
    other_way: Mapped[SendingWay | None] = mapped_column(word_column(SendingWay, "other_way"))
    """How it was sent otherwise than by our mail; whether it was read is another matter."""
    other_at: Mapped[datetime | None]
    other_by: Mapped[str] = mapped_column(default="", server_default="")
    other_note: Mapped[str] = mapped_column(default="", server_default="")
    """The association that passed it on, or a remark."""


class CircularLink(Base):
    """A facility's way to one circular without an account. The token itself waits for the post (LetterSecret)."""

    __tablename__ = "circular_link"
    __table_args__ = (
        ForeignKeyConstraint(
            ["recipient_id", "authority_code"], ["circular_recipient.id", "circular_recipient.authority_code"]
        ),
        UniqueConstraint("token_hash"),
        UniqueConstraint("letter_key"),
        Index("ix_circular_link_recipient_id", "recipient_id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    recipient_id: Mapped[int]
    authority_code: Mapped[str]
    token_hash: Mapped[str]
    letter_key: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class CircularStep(Base):
    """What was done with a circular, by whom. Append-only by GRANT."""

    __tablename__ = "circular_step"
    __table_args__ = (_circular_key(), Index("ix_circular_step_circular_id", "circular_id", "id"))

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    circular_id: Mapped[int]
    authority_code: Mapped[str]
    at: Mapped[datetime]
    who: Mapped[str]
    what: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
