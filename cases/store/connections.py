"""Connections to the database, one engine per database role. Opened once by the composition root (infra, ui/app,
flows/world); screens never see it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.orm import Session

from cases.errors import LinkNotValid


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


LONGEST_TOKEN = 100


@contextmanager
def by_link(doors: Doors, token: str, now: datetime, *wanted: Any) -> Iterator[tuple[Session, Any]]:
    """One transaction as whoever holds the link: the guest's role sees what this token opens at `now`, and no more.

    Gives the session and the link's row, with the columns `wanted`. Raises LinkNotValid, whatever is wrong with it.
    """
    with Session(doors.guest, expire_on_commit=False) as session, session.begin():
        session.execute(
            select(
                func.set_config("renraku.guest_token", token[:LONGEST_TOKEN], True),
                func.set_config("renraku.guest_now", now.isoformat(), True),
            )
        )
        link = session.execute(select(*wanted)).first()
        if link is None:
            raise LinkNotValid
        yield session, link
