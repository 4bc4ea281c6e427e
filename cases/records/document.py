"""Documents that the engine drafted for the officer; text only, the official papers are made from it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import StageKey


class CaseDocument(CaseOwned, Base):
    __tablename__ = "case_document"

    stage: Mapped[StageKey] = mapped_column(word_column(StageKey, "stage"))
    kind: Mapped[str]
    title: Mapped[str]
    lines: Mapped[list[list[str]]] = mapped_column(JSONB)
    """[[heading, text], …] in reading order."""
    drafted_at: Mapped[datetime]
