"""Bring a database up to date: migrations and reference data. Safe to run again."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine

from cases.clock import MachineClock, jst_day
from infra.database import reference
from infra.registry.reassign import reassign

FOLDER = Path(__file__).parents[1] / "migrations"


def update(owner_url: str) -> None:
    """Migrate to the newest revision, load the reference data, let facilities follow it (R-006).

    `owner_url` is the owner role's.
    """
    engine = create_engine(owner_url)
    try:
        with engine.begin() as connection:
            migrate(connection)
        with engine.begin() as connection:
            reference.load(connection)
            now = MachineClock().now()
            reassign(connection, jst_day(now), now)
    finally:
        engine.dispose()


def migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    head = ScriptDirectory.from_config(config).get_current_head()
    if MigrationContext.configure(connection).get_current_revision() != head:
        command.upgrade(config, "head")
