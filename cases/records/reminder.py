"""The ledger of reminders: one row per rung of a clock and recipient, written with the letter that carries it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import Audience


class ReminderLine(CaseOwned, Base):
    """`minutes` names the rung (from the due moment; negative = before); `stands_for` the earlier rungs that it
    replaces, because they came due while nobody could send. The unique key lets no rung reach a person twice.
    """

    __tablename__ = "reminder"

    clock_id: Mapped[int] = mapped_column(ForeignKey("clock.id"))
    due_at: Mapped[datetime]
    minutes: Mapped[int]
    stands_for: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    planned_at: Mapped[datetime]
    written_at: Mapped[datetime]
    late: Mapped[bool]
    audience: Mapped[Audience] = mapped_column(word_column(Audience, "audience"))
    recipient_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    recipient_office: Mapped[str]

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("clock_id", "due_at", "minutes", "recipient_id"),)
