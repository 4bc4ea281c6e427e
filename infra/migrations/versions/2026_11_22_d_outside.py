"""Parties of a case, guests by link, questionnaires, attachments.

Revision ID: 2026_11_22_d_outside
Revises: 2026_11_22_c_relations
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_22_d_outside"
down_revision = "2026_11_22_c_relations"


def upgrade() -> None:
    law.begin(__file__)
    law.case_table(
        "participant",
        desk="SELECT, INSERT, UPDATE",
        ministry="SELECT",
        engine="SELECT, INSERT, UPDATE",
    )
