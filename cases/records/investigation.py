"""Whether and how the authority looks into the incident: decision, findings, guidance, on-site inspection (M-3)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
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
    """An on-site inspection or a visit by consent; `seq` is its number within the case, `follows` the one it repeats.

    The dates by which a step is owed are laid down when they arise, from the authority's own days (R-340); an empty
    one means that none is set. Every step stands in `visit_step`.
    """

    __tablename__ = "inspection"

    seq: Mapped[int]
    follows: Mapped[int | None]
    state: Mapped[InspectionState] = mapped_column(
        word_column(InspectionState, "state"), default=InspectionState.PLANNED
    )
    instrument: Mapped[Instrument] = mapped_column(word_column(Instrument, "instrument"))
    basis: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="")
    planned_on: Mapped[date]
    planned_by_id: Mapped[int | None]
    unannounced_wanted: Mapped[bool] = mapped_column(default=False)
    unannounced: Mapped[bool] = mapped_column(default=False)
    approver: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    joint: Mapped[bool] = mapped_column(default=False)
    own_ministry_result: Mapped[bool] = mapped_column(default=False)
    team: Mapped[str]
    notice_due_on: Mapped[date | None]
    notified_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    certificates: Mapped[str] = mapped_column(default="")
    met_persons: Mapped[str] = mapped_column(default="")
    checked_items: Mapped[str] = mapped_column(default="")
    evidence: Mapped[list[str]] = mapped_column(default=list)
    drafts: Mapped[int] = mapped_column(default=0)
    result: Mapped[str] = mapped_column(default="")
    result_due_on: Mapped[date | None]
    result_notified_at: Mapped[datetime | None]
    plan_wanted: Mapped[bool] = mapped_column(default=False)
    plan_asked_at: Mapped[datetime | None]
    plan_due_on: Mapped[date | None]
    plan_received_at: Mapped[datetime | None]
    plan_judged_at: Mapped[datetime | None]
    recheck_due_on: Mapped[date | None]
    checked_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closing_note: Mapped[str] = mapped_column(default="")
    ministry_result: Mapped[str] = mapped_column(default="")
    ministry_result_at: Mapped[datetime | None]
    entered_at: Mapped[datetime]

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (
            UniqueConstraint("case_id", "seq"),
            CheckConstraint("NOT unannounced OR (approver <> '' AND reason <> '')", name="unannounced"),
            CheckConstraint("state <> 'unannounced' OR unannounced", name="unannounced_state"),
            CheckConstraint(
                "state IN ('planned', 'notified', 'unannounced', 'in_progress', 'cancelled') OR certificates <> ''",
                name="day_sheet",
            ),
        )
