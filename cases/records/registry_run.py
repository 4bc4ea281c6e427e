"""Each import of a file of the published facility data: what came of it, whole or not at all."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Identity
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, word_column
from cases.vocabulary import RegistryKind, RunState


class RegistryRun(Base):
    __tablename__ = "registry_run"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    kind: Mapped[RegistryKind] = mapped_column(word_column(RegistryKind, "kind"))
    file: Mapped[str]
    published_on: Mapped[date]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    state: Mapped[RunState] = mapped_column(word_column(RunState, "state"))
    rows_read: Mapped[int] = mapped_column(server_default="0")
    added: Mapped[int] = mapped_column(server_default="0")
    updated: Mapped[int] = mapped_column(server_default="0")
    unchanged: Mapped[int] = mapped_column(server_default="0")
    attached: Mapped[int] = mapped_column(server_default="0")
    undecided: Mapped[int] = mapped_column(server_default="0")
    rejected: Mapped[int] = mapped_column(server_default="0")
    delisted: Mapped[int] = mapped_column(server_default="0")
