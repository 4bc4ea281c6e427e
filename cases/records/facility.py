"""Medical institutions, networks included, and their maintenance vendors (R-003, R-004, R-042, R-080)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    FetchedValue,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cases.records.base import Base, word_column
from cases.vocabulary import FacilityKind, OperatingKind


class Facility(Base):
    """`registry_id`: 13 figures of the open data, None for one entered by hand. `registry_said`: what the registry
    says about the fields that an officer has corrected; those fields are the officer's. `delisted_on`: the newest
    published data (of that day) no longer lists it.
    """

    __tablename__ = "facility"
    __table_args__ = (
        UniqueConstraint("registry_id"),
        UniqueConstraint("authority_code", "id", name="uq_facility_authority_code"),
        CheckConstraint("length(registry_id) = 13 AND ltrim(registry_id, '0123456789') = ''", name="registry_id"),
        Index(
            "uq_facility_by_hand",
            "municipality_code",
            "name",
            "kind",
            unique=True,
            postgresql_where=text("registry_id IS NULL"),
        ),
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
    authority_code: Mapped[str]
    """That authority and municipality exist is seen to by triggers, a statement at a time (decision 0009-b)."""
    municipality_code: Mapped[str | None]
    """NULL only where `unidentified`."""
    kind: Mapped[FacilityKind] = mapped_column(word_column(FacilityKind, "kind"))
    name: Mapped[str]
    kana: Mapped[str] = mapped_column(default="")
    municipality_name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="", server_default="")
    """Where 周知 and 注意喚起 are sent; an office's address, not a person's."""
    municipal: Mapped[bool] = mapped_column(default=False)
    operating_body: Mapped[str] = mapped_column(default="")
    owner_municipality: Mapped[str] = mapped_column(default="")
    unidentified: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Stands for whichever facility it will turn out to be: one such row per authority and municipality (R-063)."""
    registry_id: Mapped[str | None]
    institution_code: Mapped[str] = mapped_column(server_default="")
    short_name: Mapped[str] = mapped_column(server_default="")
    url: Mapped[str] = mapped_column(server_default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    beds: Mapped[dict[str, Any] | None]
    operating_kind: Mapped[OperatingKind | None] = mapped_column(word_column(OperatingKind, "operating_kind"))
    operating_contact: Mapped[str] = mapped_column(server_default="")
    operating_phone: Mapped[str] = mapped_column(server_default="")
    operating_email: Mapped[str] = mapped_column(server_default="")
    owner_prefecture: Mapped[str] = mapped_column(server_default="")
    registry_said: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    listed_on: Mapped[date | None]
    delisted_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(server_default="1")
    search: Mapped[str] = mapped_column(
        server_default=FetchedValue(), server_onupdate=FetchedValue(for_update=True), deferred=True
    )
    """What it is found by; a trigger writes it."""
    vendors: Mapped[list[FacilityVendor]] = relationship(
        back_populates="facility",
        lazy="raise",
        order_by="FacilityVendor.id",
        primaryjoin="and_(Facility.id == foreign(FacilityVendor.facility_id), FacilityVendor.removed_at.is_(None))",
    )


class FacilityVendor(Base):
    """A maintenance company of a facility (A-5). One that no longer is has `removed_at`."""

    __tablename__ = "facility_vendor"
    __table_args__ = (
        ForeignKeyConstraint(
            ["facility_id", "authority_code"], ["facility.id", "facility.authority_code"], onupdate="CASCADE"
        ),
        CheckConstraint("contract_from <= contract_to", name="contract"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    facility_id: Mapped[int] = mapped_column(index=True)
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"))
    company: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    person: Mapped[str] = mapped_column(default="")
    systems: Mapped[str] = mapped_column(default="")
    all_hours: Mapped[bool] = mapped_column(default=False)
    contract_number: Mapped[str] = mapped_column(server_default="")
    contract_from: Mapped[date | None]
    contract_to: Mapped[date | None]
    removed_at: Mapped[datetime | None]
    facility: Mapped[Facility] = relationship(
        back_populates="vendors",
        lazy="raise",
        primaryjoin="Facility.id == foreign(FacilityVendor.facility_id)",
    )
