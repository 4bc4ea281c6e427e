"""Campaigns from another ministry's request.

Revision ID: 2026_11_23_t_campaign
Revises: 2026_11_23_s_alerts
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_23_t_campaign"
down_revision = "2026_11_23_s_alerts"


def upgrade() -> None:
    law.begin(__file__)
