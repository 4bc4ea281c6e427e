"""The parties of a case besides the authority: operating body, prefecture, owning municipality, others (M-2.3)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned


class Participant(CaseOwned, Base):
    """One office; it may hold several roles (a town that founded and runs its hospital is one party)."""

    __tablename__ = "participant"

    roles: Mapped[list[str]]
    """Words of PartyRole, in their order."""
    name: Mapped[str] = mapped_column(default="")
    """Empty while nobody knows the office; the panel then asks for it."""
    person: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    same_as_authority: Mapped[bool] = mapped_column(default=False)
    """The party is (part of) the authority that would inspect the hospital (R-086)."""
    added_by: Mapped[str]
    added_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    """When the letter to this party was written; none is written without an address."""
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str] = mapped_column(default="")
    confirmed_note: Mapped[str] = mapped_column(default="")
    left_at: Mapped[datetime | None]
    left_reason: Mapped[str] = mapped_column(default="")
