"""Inspection practice: appointments, certificates, plans, parameters, advice library.

Revision ID: 2026_11_22_f_inspection
Revises: 2026_11_22_e_ministry
"""

from __future__ import annotations

from alembic import op

from infra.migrations import law
from infra.migrations.law import DESK, MINISTRY, OWN

revision = "2026_11_22_f_inspection"
down_revision = "2026_11_22_e_ministry"

VISIT_STATES = [
    "considered", "decided", "declined", "planned", "notified", "unannounced", "in_progress", "done", "result_drafted",
    "result_notified", "plan_requested", "plan_received", "accepted", "returned", "follow_up", "reinspection",
    "closed", "reported", "cancelled",
]  # fmt: skip
CHANGED = ("visit_member", "facility_demand")
KEPT = ("visit_step", "visit_finding", "checked_item", "advice_message")
"""Lines of a visit or a thread that are written once."""
OFFICES = ("inspector", "inspector_certificate", "inspection_practice")


def upgrade() -> None:
    law.begin(__file__)
    law.allow_words("inspection", "state", VISIT_STATES)
    for column in ("before", "after"):
        listed = ", ".join(f"'{word}'" for word in VISIT_STATES)
        op.execute(f"ALTER TABLE visit_step ADD CONSTRAINT ck_visit_step_{column} CHECK ({column} IN ({listed}))")
    for table in CHANGED:
        law.case_table(table, desk="SELECT, INSERT, UPDATE", ministry="SELECT, INSERT, UPDATE", engine="SELECT")
    for table in KEPT:
        law.case_table(table, desk="SELECT, INSERT", ministry="SELECT, INSERT", engine="SELECT")
    for table in OFFICES:
        _own(table, "SELECT, INSERT, UPDATE")
    _own("loss_report", "SELECT, INSERT, UPDATE (police_at, police_station, police_reference)")
    _library()


def _own(table: str, rights: str) -> None:
    """Each office keeps its own register; the ministry reads all and keeps its own."""
    law.secure(table)
    law.grant(table, rights, DESK, MINISTRY)
    law.policy(table, "own_authority", OWN, DESK, MINISTRY)
    law.policy(table, "national", "true", MINISTRY, command="SELECT")


def _library() -> None:
    """R-126: every office reads, the ministry writes; nothing is ever erased."""
    law.secure("advice_example")
    law.grant("advice_example", "SELECT", DESK, MINISTRY)
    law.grant("advice_example", "INSERT, UPDATE", MINISTRY)
    law.policy("advice_example", "readable", "true", DESK, command="SELECT")
    law.policy("advice_example", "kept_by_the_ministry", "true", MINISTRY)
