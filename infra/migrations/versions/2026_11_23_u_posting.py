"""Posters: letters with the new one, reminders.

Revision ID: 2026_11_23_u_posting
Revises: 2026_11_23_t_campaign
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_23_u_posting"
down_revision = "2026_11_23_t_campaign"

SEEN = (
    "id, facility_id, authority_code, round, kind, way, contacts_hash, address, noted_at, noted_by, letter_owed, "
    "letter_id, letter_key"
)
"""Not the token: that is for the letter alone."""


def upgrade() -> None:
    law.begin(__file__)
    law.case_table(
        "poster_notice",
        desk=f"SELECT ({SEEN}), INSERT",
        ministry=f"SELECT ({SEEN})",
        engine="SELECT, INSERT, UPDATE (letter_owed, letter_id, letter_key, token)",
    )
