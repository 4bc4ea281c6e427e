"""Loading a case whole: every part that acts, flows and screens read, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from cases.records import CaseFile, Facility, Task

PARTS = (
    CaseFile.stages,
    CaseFile.clocks,
    CaseFile.judgements,
    CaseFile.vendor_contacts,
    CaseFile.containments,
    CaseFile.ministry_contacts,
    CaseFile.reports,
    CaseFile.amendments,
    CaseFile.incident_facts,
    CaseFile.decisions,
    CaseFile.findings,
    CaseFile.guidance,
    CaseFile.inspections,
    CaseFile.visit_members,
    CaseFile.visit_findings,
    CaseFile.demands,
    CaseFile.items,
    CaseFile.milestones,
    CaseFile.notices,
    CaseFile.consents,
    CaseFile.participants,
    CaseFile.exchanges,
    CaseFile.documents,
)


def load_cases(session: Session, ids: Sequence[int], *, lock: bool) -> list[CaseFile]:
    """The cases by id, whole, in id order (one order of locking for everybody). Missing ones are left out."""
    query = (
        select(CaseFile)
        .where(CaseFile.id.in_(ids))
        .order_by(CaseFile.id)
        .options(
            joinedload(CaseFile.facility).selectinload(Facility.vendors),
            selectinload(CaseFile.tasks).joinedload(Task.holder),
            *(selectinload(part) for part in PARTS),
        )
        .execution_options(populate_existing=True)
    )
    if lock:
        query = query.with_for_update(of=CaseFile, key_share=True)
    return list(session.scalars(query).unique())
