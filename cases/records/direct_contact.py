"""What medical institutions tell the ministry directly (M-1.4), and whether their authority is told (R-056)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Identity
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, word_column
from cases.vocabulary import Sharing


class DirectContact(Base):
    """The ministry's log of direct contacts; only the ministry reads it. Append-only by GRANT."""

    __tablename__ = "direct_contact"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    competent_code: Mapped[str] = mapped_column(ForeignKey("authority.code"), index=True)
    facility: Mapped[str]
    municipality: Mapped[str]
    contacted_at: Mapped[datetime]
    desk: Mapped[str]
    rerouted: Mapped[str]
    gist: Mapped[str]
    outcome: Mapped[Sharing] = mapped_column(word_column(Sharing, "outcome"))
    case_number: Mapped[str]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]


class SharingChoice(Base):
    """An authority that is, or is not, told of direct contacts; without a row it is told (R-056: a setting)."""

    __tablename__ = "sharing_choice"

    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"), primary_key=True)
    shares: Mapped[bool]
    reason: Mapped[str]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime]
