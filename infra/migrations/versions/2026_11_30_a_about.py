"""What an act was about is a column of the work it owes, not a part of a string.

Revision ID: 2026_11_30_a_about
Revises: 2026_11_23_x_letters
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_30_a_about"
down_revision = "2026_11_23_x_letters"


def upgrade() -> None:
    law.begin(__file__)
