"""Facility registry: codes, contracts, what the registry said and when.

Revision ID: 2026_11_22_b_registry
Revises: 2026_11_22_open_the_house
"""

from __future__ import annotations

from alembic import op

from infra.migrations import law

revision = "2026_11_22_b_registry"
down_revision = "2026_11_22_open_the_house"

OF_OWN_CASES = (
    "EXISTS (SELECT 1 FROM case_file c WHERE c.facility_id = {id} "
    "AND c.authority_code = ANY (string_to_array(current_setting('renraku.codes', true), ',')))"
)
"""Old cases stay where they were when a facility goes to another authority (R-006): it can still be read there."""


def upgrade() -> None:
    law.begin(__file__)
    law.case_table("facility_change", desk="SELECT, INSERT", ministry="SELECT, INSERT", engine="SELECT")
    law.case_table("network_member", desk="SELECT, INSERT, UPDATE", ministry="SELECT, INSERT, UPDATE", engine="SELECT")
    law.secure("registry_run")
    law.grant("registry_run", "SELECT", law.DESK, law.MINISTRY)
    law.policy("registry_run", "readable", "true", law.DESK, law.MINISTRY, command="SELECT")
    for table, column in (("facility", "id"), ("facility_vendor", "facility_id")):
        law.policy(table, "of_own_cases", OF_OWN_CASES.format(id=f"{table}.{column}"), law.DESK, command="SELECT")
    op.execute("REVOKE ALL ON FUNCTION hand_over_facility FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION hand_over_facility TO {law.DESK}")
