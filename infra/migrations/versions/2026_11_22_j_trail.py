"""The trail that shows tampering: chained history, views of personal data.

Revision ID: 2026_11_22_j_trail
Revises: 2026_11_22_i_papers
"""

from __future__ import annotations

from alembic import op

from infra.migrations import law

revision = "2026_11_22_j_trail"
down_revision = "2026_11_22_i_papers"


def upgrade() -> None:
    law.begin(__file__)
    law.case_table("trail_head", desk="SELECT", ministry="SELECT", engine="SELECT")
    law.case_table("viewing", desk="SELECT, INSERT", ministry="SELECT, INSERT", engine="SELECT")
    op.execute(
        f"CREATE POLICY in_own_name ON viewing AS RESTRICTIVE FOR INSERT TO {law.DESK}, {law.MINISTRY} "
        f"WITH CHECK ({law.MYSELF})"
    )
    law.secure("trail_anchor")
    law.grant("trail_anchor", "SELECT", law.MINISTRY, law.ENGINE)
    law.grant("trail_anchor", "INSERT", law.ENGINE)
    law.policy("trail_anchor", "national", "true", law.MINISTRY, command="SELECT")
    law.policy("trail_anchor", "unattended", "true", law.ENGINE)
    op.execute(f"GRANT EXECUTE ON FUNCTION trail_mark() TO {law.ENGINE}")
