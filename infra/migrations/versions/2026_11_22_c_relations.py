"""Relations between cases: merged, transferred, linked; facilities attached later.

Revision ID: 2026_11_22_c_relations
Revises: 2026_11_22_b_registry
"""

from __future__ import annotations

from infra.migrations import law

revision = "2026_11_22_c_relations"
down_revision = "2026_11_22_b_registry"


def upgrade() -> None:
    law.begin(__file__)
    law.allow_words("clock", "state", ["running", "met", "late", "cancelled", "returned"])
