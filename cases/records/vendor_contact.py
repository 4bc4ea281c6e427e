"""Calls to the maintenance vendor, its instructions, and what was done against spreading (R-043…R-045)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import ContactResult


class VendorContact(CaseOwned, Base):
    __tablename__ = "vendor_contact"

    contacted_at: Mapped[datetime]
    approx: Mapped[bool] = mapped_column(default=False)
    company: Mapped[str]
    person: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    called_by: Mapped[str] = mapped_column(default="")
    result: Mapped[ContactResult] = mapped_column(word_column(ContactResult, "result"))
    instruction: Mapped[str] = mapped_column(default="")
    carried_out: Mapped[str] = mapped_column(default="")
    entered_at: Mapped[datetime]


class Containment(CaseOwned, Base):
    __tablename__ = "containment"

    done_at: Mapped[datetime]
    approx: Mapped[bool] = mapped_column(default=False)
    measure: Mapped[str]
    done_by: Mapped[str] = mapped_column(default="")
    entered_at: Mapped[datetime]
