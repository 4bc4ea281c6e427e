"""Inspection practice: appointments, certificates, plans, parameters, advice library.

Revision ID: 2026_11_22_f_inspection
Revises: 2026_11_22_e_ministry
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_22_f_inspection"
down_revision = "2026_11_22_e_ministry"


def upgrade() -> None:
    law.begin(__file__)
