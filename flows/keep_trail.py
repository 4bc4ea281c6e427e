"""Standing work: every day an anchor over the history of all cases, and the chains read through (R-231)."""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy import Engine

from cases import trail
from cases.clock import Clock

log = logging.getLogger(__name__)
EVERY = 600.0
"""Seconds between two looks at whether today has its anchor."""


async def keep_trail(database: Engine, clock: Clock) -> None:
    """Until cancelled. Several engines may do this at the same time: one of them drops the day's anchor."""
    while True:
        await asyncio.to_thread(keep_today, database, clock)
        await asyncio.sleep(EVERY)


def keep_today(database: Engine, clock: Clock) -> bool:
    """Drop today's anchor and read all chains, once a day; False when that was done already."""
    if trail.drop_anchor(database, clock.now()) is None:
        return False
    with database.connect() as connection:
        found = trail.verify(connection)
        found.anchors, found.broken_anchors = trail.verify_anchors(connection)
    for broken in found.breaks:
        log.error("記録の連鎖が途切れています: %s %d行目 %s", broken.number, broken.seq, broken.why)
    for anchor in found.broken_anchors:
        log.error("記録の締めが合いません: %s %s", anchor.day, anchor.why)
    return True
