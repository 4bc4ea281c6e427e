"""The registry's import, faster.

Revision ID: 2026_11_22_r_registry
Revises: 2026_11_22_q_exports
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_22_r_registry"
down_revision = "2026_11_22_q_exports"


def upgrade() -> None:
    law.begin(__file__)
