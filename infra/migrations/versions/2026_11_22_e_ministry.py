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
    for table in ("national_request", "request_addressee", "request_answer"):
        law.secure(table)
        law.policy(table, "national", "true", law.MINISTRY)
        law.policy(table, "unattended", "true", law.ENGINE)
        law.grant(table, "SELECT", law.DESK, law.MINISTRY, law.ENGINE)
    law.grant("national_request", "INSERT", law.MINISTRY)
    law.policy(
        "national_request",
        "asked_of_us",
        "id IN (SELECT request_id FROM request_addressee)",  # those that the row-level security there lets us see
        law.DESK,
        command="SELECT",
    )
    law.policy("request_addressee", "own_authority", law.OWN, law.DESK)
    law.grant("request_addressee", "INSERT, UPDATE (letter_owed, reminders, reminded_at)", law.MINISTRY)
    handled = "state, reason, handled_by, handled_at, settled_at, case_number"
    law.grant("request_addressee", f"UPDATE ({handled})", law.DESK)
    law.grant("request_addressee", "UPDATE (letter_owed)", law.ENGINE)
    law.policy("request_answer", "own_authority", law.OWN, law.DESK)
    law.grant("request_answer", "INSERT", law.DESK)
    law.grant("case_counter", "INSERT, UPDATE", law.MINISTRY)
    for table, rights in (("direct_contact", "SELECT, INSERT"), ("sharing_choice", "SELECT, INSERT, UPDATE")):
        law.secure(table)
        law.grant(table, rights, law.MINISTRY)
        law.policy(table, "national", "true", law.MINISTRY)
