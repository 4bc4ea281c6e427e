"""The trail that shows tampering: chained history, views of personal data.

Revision ID: 2026_11_22_j_trail
Revises: 2026_11_22_i_papers
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_22_j_trail"
down_revision = "2026_11_22_i_papers"


def upgrade() -> None:
    law.begin(__file__)
