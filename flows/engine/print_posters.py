"""Standing work: the offices' print jobs of posters, a part at a time; what one engine leaves, another does."""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy import Engine

from cases.clock import Clock
from cases.post.writing import Sender
from cases.posters import batches
from flows.world import here

log = logging.getLogger(__name__)
EVERY = 3.0
"""Seconds between two looks at whether an office has ordered something."""


async def print_posters(database: Engine, clock: Clock) -> None:
    """Until cancelled. Several engines may do this at the same time: each takes another part."""
    while True:
        await print_all(database, clock, here().sender)
        await asyncio.sleep(EVERY)


async def print_all(database: Engine, clock: Clock, sender: Sender) -> int:
    """Print what is ordered; returns how many parts."""
    parts = 0
    while await asyncio.to_thread(batches.print_next, database, clock.now(), sender.base_url, practice=sender.practice):
        parts += 1
    return parts
