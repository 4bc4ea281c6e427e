"""Files of a case. The content lies in a table of its own, so that reading a case does not carry it (R-075, R-235)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import AttachmentPurpose, AttachmentState


class Attachment(CaseOwned, Base):
    """A file as it was found to be (cases/casework/files/content.py); never altered, removed only by marking."""

    __tablename__ = "attachment"

    state: Mapped[AttachmentState] = mapped_column(word_column(AttachmentState, "state"))
    purpose: Mapped[AttachmentPurpose] = mapped_column(word_column(AttachmentPurpose, "purpose"))
    name: Mapped[str]
    media: Mapped[str]
    size: Mapped[int]
    """Bytes."""
    sha256: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    released_on: Mapped[date | None]
    outlet: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    """For press material: the release's own text."""
    suspicion: Mapped[str] = mapped_column(default="")
    """What looks like patients' personal data, in words; empty when nothing does (R-235)."""
    cleared_by: Mapped[str] = mapped_column(default="")
    cleared_reason: Mapped[str] = mapped_column(default="")
    brought_by: Mapped[str]
    link_id: Mapped[int | None] = mapped_column(ForeignKey("guest_link.id"))
    brought_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str] = mapped_column(default="")
    removed_reason: Mapped[str] = mapped_column(default="")
    wiped_at: Mapped[datetime | None]
    """When the content was destroyed, because it did hold personal data."""

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (
            CheckConstraint("suspicion = '' OR state <> 'kept' OR cleared_reason <> ''", name="cleared"),
            CheckConstraint("(state = 'removed') = (removed_at IS NOT NULL)", name="removed"),
        )


class AttachmentContent(CaseOwned, Base):
    __tablename__ = "attachment_content"

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
