"""The tokens that wait for their letters stand in one table, emptied with the letter.

Revision ID: 2026_11_30_b_letter_secrets
Revises: 2026_11_30_a_about
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_30_b_letter_secrets"
down_revision = "2026_11_30_a_about"


def upgrade() -> None:
    law.begin(__file__)
    law.grant("letter_secret", "INSERT", law.ENGINE)
