"""How long the post waits before it tries again. Pure: attempts in, span out; the same answer on every engine.

The pauses grow to a cap. A part of each is taken off by the letter's own Message-ID, so that many letters put off
together do not all come back in the same second. Source: issue 4 (growing pauses, a cap, jitter).
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

PAUSES = [timedelta(minutes=m) for m in (1, 2, 5, 15, 30, 60)]
"""Between two tries of one letter; the last one repeats."""
SERVER_PAUSES = [timedelta(seconds=s) for s in (30, 60, 120, 300)]
"""Between two looks at a mail server that is away, or a domain that puts us off."""
SPREAD = 0.2
"""The part of a pause that the jitter may take off."""
EXPIRES = timedelta(hours=48)
"""After this an official is told to help otherwise: the letter would help nobody any more (a 目安 of this product)."""


def pause(attempts: int, seed: str) -> timedelta:
    """The pause after the `attempts`-th try (from 1) of the letter whose Message-ID is `seed`."""
    whole = PAUSES[min(max(attempts, 1), len(PAUSES)) - 1]
    mark = int.from_bytes(hashlib.sha256(f"{seed}:{attempts}".encode()).digest()[:4], "big") / 2**32
    return whole * (1 - SPREAD * mark)


def server_pause(times: int) -> timedelta:
    """The rest after the `times`-th look in a row (from 1) that found it away."""
    return SERVER_PAUSES[min(max(times, 1), len(SERVER_PAUSES)) - 1]


def expiry(written_at: datetime, set_anew: datetime | None) -> datetime:
    """When the letter is given up."""
    return set_anew or written_at + EXPIRES
