"""The trail of a case: append-only by GRANT. One line per deed of a person and per move of the engine (R-231)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import HistoryKind


class HistoryLine(CaseOwned, Base):
    __tablename__ = "history"

    at: Mapped[datetime]
    kind: Mapped[HistoryKind] = mapped_column(word_column(HistoryKind, "kind"))
    actor_id: Mapped[int | None]
    actor: Mapped[str]
    name: Mapped[str]
    """The act in the past tense, or the engine's move."""
    label: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str] = mapped_column(default="")
    version: Mapped[int]
    seq: Mapped[int] = mapped_column(default=0)
    """The line's place in the case, from 1. This and the hashes are set by the database, whatever is given here."""
    previous_hash: Mapped[str] = mapped_column(default="")
    hash: Mapped[str] = mapped_column(default="")
    """SHA-256 over the content and the hash of the line before (cases/store/chain.py)."""

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("case_id", "seq"),)
