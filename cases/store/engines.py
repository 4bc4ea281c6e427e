"""The numbers under which engines work: an advisory lock each, held as long as the engine lives."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, text

NUMBERS = 0x52454E52
"""The class of the advisory locks under which engines hold their numbers."""


def take_number(engine: Engine) -> tuple[Connection, int]:
    """A number of one's own and the connection that holds its lock: as long as that lives, the claims are ours."""
    connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    number = int(connection.scalar(text("SELECT nextval('engine_number')")) or 0)
    connection.execute(text("SELECT pg_advisory_lock(:k, :n)"), {"k": NUMBERS, "n": number})
    return connection, number


def living_numbers(connection: Connection) -> set[int]:
    """The numbers of engines that are alive."""
    rows = connection.execute(
        text("SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = :k AND objsubid = 2 AND granted"),
        {"k": NUMBERS},
    )
    return {int(row.objid) for row in rows}
