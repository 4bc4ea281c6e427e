"""Standing work: what the scheduled flows keep.

Revision ID: 2026_11_22_n_standing
Revises: 2026_11_22_m_notices
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_22_n_standing"
down_revision = "2026_11_22_m_notices"


def upgrade() -> None:
    law.begin(__file__)
