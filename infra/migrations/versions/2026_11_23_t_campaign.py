"""Campaigns from another ministry's request.

Revision ID: 2026_11_23_t_campaign
Revises: 2026_11_23_s_alerts
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_23_t_campaign"
down_revision = "2026_11_23_s_alerts"


def upgrade() -> None:
    law.begin(__file__)
    own = ("campaign_addressee", "campaign_status", "campaign_reminder")
    shared = ("campaign_item", "campaign_move")
    for table in ("campaign", *shared, *own):
        law.secure(table)
        law.policy(table, "national", "true", law.MINISTRY)
        law.policy(table, "unattended", "true", law.ENGINE)
        law.grant(table, "SELECT", law.DESK, law.MINISTRY, law.ENGINE)
    addressed = "(SELECT campaign_id FROM campaign_addressee)"  # those that the row-level security there lets us see
    law.policy("campaign", "asked_of_us", f"id IN {addressed}", law.DESK, command="SELECT")
    for table in shared:
        law.policy(table, "asked_of_us", f"campaign_id IN {addressed}", law.DESK, command="SELECT")
    for table in own:
        law.policy(table, "own_authority", law.OWN, law.DESK)
    for table in ("campaign", *shared, "campaign_addressee"):
        law.grant(table, "INSERT", law.MINISTRY)
    moved = "event_from, event_to, tentative, campaign_to, rungs_since, rung_said_at, next_at, stopped_at"
    law.grant("campaign", f"UPDATE ({moved})", law.MINISTRY)
    law.grant("campaign", "UPDATE (rung_said_at, next_at, summed_up_at)", law.ENGINE)
    law.grant("campaign_addressee", "UPDATE (letter_owed, owed_at)", law.MINISTRY)
    law.grant("campaign_addressee", "UPDATE (letter_owed)", law.ENGINE)
    law.grant("campaign_status", "INSERT", law.DESK)
    law.grant("campaign_reminder", "INSERT", law.ENGINE)
