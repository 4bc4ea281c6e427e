"""Technical advice: the messages of a thread, and the anonymised examples that every authority may read (M-3.4)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Identity
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned


class AdviceMessage(CaseOwned, Base):
    """One question or answer of the consultation with that number (R-124, R-125). Never changed."""

    __tablename__ = "advice_message"

    number: Mapped[int]
    from_ministry: Mapped[bool]
    at: Mapped[datetime]
    by: Mapped[str]
    text: Mapped[str]


class AdviceExample(Base):
    """R-126: a closed thread without anything that identifies. It does not say which case it came from."""

    __tablename__ = "advice_example"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    topic: Mapped[str]
    question: Mapped[str]
    advice: Mapped[str]
    timing: Mapped[str]
    searched: Mapped[str]
    """What a search looks through: width and case folded."""
    published_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
