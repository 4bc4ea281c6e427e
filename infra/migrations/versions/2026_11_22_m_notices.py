"""Notices: preferences, substitutes, in-app notices, digests, paused clocks.

Revision ID: 2026_11_22_m_notices
Revises: 2026_11_22_l_post_room
"""

from __future__ import annotations

from alembic import op

from cases.vocabulary import ClockState, LetterState
from infra.migrations import law

revision = "2026_11_22_m_notices"
down_revision = "2026_11_22_l_post_room"

OFFICES_OWN = {"notice_rule": "", "rota_change": "", "substitute": "ended_at, ended_office"}
"""Table → the columns that its office may change afterwards."""


def upgrade() -> None:
    law.begin(__file__)
    law.allow_words("letter", "state", [str(word) for word in LetterState])
    law.allow_words("clock", "state", [str(word) for word in ClockState])
    for table, changed in OFFICES_OWN.items():
        law.secure(table)
        law.grant(table, "SELECT, INSERT" + (f", UPDATE ({changed})" if changed else ""), law.DESK, law.MINISTRY)
        law.grant(table, "SELECT", law.ENGINE)
        law.policy(table, "own_authority", law.OWN, law.DESK, law.MINISTRY)
        law.policy(table, "unattended", "true", law.ENGINE, command="SELECT")
    for table in ("letter_read", "notice_preference"):
        law.secure(table)
        law.grant(table, "SELECT, INSERT", law.DESK, law.MINISTRY)
        law.policy(table, "own_person", law.MYSELF, law.DESK, law.MINISTRY)
    law.grant("notice_preference", "SELECT", law.ENGINE)
    law.policy("notice_preference", "unattended", "true", law.ENGINE, command="SELECT")
    # A letter is read by whom it is addressed to, also where the case went to another authority meanwhile.
    op.execute(
        f"CREATE POLICY addressed_to_me ON letter FOR SELECT TO {law.DESK} "
        "USING (recipient_id = nullif(current_setting('renraku.officer', true), '')::bigint)"
    )
    law.grant("duty", "DELETE", law.DESK, law.MINISTRY)
    for role in (law.DESK, law.MINISTRY):
        law.grant("officer", "UPDATE (on_call_order)", role)
    law.policy("officer", "own_on_call_order", law.OWN, law.DESK, law.MINISTRY, command="UPDATE")
