"""Papers: further kinds.

Revision ID: 2026_11_22_p_papers
Revises: 2026_11_22_o_posters
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_22_p_papers"
down_revision = "2026_11_22_o_posters"


def upgrade() -> None:
    law.begin(__file__)
