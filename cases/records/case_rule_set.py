"""The rule sets in force at a case's event time, stored at its opening; a corrected event time changes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from cases.records.base import Base, CaseOwned


class CaseRuleSet(CaseOwned, Base):
    __tablename__ = "case_rule_set"

    set_id: Mapped[str]
    version: Mapped[date]
    """The first day of the set's version: with the id, what names it for ever."""
    title: Mapped[str]
    legal_nature: Mapped[str]
    event_on: Mapped[date]
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (
            Index("uq_case_rule_set_applies", "case_id", "set_id", unique=True, postgresql_where="removed_at IS NULL"),
        )
