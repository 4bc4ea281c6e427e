"""One remediation list, checklists, external notices.

Revision ID: 2026_11_22_g_remediation
Revises: 2026_11_22_f_inspection
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_22_g_remediation"
down_revision = "2026_11_22_f_inspection"


def upgrade() -> None:
    law.begin(__file__)
