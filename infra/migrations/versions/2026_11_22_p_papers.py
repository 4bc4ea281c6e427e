"""Papers: further kinds, and the ministry's own papers under its own numbers.

Revision ID: 2026_11_22_p_papers
Revises: 2026_11_22_o_posters
"""

from __future__ import annotations

from alembic import op

from cases.vocabulary import PaperKind
from infra.migrations import law

revision = "2026_11_22_p_papers"
down_revision = "2026_11_22_o_posters"

OWN_NUMBER = "authority_code = 'MHLW'"
OWN_PAPER = "kind = 'ministry_request'"
OWN_VOID = "EXISTS (SELECT FROM paper_number n WHERE n.id = number_id AND n.authority_code = 'MHLW')"


def upgrade() -> None:
    law.begin(__file__)
    for table in ("paper_number", "paper"):
        law.allow_words(table, "kind", [str(word) for word in PaperKind])
    law.grant("paper_counter", "INSERT, UPDATE", law.MINISTRY)
    for table in ("paper_number", "paper", "paper_void"):
        law.grant(table, "INSERT", law.MINISTRY)
    for table, own in (
        ("paper_counter", OWN_NUMBER),
        ("paper_number", OWN_NUMBER),
        ("paper", OWN_PAPER),
        ("paper_void", OWN_VOID),
    ):
        op.execute(
            f"CREATE POLICY ministry_signs_its_own ON {table} AS RESTRICTIVE FOR INSERT TO {law.MINISTRY} "
            f"WITH CHECK ({own})"
        )
    op.execute(
        f"CREATE POLICY ministry_counts_its_own ON paper_counter AS RESTRICTIVE FOR UPDATE TO {law.MINISTRY} "
        f"USING ({OWN_NUMBER}) WITH CHECK ({OWN_NUMBER})"
    )
