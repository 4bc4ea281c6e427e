"""終結, unattended: all else is settled: the supervisor is asked to close.

Stage file: cases/stages/closing.py.
"""

from __future__ import annotations

from prefect import flow

from cases.vocabulary import StageKey
from flows import steps
from flows.visits import visit


@flow(name="closing", description="終結", persist_result=False, validate_parameters=True)
async def closing(work: list[int]) -> int:
    """Work row ids in, number of stage changes out. Safe to run twice."""
    visited = await visit(StageKey.CLOSING, work, steps.in_order())
    return len(visited.moved)
