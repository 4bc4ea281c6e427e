"""Rule sets that the ministry adds, and the sets of a case.

Revision ID: 2026_11_22_h_rule_sets
Revises: 2026_11_22_g_remediation
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_22_h_rule_sets"
down_revision = "2026_11_22_g_remediation"


def upgrade() -> None:
    law.begin(__file__)
