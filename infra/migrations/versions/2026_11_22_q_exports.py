"""Exports and attachments.

Revision ID: 2026_11_22_q_exports
Revises: 2026_11_22_p_papers
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_22_q_exports"
down_revision = "2026_11_22_p_papers"


def upgrade() -> None:
    law.begin(__file__)
