"""Bringing a database up to date: roles, migrations, reference data."""
