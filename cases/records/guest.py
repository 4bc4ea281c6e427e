"""Signed links for people without an account, and what they said through them (R-014, R-083, R-106)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import LinkPurpose, RemarkKind


class GuestLink(CaseOwned, Base):
    """One link: 256 random bits of which only the SHA-256 is kept. It opens one case to one party until it ends."""

    __tablename__ = "guest_link"

    purpose: Mapped[LinkPurpose] = mapped_column(word_column(LinkPurpose, "purpose"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    questionnaire: Mapped[int | None]
    """The number of the questionnaire within the case, for a link of that purpose."""
    name: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    may_state: Mapped[bool] = mapped_column(default=False)
    """The operating body writes its own part."""
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str] = mapped_column(default="")
    revoked_reason: Mapped[str] = mapped_column(default="")
    letter_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class GuestRemark(CaseOwned, Base):
    """What a guest or, in answer, the office wrote; both read it."""

    __tablename__ = "guest_remark"

    kind: Mapped[RemarkKind] = mapped_column(word_column(RemarkKind, "kind"))
    link_id: Mapped[int | None] = mapped_column(ForeignKey("guest_link.id"))
    """None: the office's answer."""
    author: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime]
