"""差替えの案内・掲示の確認のお願い: what a facility was written about its poster, by mail or on paper (R-164)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Identity, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, word_column
from cases.vocabulary import NoticeWay, PosterNoticeKind


class PosterNotice(Base):
    """One letter to a facility. `round` counts those of the facility, so that two officers at once write one.
    `contacts_hash`: SHA-256 of the contacts that stand on the poster it speaks of; other contacts call for a new one.
    """

    __tablename__ = "poster_notice"
    __table_args__ = (
        ForeignKeyConstraint(
            ["facility_id", "authority_code"], ["facility.id", "facility.authority_code"], onupdate="CASCADE"
        ),
        UniqueConstraint("facility_id", "round"),
        UniqueConstraint("letter_key"),
        CheckConstraint("way = 'mail' OR letter_key IS NULL", name="by_mail"),
        Index("ix_poster_notice_owed", "id", postgresql_where="letter_owed"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    facility_id: Mapped[int]
    authority_code: Mapped[str]
    round: Mapped[int]
    kind: Mapped[PosterNoticeKind] = mapped_column(word_column(PosterNoticeKind, "kind"))
    way: Mapped[NoticeWay] = mapped_column(word_column(NoticeWay, "way"))
    contacts_hash: Mapped[str]
    address: Mapped[str]
    noted_at: Mapped[datetime]
    noted_by: Mapped[str]
    letter_owed: Mapped[bool]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    letter_key: Mapped[str | None]
