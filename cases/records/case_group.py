"""Cases with a common cause (R-074): the group, and which case belongs to it since when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import GroupKind


class CaseGroup(Base):
    """`owner_code` is who made it: an authority, or the ministry, which alone releases the names in it."""

    __tablename__ = "case_group"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    kind: Mapped[GroupKind] = mapped_column(word_column(GroupKind, "kind"))
    name: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    owner_code: Mapped[str] = mapped_column(ForeignKey("authority.code"))
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    names_released: Mapped[bool] = mapped_column(default=False)


class CaseLink(CaseOwned, Base):
    __tablename__ = "case_link"

    group_id: Mapped[int] = mapped_column(ForeignKey("case_group.id"), index=True)
    reason: Mapped[str]
    linked_by: Mapped[str]
    linked_at: Mapped[datetime]
    unlinked_by: Mapped[str] = mapped_column(default="")
    unlinked_at: Mapped[datetime | None]
    group: Mapped[CaseGroup] = relationship(lazy="raise")

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (Index("uq_case_link_open", "case_id", "group_id", unique=True, postgresql_where="unlinked_at IS NULL"),)
