"""What the authority asked or ordered the facility to hand in, and what came of it (R-106, R-118)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import DemandState, Instrument


class FacilityDemand(CaseOwned, Base):
    """A voluntary inquiry (任意の照会) or an order under Medical Care Act 25: asked → due → received → result."""

    __tablename__ = "facility_demand"

    seq: Mapped[int]
    instrument: Mapped[Instrument] = mapped_column(word_column(Instrument, "instrument"))
    basis: Mapped[str]
    addressee: Mapped[str]
    content: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    due_on: Mapped[date | None]
    state: Mapped[DemandState] = mapped_column(word_column(DemandState, "state"), default=DemandState.WAITING)
    received_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")
    files: Mapped[list[str]] = mapped_column(default=list)
    settled_at: Mapped[datetime | None]
    result: Mapped[str] = mapped_column(default="")
    entered_at: Mapped[datetime]

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (
            UniqueConstraint("case_id", "seq"),
            CheckConstraint("instrument IN ('inquiry', 'report_order', 'submission_order')", name="on_paper"),
            CheckConstraint("instrument = 'inquiry' OR reason <> ''", name="order_reason"),
        )
