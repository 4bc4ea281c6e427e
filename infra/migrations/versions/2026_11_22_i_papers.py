"""Official papers: numbers, issued documents.

Revision ID: 2026_11_22_i_papers
Revises: 2026_11_22_h_rule_sets
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_22_i_papers"
down_revision = "2026_11_22_h_rule_sets"


def upgrade() -> None:
    law.begin(__file__)
    law.case_table("paper_office", desk="SELECT", ministry="SELECT", engine="SELECT")
    law.case_table("paper_counter", desk="SELECT, INSERT, UPDATE", ministry="SELECT", engine="SELECT")
    for table in ("paper_number", "paper_void", "paper"):
        law.case_table(table, desk="SELECT, INSERT", ministry="SELECT", engine="SELECT")
