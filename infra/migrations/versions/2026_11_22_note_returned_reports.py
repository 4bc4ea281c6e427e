"""Note returned reports: when a draft went back to its writer. Old code leaves the column empty.

Revision ID: 2026_11_22_note_returned_reports
Revises: 2026_11_22_open_the_house
"""

from __future__ import annotations

from alembic import op

revision = "2026_11_22_note_returned_reports"
down_revision = "2026_11_22_open_the_house"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("ALTER TABLE report ADD COLUMN returned_at TIMESTAMP WITH TIME ZONE")
