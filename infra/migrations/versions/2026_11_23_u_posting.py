"""Posters: letters with the new one, reminders.

Revision ID: 2026_11_23_u_posting
Revises: 2026_11_23_t_campaign
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_23_u_posting"
down_revision = "2026_11_23_t_campaign"


def upgrade() -> None:
    law.begin(__file__)
