"""Connections to the database, one engine per database role. Opened once by the composition root (infra, ui/app,
flows/world); screens never see it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine, create_engine


def connect(url: str, *, pool_size: int = 5) -> Engine:
    """An engine for one role's URL. Times come back in UTC; a dead connection is replaced before use."""
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=10,
        pool_pre_ping=True,
        connect_args={"options": "-c timezone=UTC -c application_name=renraku"},
    )


@dataclass(frozen=True)
class Doors:
    """The doors of the counter: the authority's desk, the ministry's desk, the sign-in gate, the outsiders' door."""

    desk: Engine
    ministry: Engine
    gate: Engine
    guest: Engine

    def close(self) -> None:
        for engine in (self.desk, self.ministry, self.gate, self.guest):
            engine.dispose()
