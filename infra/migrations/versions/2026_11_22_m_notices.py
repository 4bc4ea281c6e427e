"""Notices: preferences, substitutes, in-app notices, digests, paused clocks.

Revision ID: 2026_11_22_m_notices
Revises: 2026_11_22_l_post_room
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_22_m_notices"
down_revision = "2026_11_22_l_post_room"


def upgrade() -> None:
    law.begin(__file__)
