"""The collaborators of the flows, set once by the engine, a test or an exercise."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from cases.clock import Clock
from cases.post.writing import Sender
from flows.mail.mailer import Mailer


@dataclass(frozen=True)
class World:
    """What a flow needs from outside: its database role, the time, the sender's data, the post."""

    database: Engine
    clock: Clock
    sender: Sender
    mailer: Mailer
    prefect_expected: bool = False
    """Whether running without Prefect is worth a note in the history."""


_world: World | None = None


def enter(world: World) -> None:
    """Set the world for this process (engine, test, exercise)."""
    global _world
    _world = world


def here() -> World:
    """The world. Raises RuntimeError when nobody has set one."""
    if _world is None:
        raise RuntimeError("no world: flows run inside the engine, a test or an exercise")
    return _world
