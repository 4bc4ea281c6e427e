"""Reminders: when a clock speaks next, and the ledger of who was reminded of what.

Revision ID: 2026_11_22_k_reminders
Revises: 2026_11_22_j_trail
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_22_k_reminders"
down_revision = "2026_11_22_j_trail"


def upgrade() -> None:
    law.begin(__file__)
    law.case_table("reminder", desk="SELECT", ministry="SELECT", engine="SELECT, INSERT")
