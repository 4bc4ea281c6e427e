"""Alembic's entry: run migrations on the connection that infra.database hands over."""

from alembic import context

from cases.records import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
