"""Letters that no stage of a case writes: of requests, circulars, posters and campaigns."""

from __future__ import annotations

import asyncio
from datetime import datetime

from sqlalchemy import Engine

from cases.circulars import letters as circular_letters
from cases.ministry import request_letters
from cases.ministry.campaigns import letters as campaign_letters
from cases.posters import letters as poster_letters
from flows.world import here

WRITERS = (request_letters, circular_letters, poster_letters, campaign_letters)


def owed(database: Engine, now: datetime) -> bool:
    """Whether any of them has something to write."""
    return (
        request_letters.owed(database)
        or circular_letters.owed(database, now)
        or poster_letters.owed(database)
        or campaign_letters.owed(database, now)
    )


async def write() -> None:
    """Have each write what it owes; the post takes it from there."""
    world = here()
    for one in WRITERS:
        await asyncio.to_thread(one.write_owed, world.database, world.clock.now(), world.sender)
