"""Whether and how the authority looks into the incident: decision, findings, guidance, on-site inspection (M-3)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import GuidanceForm, InspectionState, Instrument


class InvestigationDecision(CaseOwned, Base):
    """R-100, R-117: a decision with reason either way."""

    __tablename__ = "investigation_decision"

    decided_at: Mapped[datetime]
    needed: Mapped[bool]
    instrument: Mapped[Instrument | None] = mapped_column(word_column(Instrument, "instrument"))
    reason: Mapped[str]
    decided_by: Mapped[str]
    entered_at: Mapped[datetime]


class Findings(CaseOwned, Base):
    """R-102: the four blocks and others; each entry is a version of what is known."""

    __tablename__ = "findings"

    found_at: Mapped[datetime]
    damage: Mapped[str] = mapped_column(default="")
    response: Mapped[str] = mapped_column(default="")
    recovery: Mapped[str] = mapped_column(default="")
    prevention: Mapped[str] = mapped_column(default="")
    other: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]


class Guidance(CaseOwned, Base):
    """R-103, R-107: guidance is an act apart from fact finding; voluntary in nature."""

    __tablename__ = "guidance"

    given_at: Mapped[datetime]
    form: Mapped[GuidanceForm] = mapped_column(word_column(GuidanceForm, "form"))
    purpose: Mapped[str]
    content: Mapped[str]
    responsible: Mapped[str]
    entered_at: Mapped[datetime]


class Inspection(CaseOwned, Base):
    __tablename__ = "inspection"

    state: Mapped[InspectionState] = mapped_column(
        word_column(InspectionState, "state"), default=InspectionState.PLANNED
    )
    instrument: Mapped[Instrument] = mapped_column(word_column(Instrument, "instrument"))
    basis: Mapped[str]
    planned_on: Mapped[date]
    unannounced: Mapped[bool] = mapped_column(default=False)
    approver: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    team: Mapped[str]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    certificates: Mapped[str] = mapped_column(default="")
    met_persons: Mapped[str] = mapped_column(default="")
    checked_items: Mapped[str] = mapped_column(default="")
    result: Mapped[str] = mapped_column(default="")
    result_notified_at: Mapped[datetime | None]
    entered_at: Mapped[datetime]

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (
            CheckConstraint("NOT unannounced OR (approver <> '' AND reason <> '')", name="unannounced"),
            CheckConstraint("state IN ('planned','cancelled') OR certificates <> ''", name="day_sheet"),
        )
