"""Posters: issued, posted where and since when.

Revision ID: 2026_11_22_o_posters
Revises: 2026_11_22_n_standing
"""

from __future__ import annotations

from alembic import op

from infra.migrations import law

revision = "2026_11_22_o_posters"
down_revision = "2026_11_22_n_standing"


GUEST = "renraku_guest"
LINK, FACILITY = "(SELECT poster_link_id())", "(SELECT poster_facility())"
LINK_COLUMNS = "id, facility_id, authority_code, expires_at"
VENDOR_COLUMNS = "id, facility_id, company, phone, person, removed_at"


def upgrade() -> None:
    law.begin(__file__)
    law.case_table("poster_print", desk="SELECT, INSERT", ministry="SELECT", engine="SELECT, INSERT")
    law.case_table("posting", desk="SELECT, INSERT", ministry="SELECT", engine="SELECT")
    law.case_table(
        "poster_link",
        desk="SELECT, INSERT, UPDATE (revoked_at)",
        ministry="SELECT",
        engine="SELECT, INSERT, UPDATE (revoked_at)",
    )
    law.case_table(
        "poster_batch",
        desk="SELECT, INSERT, UPDATE (state, ended_at)",
        ministry="SELECT",
        engine="SELECT, UPDATE (state, done, ended_at, trouble)",
    )
    law.case_table(
        "poster_part", desk="SELECT, INSERT", ministry="SELECT (id)", engine="SELECT, UPDATE (printed_at, pdf)"
    )
    _guest()


def _guest() -> None:
    """The facility's own door: its poster, through one live link (R-164)."""
    for function in ("poster_link_id()", "poster_facility()"):
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {GUEST}")
    for table, rights, rows in (
        ("poster_link", f"SELECT ({LINK_COLUMNS})", f"id = {LINK}"),
        ("facility", "SELECT (id, name, kind, municipality_name, version)", f"id = {FACILITY}"),
        ("facility_vendor", f"SELECT ({VENDOR_COLUMNS})", f"facility_id = {FACILITY} AND removed_at IS NULL"),
        ("authority", "SELECT (code, name)", "code IN (SELECT authority_code FROM poster_link)"),
        ("posting", "SELECT", f"facility_id = {FACILITY}"),
        ("poster_print", "SELECT", f"facility_id = {FACILITY}"),
    ):
        law.grant(table, rights, GUEST)
        law.policy(table, "by_poster_link", rows, GUEST, command="SELECT")
    own = f"facility_id = {FACILITY} AND authority_code = (SELECT authority_code FROM poster_link)"
    for table, check in (
        ("posting", f"{own} AND by_facility"),
        ("poster_print", own),
        ("facility_change", f"{own} AND actor_id IS NULL"),
    ):
        law.grant(table, "INSERT", GUEST)
        op.execute(f"CREATE POLICY by_poster_link_in ON {table} FOR INSERT TO {GUEST} WITH CHECK ({check})")
