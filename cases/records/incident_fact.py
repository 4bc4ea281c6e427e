"""What is known of an incident, field by field, as versions: a correction never loses what was said before (R-332)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import Known


class IncidentFact(CaseOwned, Base):
    """One version of one field of cases/rules/incident_fields.toml; the newest counts. Append-only by GRANT."""

    __tablename__ = "incident_fact"

    field: Mapped[str]
    state: Mapped[Known] = mapped_column(word_column(Known, "state"))
    value: Mapped[str] = mapped_column(default="")
    """The text, the words joined by 、, or the moment in ISO 8601 (UTC); empty when not known."""
    low: Mapped[int | None]
    high: Mapped[int | None]
    """A count as a range; equal where it is one number."""
    approx: Mapped[bool] = mapped_column(default=False)
    as_of: Mapped[datetime]
    """From when on this was so, as the officer says; else the moment of entry."""
    reason: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (CheckConstraint("state = 'known' OR (value = '' AND low IS NULL AND high IS NULL)", name="known"),)
