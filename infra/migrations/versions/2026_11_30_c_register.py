"""The engine reads the offices' registers of inspectors: whose certificate does not reach the day of a visit.

Revision ID: 2026_11_30_c_register
Revises: 2026_11_23_x_letters
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_30_c_register"
down_revision = "2026_11_23_x_letters"


def upgrade() -> None:
    law.begin(__file__)
    for table in ("inspector", "inspector_certificate"):
        law.grant(table, "SELECT", law.ENGINE)
        law.policy(table, "unattended", "true", law.ENGINE, command="SELECT")
