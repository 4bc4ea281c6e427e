"""Papers: the office's own telephone and facsimile numbers, for 担当 on letters and for the paper intake form.

Revision ID: 2026_11_23_w_papers
Revises: 2026_11_23_v_exercise
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_23_w_papers"
down_revision = "2026_11_23_v_exercise"


def upgrade() -> None:
    law.begin(__file__)
