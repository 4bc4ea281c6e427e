"""Posters: issued, posted where and since when.

Revision ID: 2026_11_22_o_posters
Revises: 2026_11_22_n_standing
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_22_o_posters"
down_revision = "2026_11_22_n_standing"


def upgrade() -> None:
    law.begin(__file__)
