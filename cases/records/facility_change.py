"""What was changed on a facility, by whom: one line per deed, never rewritten (R-006: the history is kept)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Identity
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base


class FacilityChange(Base):
    """`changes`: field → [before, after]. `on_date`: the day from which it holds, where that is another one."""

    __tablename__ = "facility_change"
    __table_args__ = (
        ForeignKeyConstraint(
            ["facility_id", "authority_code"], ["facility.id", "facility.authority_code"], onupdate="CASCADE"
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    facility_id: Mapped[int] = mapped_column(index=True)
    authority_code: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor: Mapped[str]
    name: Mapped[str]
    label: Mapped[str]
    changes: Mapped[dict[str, Any]]
    on_date: Mapped[date | None]
    version: Mapped[int]
