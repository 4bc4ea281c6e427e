"""Standing work: what the scheduled flows keep.

Revision ID: 2026_11_22_n_standing
Revises: 2026_11_22_m_notices
"""

from __future__ import annotations

from alembic import op

from infra.migrations import law

revision = "2026_11_22_n_standing"
down_revision = "2026_11_22_m_notices"
COUNTERS = (law.DESK, law.MINISTRY)
BELT = "interval '30 days'"
"""Nothing younger can be deleted by the engine, whatever the settings say."""


def upgrade() -> None:
    law.begin(__file__)
    _runs()
    law.case_table("daily_count", desk="SELECT", ministry="SELECT", engine="SELECT, INSERT, UPDATE")
    law.case_table("contact_check", desk="SELECT, UPDATE", ministry="SELECT", engine="SELECT, INSERT, UPDATE")
    law.case_table("trail_alarm", desk="SELECT", ministry="SELECT", engine="SELECT, INSERT, UPDATE")
    law.secure("retention_setting")
    law.grant("retention_setting", "SELECT", *COUNTERS, law.ENGINE)
    law.grant("retention_setting", "INSERT", law.MINISTRY)
    law.policy("retention_setting", "readable", "true", *COUNTERS, law.ENGINE, command="SELECT")
    own = law.MYSELF.replace("officer_id", "set_by")
    op.execute(f"CREATE POLICY own_name ON retention_setting FOR INSERT TO {law.MINISTRY} WITH CHECK ({own})")
    _retention()


def _runs() -> None:
    """Everybody reads them; a person may only ask for one, in their own name; the engine does the rest."""
    law.secure("standing_run")
    law.grant("standing_run", "SELECT, INSERT", *COUNTERS)
    law.grant("standing_run", "SELECT, INSERT, UPDATE", law.ENGINE)
    law.policy("standing_run", "readable", "true", *COUNTERS, command="SELECT")
    law.policy("standing_run", "unattended", "true", law.ENGINE)
    own = law.MYSELF.replace("officer_id", "asked_by")
    op.execute(
        f"CREATE POLICY asked_for ON standing_run FOR INSERT TO {', '.join(COUNTERS)} "
        f"WITH CHECK (state = 'asked' AND round > 0 AND {own})"
    )


def _retention() -> None:
    """The engine may delete what is no record of a case, and old enough; of a draft it sees the age only."""
    law.grant("form_draft", "SELECT (saved_at), DELETE", law.ENGINE)
    for command in ("SELECT", "DELETE"):
        law.policy(
            "form_draft", f"kept_long_{command.lower()}", f"saved_at < now() - {BELT}", law.ENGINE, command=command
        )
    law.grant("officer_session", "SELECT (expires_at), DELETE", law.ENGINE)
    for command in ("SELECT", "DELETE"):
        using = f"expires_at < now() - {BELT}"
        law.policy("officer_session", f"kept_long_{command.lower()}", using, law.ENGINE, command=command)
    for table, column in (("pending_work", "done_at"), ("viewing", "seen_at")):
        law.grant(table, "DELETE", law.ENGINE)
        op.execute(
            f"CREATE POLICY kept_long ON {table} AS RESTRICTIVE FOR DELETE TO {law.ENGINE} "
            f"USING ({column} < now() - {BELT})"
        )
