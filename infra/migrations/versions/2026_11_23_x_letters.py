"""Circulars: withdrawal, correction, a day to confirm by, recipients without mail; the standing follow-up.

Revision ID: 2026_11_23_x_letters
Revises: 2026_11_23_w_papers
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_23_x_letters"
down_revision = "2026_11_23_w_papers"

WORKS = ["digest", "statistics", "retention", "contacts", "verification", "follow_up"]
ENDED = "corrected_at, corrected_number, withdrawn_at, withdrawn_by, withdrawn_reason"


def upgrade() -> None:
    law.begin(__file__)
    law.grant("circular", f"UPDATE ({ENDED}, confirm_by)", law.DESK)
    law.grant("circular", "SELECT (corrected_at, corrected_number, withdrawn_at, withdrawn_reason)", "renraku_guest")
    law.grant("circular", "UPDATE (reminded_for, rounds, version)", law.ENGINE)
    law.grant("circular_step", "INSERT", law.ENGINE)
    law.grant("circular_recipient", "UPDATE (other_way, other_at, other_by, other_note)", law.DESK)
    law.grant("circular_recipient", "UPDATE (rounds)", law.ENGINE)
    law.allow_words("standing_run", "name", WORKS)
