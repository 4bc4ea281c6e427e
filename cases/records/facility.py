"""Medical institutions, networks included, and their maintenance vendors (R-003, R-004, R-042, R-080)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cases.records.base import Base, word_column
from cases.vocabulary import FacilityKind


class Facility(Base):
    __tablename__ = "facility"
    __table_args__ = (
        UniqueConstraint("municipality_code", "name", "kind"),
        CheckConstraint("unidentified OR municipality_code IS NOT NULL", name="placed"),
        Index(
            "uq_facility_unidentified",
            "authority_code",
            text("COALESCE(municipality_code, '')"),
            unique=True,
            postgresql_where="unidentified",
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"), index=True)
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("municipality.code"))
    """NULL only where `unidentified`."""
    kind: Mapped[FacilityKind] = mapped_column(word_column(FacilityKind, "kind"))
    name: Mapped[str] = mapped_column(index=True)
    kana: Mapped[str] = mapped_column(default="")
    municipality_name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    municipal: Mapped[bool] = mapped_column(default=False)
    operating_body: Mapped[str] = mapped_column(default="")
    owner_municipality: Mapped[str] = mapped_column(default="")
    unidentified: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Stands for whichever facility it will turn out to be: one such row per authority and municipality (R-063)."""
    vendors: Mapped[list[FacilityVendor]] = relationship(
        back_populates="facility", lazy="raise", order_by="FacilityVendor.id"
    )


class FacilityVendor(Base):
    __tablename__ = "facility_vendor"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"))
    company: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    person: Mapped[str] = mapped_column(default="")
    systems: Mapped[str] = mapped_column(default="")
    all_hours: Mapped[bool] = mapped_column(default=False)
    facility: Mapped[Facility] = relationship(back_populates="vendors", lazy="raise")
