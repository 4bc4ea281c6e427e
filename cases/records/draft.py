"""What an officer typed and has not yet submitted, per person and form: nothing typed is lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base


class FormDraft(Base):
    __tablename__ = "form_draft"

    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    form: Mapped[str] = mapped_column(primary_key=True)
    """`<act>` for intake, `<act>:<case id>` otherwise."""
    typed: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
