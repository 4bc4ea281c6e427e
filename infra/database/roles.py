"""The accounts and databases of an installation, as SQL: the embedded cluster and a server of one's own get the same.

The domain's roles are walls (ADR 0004, 0005): none may pass row-level security, none may create anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from psycopg import sql

DATABASE_ROLES = ("desk", "ministry", "engine", "gate", "guest")
DOMAIN_USERS = tuple(f"renraku_{role}" for role in DATABASE_ROLES)
"""Their names are fixed: the migrations grant to them."""
WORDS = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"


def role(name: str, password: str | None = None) -> sql.Composed:
    """The statement for one account. Without its password it can be printed."""
    made = sql.SQL("CREATE ROLE {} " + WORDS).format(sql.Identifier(name))
    return made if password is None else made + sql.SQL(" PASSWORD {}").format(sql.Literal(password))


def database(name: str, owner: str, users: Sequence[str], template: str = "template1") -> Iterator[sql.Composed]:
    """An owner's database that only the owner and `users` may enter."""
    named = sql.Identifier(name)
    yield sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
        named, sql.Identifier(owner), sql.Identifier(template)
    )
    yield sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(named)
    yield from entry(name, users)


def entry(name: str, users: Sequence[str]) -> Iterator[sql.Composed]:
    """The right to connect; safe to give again."""
    for user in users:
        yield sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(name), sql.Identifier(user))


def dropped(name: str) -> sql.Composed:
    """Away with a database, even when somebody is connected."""
    return sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))


TRIGRAMS = sql.SQL("CREATE EXTENSION IF NOT EXISTS pg_trgm")
"""What Prefect's database needs besides."""


def run(connection: psycopg.Connection[Any], statements: Iterator[sql.Composed] | Sequence[sql.Composed]) -> None:
    for statement in statements:
        connection.execute(statement)


def known(connection: psycopg.Connection[Any]) -> tuple[set[str], set[str]]:
    """The names of all roles, of all databases."""
    roles = {str(row[0]) for row in connection.execute("SELECT rolname FROM pg_roles")}
    return roles, {str(row[0]) for row in connection.execute("SELECT datname FROM pg_database")}
