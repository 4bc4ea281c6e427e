"""Facility registry: codes, contracts, what the registry said and when.

Revision ID: 2026_11_22_b_registry
Revises: 2026_11_22_open_the_house
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_22_b_registry"
down_revision = "2026_11_22_open_the_house"


def upgrade() -> None:
    law.begin(__file__)
