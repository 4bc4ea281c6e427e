"""Open the house: tables, row-level security, policies and grants.

Revision ID: 2026_11_22_open_the_house
Revises:
"""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "2026_11_22_open_the_house"
down_revision = None

DESK, MINISTRY, ENGINE, GATE = "renraku_desk", "renraku_ministry", "renraku_engine", "renraku_gate"
OWN = "authority_code = ANY (string_to_array(current_setting('renraku.codes', true), ','))"
MYSELF = "officer_id = nullif(current_setting('renraku.officer', true), '')::bigint"
OFFICER_COLUMNS = "id, authority_code, login, office, email, roles, active, on_call_order"

REFERENCE = ("authority", "municipality", "jurisdiction")
DESK_WRITES = (
    "facility",
    "facility_vendor",
    "case_file",
    "stage_record",
    "task",
    "clock",
    "judgement",
    "vendor_contact",
    "containment",
    "ministry_contact",
    "report",
    "investigation_decision",
    "findings",
    "guidance",
    "inspection",
    "remediation_item",
    "recovery_milestone",
    "exchange",
)
"""What an act may write. Stage records, tasks and clocks too: an act settles them in its own transaction."""
ENGINE_WRITES = ("stage_record", "task", "clock", "case_document", "letter", "pending_work")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute((Path(__file__).with_suffix(".sql")).read_text(encoding="utf-8"))
    op.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    op.execute(f"GRANT USAGE ON SCHEMA public TO {DESK}, {MINISTRY}, {ENGINE}, {GATE}")
    op.execute("CREATE SEQUENCE engine_number")
    op.execute(f"GRANT USAGE ON SEQUENCE engine_number TO {ENGINE}")
    for table in REFERENCE:
        _secure(table)
        _grant(table, "SELECT", DESK, MINISTRY, ENGINE, GATE)
        _policy(table, "readable", "true", DESK, MINISTRY, ENGINE, GATE, command="SELECT")
    for table in DESK_WRITES:
        _case_table(table, desk="SELECT, INSERT, UPDATE", ministry="SELECT, INSERT, UPDATE", engine="SELECT")
    _case_table("case_document", desk="SELECT, INSERT", ministry="SELECT", engine="SELECT, INSERT")
    _case_table("history", desk="SELECT, INSERT", ministry="SELECT, INSERT", engine="SELECT, INSERT")
    _case_table("letter", desk="SELECT", ministry="SELECT", engine="SELECT, INSERT, UPDATE")
    _case_table("pending_work", desk="SELECT, INSERT", ministry="SELECT, INSERT", engine="SELECT, INSERT, UPDATE")
    for table in ENGINE_WRITES:
        _grant(table, "SELECT, INSERT, UPDATE", ENGINE)
    _grant("case_file", "UPDATE", ENGINE)
    _case_table("case_counter", desk="SELECT, INSERT, UPDATE", ministry="SELECT", engine="SELECT")
    _case_table("duty", desk="SELECT, INSERT, UPDATE", ministry="SELECT, INSERT, UPDATE", engine="SELECT")
    _officers()
    _drafts()
    _keep_sent_reports()
    op.execute("ALTER TABLE alembic_version ENABLE ROW LEVEL SECURITY")


def _case_table(table: str, *, desk: str, ministry: str, engine: str) -> None:
    _secure(table)
    for role, rights in ((DESK, desk), (MINISTRY, ministry), (ENGINE, engine)):
        _grant(table, rights, role)
    _policy(table, "own_authority", OWN, DESK)
    _policy(table, "national", "true", MINISTRY)
    _policy(table, "unattended", "true", ENGINE)


def _officers() -> None:
    _secure("officer")
    _secure("officer_session")
    for role in (DESK, MINISTRY, ENGINE):
        op.execute(f"GRANT SELECT ({OFFICER_COLUMNS}) ON officer TO {role}")
    _grant("officer", "SELECT", GATE)
    op.execute(f"GRANT UPDATE (failed_sign_ins, locked_until) ON officer TO {GATE}")
    _policy("officer", "own_authority", OWN, DESK, command="SELECT")
    _policy("officer", "all_offices", "true", MINISTRY, ENGINE, command="SELECT")
    _policy("officer", "at_the_gate", "true", GATE)
    _grant("officer_session", "SELECT, INSERT, UPDATE", GATE)
    _policy("officer_session", "at_the_gate", "true", GATE)


def _keep_sent_reports() -> None:
    """A sent report is immutable (R-067), whoever writes: only its receipt may still be noted, once."""
    op.execute(
        """
        CREATE FUNCTION keep_sent_report() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF OLD.state = 'received' OR (OLD.state = 'sent' AND NOT (
                NEW.state = 'received' AND NEW.received_at IS NOT NULL
                AND to_jsonb(NEW) - '{state,received_at,received_by,authority_code}'::text[]
                  = to_jsonb(OLD) - '{state,received_at,received_by,authority_code}'::text[])) THEN
                IF to_jsonb(NEW) - 'authority_code' IS DISTINCT FROM to_jsonb(OLD) - 'authority_code' THEN
                    RAISE EXCEPTION 'a sent report is immutable' USING ERRCODE = 'check_violation';
                END IF;
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER keep_sent_report BEFORE UPDATE ON report FOR EACH ROW EXECUTE FUNCTION keep_sent_report();
        """
    )


def _drafts() -> None:
    _secure("form_draft")
    _grant("form_draft", "SELECT, INSERT, UPDATE, DELETE", DESK, MINISTRY)
    _policy("form_draft", "myself", MYSELF, DESK, MINISTRY)


def _secure(table: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")


def _grant(table: str, rights: str, *roles: str) -> None:
    op.execute(f"GRANT {rights} ON {table} TO {', '.join(roles)}")


def _policy(table: str, name: str, using: str, *roles: str, command: str = "ALL") -> None:
    check = "" if command == "SELECT" else f" WITH CHECK ({using})"
    op.execute(f"CREATE POLICY {name} ON {table} FOR {command} TO {', '.join(roles)} USING ({using}){check}")
