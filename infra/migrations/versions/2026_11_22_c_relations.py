"""Relations between cases: merged, transferred, linked; facilities attached later.

Revision ID: 2026_11_22_c_relations
Revises: 2026_11_22_b_registry
"""

from __future__ import annotations

from alembic import op

from infra.migrations import law

revision = "2026_11_22_c_relations"
down_revision = "2026_11_22_b_registry"


CODES = "ANY (string_to_array(current_setting('renraku.codes', true), ','))"
HERE = "IN (SELECT facility_id FROM case_file)"
"""Of a case that this desk sees: a case that came from elsewhere keeps its facility on the other's books."""


def upgrade() -> None:
    law.begin(__file__)
    law.allow_words("clock", "state", ["running", "met", "late", "cancelled", "returned"])
    law.policy("facility", "of_own_case", f"id {HERE}", law.DESK, command="SELECT")
    law.policy("facility_vendor", "of_own_case", f"facility_id {HERE}", law.DESK, command="SELECT")
    _transfers()
    _groups()


def _transfers() -> None:
    """Both sides read an offer; the sender writes and withdraws it, the receiver answers by the function only."""
    law.secure("transfer_offer")
    law.grant("transfer_offer", "SELECT, INSERT", law.DESK)
    law.grant("transfer_offer", "UPDATE (state, answered_by, answered_at, answer)", law.DESK)
    law.grant("transfer_offer", "SELECT", law.MINISTRY, law.ENGINE)
    law.policy("transfer_offer", "both_sides", f"from_code = {CODES} OR to_code = {CODES}", law.DESK, command="SELECT")
    op.execute(
        f"CREATE POLICY sender_offers ON transfer_offer FOR INSERT TO {law.DESK} WITH CHECK (state = 'offered' "
        f"AND from_code = {CODES} AND EXISTS (SELECT 1 FROM case_file c WHERE c.id = file_id "
        "AND c.authority_code = from_code))"
    )
    op.execute(
        f"CREATE POLICY sender_withdraws ON transfer_offer FOR UPDATE TO {law.DESK} "
        f"USING (from_code = {CODES} AND state = 'offered') "
        f"WITH CHECK (from_code = {CODES} AND state = 'withdrawn')"
    )
    law.policy("transfer_offer", "national", "true", law.MINISTRY, command="SELECT")
    law.policy("transfer_offer", "unattended", "true", law.ENGINE, command="SELECT")
    op.execute(
        "GRANT EXECUTE ON FUNCTION answer_transfer(BIGINT, BOOLEAN, TEXT, TIMESTAMP WITH TIME ZONE) TO " + law.DESK
    )


def _groups() -> None:
    """A group is seen by who made it and by whoever has a case in it; nobody puts a case into a group unseen."""
    functions = "sees_group(BIGINT), group_others(BIGINT)"
    op.execute(f"GRANT EXECUTE ON FUNCTION {functions} TO {law.DESK}")
    law.secure("case_group")
    law.grant("case_group", "SELECT, INSERT", law.DESK, law.MINISTRY)
    law.grant("case_group", "UPDATE (names_released)", law.MINISTRY)
    law.grant("case_group", "SELECT", law.ENGINE)
    seen = f"owner_code = {CODES} OR id IN (SELECT group_id FROM case_link)"
    law.policy("case_group", "made_or_joined", seen, law.DESK, command="SELECT")
    op.execute(f"CREATE POLICY make ON case_group FOR INSERT TO {law.DESK} WITH CHECK (owner_code = {CODES})")
    law.policy("case_group", "national", "true", law.MINISTRY)
    law.policy("case_group", "unattended", "true", law.ENGINE, command="SELECT")
    law.secure("case_link")
    law.grant("case_link", "SELECT, INSERT", law.DESK, law.MINISTRY)
    law.grant("case_link", "UPDATE (unlinked_by, unlinked_at)", law.DESK, law.MINISTRY)
    law.grant("case_link", "SELECT", law.ENGINE)
    law.policy("case_link", "own_authority", law.OWN, law.DESK, command="SELECT")
    law.policy("case_link", "own_authority_leaves", law.OWN, law.DESK, command="UPDATE")
    op.execute(
        f"CREATE POLICY own_authority_joins ON case_link FOR INSERT TO {law.DESK} "
        f"WITH CHECK ({law.OWN} AND sees_group(group_id))"
    )
    law.policy("case_link", "national", "true", law.MINISTRY)
    law.policy("case_link", "unattended", "true", law.ENGINE, command="SELECT")
