"""The four questions of M-1.3 and their answer, each time somebody judged; versions are kept (R-047…R-051)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from cases.judgement import Attack, Failure, Impact, Result
from cases.records.base import Base, CaseOwned, word_column


class JudgementRecord(CaseOwned, Base):
    __tablename__ = "judgement"

    judged_at: Mapped[datetime]
    approx: Mapped[bool] = mapped_column(default=False)
    judged_by: Mapped[str]
    attack: Mapped[Attack] = mapped_column(word_column(Attack, "attack"))
    failure: Mapped[Failure] = mapped_column(word_column(Failure, "failure"))
    leak: Mapped[Impact] = mapped_column(word_column(Impact, "leak"))
    care: Mapped[Impact] = mapped_column(word_column(Impact, "care"))
    result: Mapped[Result] = mapped_column(word_column(Result, "result"))
    basis: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="", server_default="")
    """Why it was judged anew (R-051); empty on the first judgement."""
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
