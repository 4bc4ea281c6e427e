"""Alerts and circulars to facilities.

Revision ID: 2026_11_23_s_alerts
Revises: 2026_11_22_r_registry
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_23_s_alerts"
down_revision = "2026_11_22_r_registry"


def upgrade() -> None:
    law.begin(__file__)
