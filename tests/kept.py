"""One database for test after test: what a test wrote is taken out again, and its connections stay warm.

A copy of the template costs more than most tests do: less the copying than that each new backend learns the catalogue
and plans every statement anew. A test that changed what the template holds, or the schema, ends the copy.
"""

from __future__ import annotations

import itertools
from typing import Any

import psycopg
from psycopg import sql

from infra.running.postgres import Cluster

ROLES = ("owner", "desk", "ministry", "engine", "gate", "guest")
WORN_OUT = 60
"""Tests in one copy; dead rows and long plans are then left behind with it."""
CATALOGUE = ("pg_attribute", "pg_proc", "pg_policy", "pg_trigger")
"""A changed schema shows in one of these."""
_counter = itertools.count(1)

Marks = dict[str, tuple[int, int]]


def copy_of(cluster: Cluster, template: str) -> str:
    """The name of a new copy of the template."""
    name = f"house_{next(_counter)}"
    cluster.create_database(name, template)
    return name


def urls_of(cluster: Cluster, database: str) -> dict[str, str]:
    """Role → URL of a database."""
    return {role: cluster.url(role, database) for role in ROLES}


class KeptDatabase:
    """The copy that the houses of one test process live in, one after the other."""

    def __init__(self, cluster: Cluster, template: str) -> None:
        self._cluster, self._template = cluster, template
        self._name = ""
        self._uses = 0

    def urls(self) -> dict[str, str]:
        """Role → URL of the database, as the template left it."""
        if not self._name:
            self._name = copy_of(self._cluster, self._template)
            address = self._cluster.superuser_url(self._name, driver="")
            self._door = psycopg.connect(address, autocommit=True, prepare_threshold=0)
            self._question = self._ask_for_marks()
            self._first, self._numbers = self._marks(), self._sequences()
            self._uses = 0
        self._uses += 1
        return urls_of(self._cluster, self._name)

    def clean(self) -> None:
        """Take out what the test wrote, or give the copy up."""
        try:
            now = self._marks()
            changed = [name for name, mark in now.items() if mark != self._first[name]]
            if self._uses >= WORN_OUT or any(self._first[name] != (0, 0) for name in changed):
                self.give_up()
            elif changed:
                self._take_out(changed)
        except psycopg.Error:  # somebody still holds what the test left locked
            self.give_up()

    def give_up(self) -> None:
        """The next test gets a new copy."""
        if self._name:
            self._door.close()
            self._cluster.drop_database(self._name)
            self._name = ""

    def _ask_for_marks(self) -> sql.Composed:
        tables = self._door.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        asked = [(name, sql.Identifier("public", name)) for (name,) in tables.fetchall()]
        asked += [(name, sql.Identifier("pg_catalog", name)) for name in CATALOGUE]
        one = sql.SQL("SELECT {}, count(*), coalesce(max(xmin::text::bigint), 0) FROM {}")
        return sql.SQL(" UNION ALL ").join(one.format(sql.Literal(name), table) for name, table in asked)

    def _marks(self) -> Marks:
        """Table → (rows, youngest transaction that wrote one of them)."""
        return {name: (rows, youngest) for name, rows, youngest in self._door.execute(self._question)}

    def _sequences(self) -> dict[str, Any]:
        return dict(self._door.execute("SELECT sequencename, last_value FROM pg_sequences").fetchall())

    def _take_out(self, tables: list[str]) -> None:
        counted = self._sequences()
        with self._door.transaction():
            self._door.execute("SET LOCAL lock_timeout = '2s'")
            self._door.execute("SET LOCAL session_replication_role = replica")  # no trigger, no order of tables
            for table in tables:
                self._door.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            for name, last in self._numbers.items():
                if counted[name] != last:
                    self._door.execute("SELECT setval(%s::regclass, %s, %s)", [name, last or 1, last is not None])
