"""The post room: states of a letter, bounces, suppressed addresses.

Revision ID: 2026_11_22_l_post_room
Revises: 2026_11_22_k_reminders
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_22_l_post_room"
down_revision = "2026_11_22_k_reminders"


def upgrade() -> None:
    law.begin(__file__)
