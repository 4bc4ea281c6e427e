"""Alerts and circulars to facilities.

Revision ID: 2026_11_23_s_alerts
Revises: 2026_11_22_r_registry
"""

from __future__ import annotations

from alembic import op

from infra.migrations import law

revision = "2026_11_23_s_alerts"
down_revision = "2026_11_22_r_registry"

GUEST = "renraku_guest"
LINK, RECIPIENT = "(SELECT circular_link_id())", "(SELECT circular_recipient_id())"
DECIDED = (
    "state, urgency, subject, threat, measures, body, addressee, edition, kinds, municipalities, beds_least, "
    "beds_most, send_at, drafted_by, drafted_at, approved_by, approved_at, bypass_reason, issued_by, issued_at, "
    "total, rounds, version"
)
FOLLOWED = "address, letter_owed, rounds, told_at, told_by, told_channel, told_note"
LINK_SEEN = "id, recipient_id, authority_code, token_hash, letter_key, created_at, expires_at"


def upgrade() -> None:
    law.begin(__file__)
    law.case_table("circular", desk=f"SELECT, INSERT, UPDATE ({DECIDED})", ministry="SELECT", engine="SELECT")
    law.case_table("circular_paper", desk="SELECT, INSERT", ministry="SELECT", engine="SELECT")
    law.case_table(
        "circular_recipient",
        desk=f"SELECT, INSERT, UPDATE ({FOLLOWED})",
        ministry="SELECT",
        engine="SELECT, UPDATE (letter_owed, letter_id)",
    )
    law.case_table(
        "circular_link",
        desk=f"SELECT ({LINK_SEEN})",
        ministry=f"SELECT ({LINK_SEEN})",
        engine="SELECT, INSERT, UPDATE (token)",
    )
    law.case_table("circular_step", desk="SELECT, INSERT", ministry="SELECT", engine="SELECT")
    _guest()


def _guest() -> None:
    """The facility's own door: one circular and its poster, through one live link (R-023)."""
    for function in ("circular_link_id()", "circular_recipient_id()"):
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {GUEST}")
    mine = "(SELECT circular_id FROM circular_recipient)"
    facility = "(SELECT facility_id FROM circular_recipient)"
    for table, rights, rows in (
        ("circular_link", "SELECT (id, recipient_id, authority_code, expires_at)", f"id = {LINK}"),
        ("circular", "SELECT (id, authority_code, kind, urgency, subject, threat, measures)", f"id IN {mine}"),
        ("circular_paper", "SELECT (circular_id, number, dated_on, pdf)", f"circular_id IN {mine}"),
        ("facility", "SELECT (id, name)", f"id IN {facility}"),
        (
            "facility_vendor",
            "SELECT (id, facility_id, company, phone, person, removed_at)",
            f"facility_id IN {facility} AND removed_at IS NULL",
        ),
        ("authority", "SELECT (code, name)", "code IN (SELECT authority_code FROM circular_link)"),
    ):
        law.grant(table, rights, GUEST)
        law.policy(table, "by_circular_link", rows, GUEST, command="SELECT")
    seen = "id, circular_id, authority_code, facility_id, name, opened_at, acknowledged_at, acknowledged_by"
    law.grant("circular_recipient", f"SELECT ({seen}), UPDATE (opened_at, acknowledged_at, acknowledged_by)", GUEST)
    law.policy("circular_recipient", "by_circular_link", f"id = {RECIPIENT}", GUEST)
