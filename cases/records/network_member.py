"""The members of a regional network (地域医療情報連携ネットワーク), of this authority or of others (R-003)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Identity
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base


class NetworkMember(Base):
    """A member by name; `facility_id` where it is registered in the network's own authority."""

    __tablename__ = "network_member"
    __table_args__ = (
        ForeignKeyConstraint(
            ["network_id", "authority_code"], ["facility.id", "facility.authority_code"], onupdate="CASCADE"
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    network_id: Mapped[int] = mapped_column(index=True)
    authority_code: Mapped[str]
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"), index=True)
    name: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    removed_at: Mapped[datetime | None]
