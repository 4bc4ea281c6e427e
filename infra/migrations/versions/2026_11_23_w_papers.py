"""Marks on papers.

Revision ID: 2026_11_23_w_papers
Revises: 2026_11_23_v_exercise
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_23_w_papers"
down_revision = "2026_11_23_v_exercise"


def upgrade() -> None:
    law.begin(__file__)
