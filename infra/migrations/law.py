"""The law of a new table, written in the same migration as the table: who may touch it, and which rows they see.

Every table gets row-level security. A row of a case carries the case's authority: the desk sees its own, the ministry
and the engine see all. A table without such rows states its own policy.
"""

from __future__ import annotations

from pathlib import Path

from alembic import op

DESK, MINISTRY, ENGINE, GATE = "renraku_desk", "renraku_ministry", "renraku_engine", "renraku_gate"
OWN = "authority_code = ANY (string_to_array(current_setting('renraku.codes', true), ','))"
"""Rows of the authorities that the visit was opened for."""
MYSELF = "officer_id = nullif(current_setting('renraku.officer', true), '')::bigint"


def begin(migration: str) -> None:
    """Give way rather than block the office: no migration waits longer for a lock. `migration` is its `__file__`;
    a file of the same name ending in .sql, where there is one, is run.
    """
    op.execute("SET LOCAL lock_timeout = '5s'")
    statements = Path(migration).with_suffix(".sql")
    if statements.exists():
        op.execute(statements.read_text(encoding="utf-8"))


def case_table(table: str, *, desk: str, ministry: str, engine: str) -> None:
    """Rows owned by a case: rights per role such as "SELECT, INSERT"."""
    secure(table)
    for role, rights in ((DESK, desk), (MINISTRY, ministry), (ENGINE, engine)):
        grant(table, rights, role)
    policy(table, "own_authority", OWN, DESK)
    policy(table, "national", "true", MINISTRY)
    policy(table, "unattended", "true", ENGINE)


def secure(table: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")


def grant(table: str, rights: str, *roles: str) -> None:
    op.execute(f"GRANT {rights} ON {table} TO {', '.join(roles)}")


def policy(table: str, name: str, using: str, *roles: str, command: str = "ALL") -> None:
    check = "" if command in ("SELECT", "DELETE") else f" WITH CHECK ({using})"
    op.execute(f"CREATE POLICY {name} ON {table} FOR {command} TO {', '.join(roles)} USING ({using}){check}")


def allow_words(table: str, column: str, words: list[str]) -> None:
    """Widen a word column to the words given, all of them. The constraint is named as cases/records/base.py names it:
    pass the name that `word_column` has in the record, which usually is the column's.
    """
    listed = ", ".join(f"'{word}'" for word in words)
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{column}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{column} CHECK ({column} IN ({listed}))")
