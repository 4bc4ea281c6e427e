"""The one counter of this process: every screen and door reads and acts through it."""

from cases.counter import Counter, open_counter
from infra.settings import settings

_held: list[Counter] = []


def counter() -> Counter:
    """The counter on this installation's settings, opened at the first question."""
    if not _held:
        mine = settings()
        use(
            open_counter(
                desk_url=mine.desk_database_url,
                ministry_url=mine.ministry_database_url,
                gate_url=mine.gate_database_url,
                guest_url=mine.guest_database_url,
                practice=mine.practice,
            )
        )
    return _held[-1]


def use(other: Counter) -> None:
    """From now on this one (tests bring their own); the one before is not closed."""
    _held[:] = [other]
