"""院内掲示: printed posters, where they hang, the facilities' links, and the print jobs of an office (R-160…R-164)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Identity, Index, LargeBinary, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import BigInteger

from cases.records.base import Base, word_column
from cases.vocabulary import BatchState, PostingState


def _facility_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["facility_id", "authority_code"], ["facility.id", "facility.authority_code"], onupdate="CASCADE"
    )


class PosterPrint(Base):
    """A poster as it was printed for a facility: `data` and the template of that version give the same bytes again.
    `desk_words`, `vendor_words`: its two blocks, to see whether it is still right.
    """

    __tablename__ = "poster_print"
    __table_args__ = (_facility_key(),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    facility_id: Mapped[int] = mapped_column(index=True)
    authority_code: Mapped[str]
    as_of: Mapped[date]
    desk_words: Mapped[str]
    vendor_words: Mapped[str]
    data: Mapped[dict[str, Any]]
    template_version: Mapped[str]
    printed_at: Mapped[datetime]
    printed_by: Mapped[str]


class Posting(Base):
    """One confirmation that the poster hangs (or does not); the newest of a facility is the one that holds.
    `print_id`: which print it is; None where nobody knows, as with one printed elsewhere.
    """

    __tablename__ = "posting"
    __table_args__ = (
        _facility_key(),
        CheckConstraint("(state = 'posted') = (cardinality(places) > 0)", name="places"),
        CheckConstraint("state = 'posted' OR since IS NULL", name="since"),
        Index("ix_posting_facility_id_id", "facility_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    facility_id: Mapped[int]
    authority_code: Mapped[str]
    state: Mapped[PostingState] = mapped_column(word_column(PostingState, "state"))
    places: Mapped[list[str]]
    since: Mapped[date | None]
    print_id: Mapped[int | None] = mapped_column(ForeignKey("poster_print.id"))
    by_facility: Mapped[bool]
    confirmed_at: Mapped[datetime]
    confirmed_by: Mapped[str]
    note: Mapped[str] = mapped_column(default="")


class PosterLink(Base):
    """A facility's own link to its poster, without an account: only the SHA-256 of the token is kept."""

    __tablename__ = "poster_link"
    __table_args__ = (_facility_key(), UniqueConstraint("token_hash"))

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    facility_id: Mapped[int] = mapped_column(index=True)
    authority_code: Mapped[str]
    token_hash: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class PosterBatch(Base):
    """A print job of an office: many facilities, part by part, so that it goes on where it stopped."""

    __tablename__ = "poster_batch"
    __table_args__ = (
        UniqueConstraint("authority_code", "id", name="uq_poster_batch_authority_code"),
        CheckConstraint("done <= total", name="done"),
        CheckConstraint("(state IN ('done', 'cancelled', 'failed')) = (ended_at IS NOT NULL)", name="ended"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"), index=True)
    as_of: Mapped[date]
    title: Mapped[str]
    with_letter: Mapped[bool]
    state: Mapped[BatchState] = mapped_column(word_column(BatchState, "state"))
    total: Mapped[int]
    done: Mapped[int]
    ordered_at: Mapped[datetime]
    ordered_by: Mapped[str]
    ended_at: Mapped[datetime | None]
    trouble: Mapped[str] = mapped_column(default="")


class PosterPart(Base):
    """A part of a job: some facilities, one PDF when it is printed."""

    __tablename__ = "poster_part"
    __table_args__ = (
        ForeignKeyConstraint(
            ["batch_id", "authority_code"], ["poster_batch.id", "poster_batch.authority_code"], onupdate="CASCADE"
        ),
        UniqueConstraint("batch_id", "seq"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    batch_id: Mapped[int]
    authority_code: Mapped[str]
    seq: Mapped[int]
    facilities: Mapped[list[int]] = mapped_column(ARRAY(BigInteger()))
    words: Mapped[str]
    """The first and the last facility, to find one's way in the files."""
    printed_at: Mapped[datetime | None]
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
