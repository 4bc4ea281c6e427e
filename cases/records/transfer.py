"""A case offered to another authority: the minimum of facts, readable on both sides (R-060, R-073)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, word_column
from cases.vocabulary import TransferState


class TransferOffer(Base):
    """Not a row of the case (it has no `authority_code`): two authorities read it. Accepted, it is the old
    authority's stub of a case that it does not see any more.
    """

    __tablename__ = "transfer_offer"
    __table_args__ = (
        CheckConstraint("from_code <> to_code AND to_code <> 'MHLW'", name="elsewhere"),
        CheckConstraint("(state = 'offered') = (answered_at IS NULL)", name="answered"),
        Index("uq_transfer_offer_open", "file_id", unique=True, postgresql_where="state = 'offered'"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    number: Mapped[str]
    from_code: Mapped[str] = mapped_column(ForeignKey("authority.code"), index=True)
    to_code: Mapped[str] = mapped_column(ForeignKey("authority.code"), index=True)
    facility: Mapped[str]
    municipality: Mapped[str]
    grasped_at: Mapped[datetime]
    reason: Mapped[str]
    offered_by: Mapped[str]
    offered_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    offered_at: Mapped[datetime]
    state: Mapped[TransferState] = mapped_column(word_column(TransferState, "state"), default=TransferState.OFFERED)
    answered_by: Mapped[str] = mapped_column(default="", server_default="")
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="", server_default="")
