"""Parties of a case, guests by link, questionnaires, attachments.

Revision ID: 2026_11_22_d_outside
Revises: 2026_11_22_c_relations
"""

from __future__ import annotations

from alembic import op

from infra.migrations import law

revision = "2026_11_22_d_outside"
down_revision = "2026_11_22_c_relations"

GUEST = "renraku_guest"
FUNCTIONS = ("guest_link_id()", "guest_case()", "guest_reads()")
CASE_COLUMNS = (
    "id, number, authority_code, facility_id, version, pulse, practice, what_happened, attack_kind, affected_systems, "
    "occurred_at, detected_at, grasped_at, attack, failure, leak, care, result, ministry_knows, lead_reporter, "
    "opened_at, closed_at, ending"
)
LINK_COLUMNS = "id, case_id, authority_code, purpose, participant_id, questionnaire, name, may_state, expires_at"
CASE, READS, LINK = "(SELECT guest_case())", "(SELECT guest_reads())", "(SELECT guest_link_id())"


def upgrade() -> None:
    law.begin(__file__)
    both = "SELECT, INSERT, UPDATE"
    law.case_table("participant", desk=both, ministry="SELECT", engine=both)
    law.case_table("guest_link", desk=both, ministry="SELECT", engine="SELECT, UPDATE")
    law.case_table("guest_remark", desk="SELECT, INSERT", ministry="SELECT", engine="SELECT")
    law.case_table("attachment", desk=both, ministry=both, engine="SELECT")
    law.case_table("attachment_content", desk="SELECT, INSERT", ministry="SELECT, INSERT", engine="SELECT (id)")
    law.case_table("questionnaire", desk=both, ministry="SELECT", engine="SELECT")
    law.case_table(
        "link_secret",
        desk="SELECT (id, case_id, authority_code), INSERT",
        ministry="SELECT (id, case_id, authority_code)",
        engine="SELECT, UPDATE",
    )
    law.allow_words("history", "kind", ["act", "engine", "guest"])
    _guest()


def _guest() -> None:
    """The outsiders' door: one case, through one live link (R-014, R-083)."""
    op.execute(f"GRANT USAGE ON SCHEMA public TO {GUEST}")
    for function in FUNCTIONS:
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {GUEST}")
    op.execute("REVOKE ALL ON FUNCTION wipe_attachment() FROM PUBLIC")
    for table, rights, rows, command in (
        ("guest_link", f"SELECT ({LINK_COLUMNS}, last_used_at), UPDATE (last_used_at)", f"id = {LINK}", "ALL"),
        ("case_file", f"SELECT ({CASE_COLUMNS}), UPDATE (pulse)", f"id = {CASE}", "ALL"),
        (
            "facility",
            "SELECT (id, name, kind, municipality_name)",
            "id IN (SELECT facility_id FROM case_file)",
            "SELECT",
        ),
        ("authority", "SELECT (code, name)", "code IN (SELECT authority_code FROM case_file)", "SELECT"),
        ("stage_record", "SELECT (case_id, stage, position, state)", f"case_id = {READS}", "SELECT"),
        ("report", "SELECT", f"case_id = {READS} AND state IN ('sent', 'received')", "SELECT"),
        ("ministry_contact", "SELECT (case_id, contacted_at, by_facility)", f"case_id = {READS}", "SELECT"),
        ("participant", "SELECT (id, case_id, roles, name, confirmed_at, left_at)", f"case_id = {READS}", "SELECT"),
        ("guest_remark", "SELECT", f"case_id = {READS}", "SELECT"),
        ("attachment", "SELECT", f"link_id = {LINK}", "SELECT"),
        ("questionnaire", "SELECT", f"case_id = {CASE} AND seq = (SELECT questionnaire FROM guest_link)", "SELECT"),
    ):
        law.grant(table, rights, GUEST)
        law.policy(table, "by_link", rows, GUEST, command=command)
    law.grant("questionnaire", "UPDATE (answers, state, opened_at, saved_at, answered_at, answered_by)", GUEST)
    for table, what, check in (
        ("guest_remark", "INSERT", f"case_id = {READS} AND link_id = {LINK} AND kind <> 'reply'"),
        ("attachment", "INSERT", f"case_id = {CASE} AND link_id = {LINK} AND state = 'kept'"),
        ("attachment_content", "INSERT", f"case_id = {CASE} AND attachment_id IN (SELECT id FROM attachment)"),
        ("history", "INSERT", f"case_id = {CASE} AND kind = 'guest' AND actor_id IS NULL"),
        ("pending_work", "INSERT", f"case_id = {CASE}"),
    ):
        law.grant(table, what, GUEST)
        op.execute(f"CREATE POLICY by_link_in ON {table} FOR INSERT TO {GUEST} WITH CHECK ({check})")
    live = f"case_id = {CASE} AND seq = (SELECT questionnaire FROM guest_link)"
    op.execute(
        f"CREATE POLICY by_link_answers ON questionnaire FOR UPDATE TO {GUEST} "
        f"USING ({live} AND state IN ('sent', 'opened', 'partly')) "
        f"WITH CHECK ({live} AND state IN ('opened', 'partly', 'answered'))"
    )
