"""What unseen incidents needed.

Revision ID: 2026_11_23_v_exercise
Revises: 2026_11_23_u_posting
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_23_v_exercise"
down_revision = "2026_11_23_u_posting"


def upgrade() -> None:
    law.begin(__file__)
