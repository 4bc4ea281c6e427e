"""One remediation list, checklists, external notices, consents, the shifts' hand-over book.

Revision ID: 2026_11_22_g_remediation
Revises: 2026_11_22_f_inspection
"""

from __future__ import annotations

from alembic import op

from infra.migrations import law

revision = "2026_11_22_g_remediation"
down_revision = "2026_11_22_f_inspection"

ADDED_ONLY = ("remediation_step", "sharing_consent", "checklist_answer")
"""What is entered there is never changed: a correction is a new row."""
ITEM_ORIGINS = ["guidance", "finding", "measure", "checklist"]
ITEM_STATES = ["open", "reported", "returned", "verified", "waived"]


def upgrade() -> None:
    law.begin(__file__)
    law.allow_words("remediation_item", "origin", ITEM_ORIGINS)
    law.allow_words("remediation_item", "state", ITEM_STATES)
    for table in ADDED_ONLY:
        law.case_table(table, desk="SELECT, INSERT", ministry="SELECT", engine="SELECT")
    law.case_table("external_notice", desk="SELECT, INSERT, UPDATE", ministry="SELECT, INSERT, UPDATE", engine="SELECT")
    _hand_over()


def _hand_over() -> None:
    """An office's own book: the ministry reads and writes its own only, the engine none."""
    law.secure("handover_note")
    law.grant("handover_note", "SELECT, INSERT", law.DESK, law.MINISTRY)
    op.execute(f"GRANT UPDATE (acknowledged_by, acknowledged_at) ON handover_note TO {law.DESK}, {law.MINISTRY}")
    law.policy("handover_note", "own_office", law.OWN, law.DESK, law.MINISTRY)
