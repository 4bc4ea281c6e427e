"""Exports and attachments.

Revision ID: 2026_11_22_q_exports
Revises: 2026_11_22_p_papers
"""

from __future__ import annotations

from alembic import op

from infra.migrations import law

revision = "2026_11_22_q_exports"
down_revision = "2026_11_22_p_papers"


def upgrade() -> None:
    law.begin(__file__)
    law.case_table("list_taking", desk="SELECT, INSERT", ministry="SELECT, INSERT", engine="SELECT")
    op.execute(
        f"CREATE POLICY in_own_name ON list_taking AS RESTRICTIVE FOR INSERT TO {law.DESK}, {law.MINISTRY} "
        f"WITH CHECK ({law.MYSELF})"
    )
