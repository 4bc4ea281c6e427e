"""How often one address may knock: a guess at 256 bits is hopeless, this only spares the database."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

WITHIN = timedelta(minutes=10)
WRONG = 20
"""Wrong links from one address within that time."""
DEEDS = 120
"""Deeds through one link within that time."""
REMEMBERED = 5000


class Knocks:
    """Counts per key in a sliding time; the oldest keys are forgotten first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._seen: dict[str, deque[datetime]] = {}

    def too_many(self, key: str, now: datetime) -> bool:
        return len(self._recent(key, now)) >= self._most

    def note(self, key: str, now: datetime) -> None:
        self._recent(key, now).append(now)
        while len(self._seen) > REMEMBERED:
            del self._seen[next(iter(self._seen))]

    def _recent(self, key: str, now: datetime) -> deque[datetime]:
        times = self._seen.setdefault(key, deque(maxlen=self._most))
        while times and not timedelta() <= now - times[0] < WITHIN:
            times.popleft()
        return times
