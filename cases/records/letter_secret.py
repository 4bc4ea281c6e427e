"""What a letter carries and nobody else may read: the token of a link, on its way to the mail server."""

from __future__ import annotations

from sqlalchemy import ForeignKeyConstraint, Identity
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base


class LetterSecret(Base):
    """Written with the link, read by the engine only, emptied when the letter is out."""

    __tablename__ = "letter_secret"
    __table_args__ = (
        ForeignKeyConstraint(
            ["case_id", "authority_code"], ["case_file.id", "case_file.authority_code"], onupdate="CASCADE"
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    case_id: Mapped[int | None] = mapped_column(index=True)
    authority_code: Mapped[str]
    letter_key: Mapped[str] = mapped_column(unique=True)
    token: Mapped[str]
