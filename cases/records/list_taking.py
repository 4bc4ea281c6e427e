"""A list that somebody took along as a file: who, which, how narrowed, how many rows. Append-only by GRANT."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, word_column
from cases.vocabulary import ExportFormat


class ListTaking(Base):
    """`authority_code`: the office that took it, not those whose rows are in it."""

    __tablename__ = "list_taking"
    __table_args__ = (Index("ix_list_taking_authority_code", "authority_code", "id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    office: Mapped[str]
    list_name: Mapped[str]
    title: Mapped[str]
    conditions: Mapped[dict[str, Any]]
    """The filter in force, as asked; empty for everything."""
    kind: Mapped[ExportFormat] = mapped_column(word_column(ExportFormat, "kind"))
    rows: Mapped[int]
    taken_at: Mapped[datetime]
