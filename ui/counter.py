"""The one counter of this process: every screen and door reads and acts through it."""

from functools import cache

from cases.counter import Counter, open_counter
from infra.settings import settings


@cache
def counter() -> Counter:
    """The counter on this installation's settings, opened at the first question."""
    mine = settings()
    return open_counter(
        desk_url=mine.desk_database_url,
        ministry_url=mine.ministry_database_url,
        gate_url=mine.gate_database_url,
        practice=mine.practice,
    )
