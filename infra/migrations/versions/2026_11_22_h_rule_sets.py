"""Rule sets that the ministry adds, and the sets of a case.

Revision ID: 2026_11_22_h_rule_sets
Revises: 2026_11_22_g_remediation
"""

from __future__ import annotations

from alembic import op

from infra.migrations import law

revision = "2026_11_22_h_rule_sets"
down_revision = "2026_11_22_g_remediation"


def upgrade() -> None:
    law.begin(__file__)
    for table in ("rule_mark", "rule_set_entry", "rule_set_switch", "contact_desk"):
        law.secure(table)
        law.grant(table, "SELECT", law.DESK, law.MINISTRY, law.ENGINE)
        law.policy(table, "readable", "true", law.DESK, law.ENGINE, command="SELECT")
        law.policy(table, "national", "true", law.MINISTRY)
    for table in ("rule_set_entry", "rule_set_switch", "contact_desk"):
        law.grant(table, "INSERT", law.MINISTRY)
    _columns("rule_mark", "mark")
    _columns("rule_set_entry", "state, confirmed_by, confirmed_office, settled_at, note")
    _columns("contact_desk", "effective_to, ended_by_desk, withdrawn_at, withdrawn_reason")
    for table in ("authority_target", "authority_day"):
        law.secure(table)
        law.grant(table, "SELECT, INSERT", law.DESK)
        law.grant(table, "SELECT", law.MINISTRY, law.ENGINE)
        law.policy(table, "own_authority", law.OWN, law.DESK)
        law.policy(table, "national", "true", law.MINISTRY, law.ENGINE, command="SELECT")
    law.case_table("case_rule_set", desk="SELECT, INSERT", ministry="SELECT, INSERT", engine="SELECT, INSERT")
    for role in (law.DESK, law.MINISTRY, law.ENGINE):
        op.execute(f"GRANT UPDATE (removed_at) ON case_rule_set TO {role}")


def _columns(table: str, columns: str) -> None:
    """What the ministry may still change in a row; all else stands as it was entered."""
    op.execute(f"GRANT UPDATE ({columns}) ON {table} TO {law.MINISTRY}")
