"""The post room: states of a letter, bounces, suppressed addresses.

Revision ID: 2026_11_22_l_post_room
Revises: 2026_11_22_k_reminders
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_22_l_post_room"
down_revision = "2026_11_22_k_reminders"

STATES = ["written", "sending", "accepted", "deferred", "refused", "bounced", "expired", "held"]
BY_OFFICIALS = "address, state, state_at, next_try_at, expires_at, attempts, bounce_token, told_at, told_by, told_note"
MY_LETTER = "EXISTS (SELECT 1 FROM letter WHERE letter.id = letter_id)"
"""Letters have their own policy: the desk finds those of its authority."""
NOT_REACHED = (
    "EXISTS (SELECT 1 FROM letter WHERE lower(letter.address) = suppressed_address.address "
    "AND letter.state IN ('refused','bounced','expired','held') AND letter.told_at IS NULL)"
)


def upgrade() -> None:
    law.begin(__file__)
    law.allow_words("letter", "state", STATES)
    law.grant("letter", f"UPDATE ({BY_OFFICIALS})", law.DESK, law.MINISTRY)
    _steps()
    _suppressed()
    _rests()


def _steps() -> None:
    law.secure("letter_step")
    law.grant("letter_step", "SELECT, INSERT", law.DESK, law.MINISTRY, law.ENGINE)
    law.policy("letter_step", "of_own_letters", MY_LETTER, law.DESK)
    law.policy("letter_step", "national", "true", law.MINISTRY, law.ENGINE)


def _suppressed() -> None:
    """An office sees what its own letters ran into, or those of its letters that did not get through."""
    law.secure("suppressed_address")
    lifting = "SELECT, UPDATE (lifted_at, lifted_by, lifted_why)"
    law.grant("suppressed_address", lifting, law.DESK, law.MINISTRY)
    law.grant("suppressed_address", "SELECT, INSERT", law.ENGINE)
    law.policy("suppressed_address", "that_concern_us", f"{law.OWN} OR {NOT_REACHED}", law.DESK)
    law.policy("suppressed_address", "national", "true", law.MINISTRY, law.ENGINE)


def _rests() -> None:
    law.secure("mail_rest")
    law.grant("mail_rest", "SELECT", law.DESK, law.MINISTRY)
    law.grant("mail_rest", "SELECT, INSERT, UPDATE, DELETE", law.ENGINE)
    law.policy("mail_rest", "readable", "true", law.DESK, law.MINISTRY, command="SELECT")
    law.policy("mail_rest", "unattended", "true", law.ENGINE)
    law.secure("bounce_count")
    law.grant("bounce_count", "SELECT", law.MINISTRY)
    law.grant("bounce_count", "SELECT, INSERT, UPDATE", law.ENGINE)
    law.policy("bounce_count", "readable", "true", law.MINISTRY, command="SELECT")
    law.policy("bounce_count", "unattended", "true", law.ENGINE)
