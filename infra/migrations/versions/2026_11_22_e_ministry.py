"""Ministry requests to many, and what a report says field by field.

Revision ID: 2026_11_22_e_ministry
Revises: 2026_11_22_d_outside
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_22_e_ministry"
down_revision = "2026_11_22_d_outside"


def upgrade() -> None:
    law.begin(__file__)
    law.case_table("incident_fact", desk="SELECT, INSERT", ministry="SELECT, INSERT", engine="SELECT")
    law.case_table("report_amendment", desk="SELECT, INSERT", ministry="SELECT", engine="SELECT")
