"""The one channel on which the engine hears that something is owed (flows/engine/loop.py listens)."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

CHANNEL: Final = "renraku_work"


def wake(where: Session | Connection, *what: str) -> None:
    """When the transaction commits, the engine looks at these: stages by their keys, or all where none is named."""
    where.execute(select(func.pg_notify(CHANNEL, ",".join(sorted(set(what))))))
