"""Loading a case whole: every part that acts, flows and screens read, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from cases.records import CaseFile, CaseLink, Facility, Task

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
    CaseFile.links,
    CaseFile.attachments,
    CaseFile.questionnaires,
    CaseFile.exchanges,
    CaseFile.documents,
    CaseFile.transfers,
)


LINE_PARTS = (
    CaseFile.clocks,
    CaseFile.judgements,
    CaseFile.vendor_contacts,
    CaseFile.ministry_contacts,
    CaseFile.reports,
    CaseFile.amendments,
)
"""What is read of a case that was merged into another: its share in the other's duties (R-057)."""


def load_cases(session: Session, ids: Sequence[int], *, lock: bool) -> list[CaseFile]:
    """The cases by id, whole, in id order (one order of locking for everybody). Missing ones are left out."""
    query = (
        select(CaseFile)
        .where(CaseFile.id.in_(ids))
        .order_by(CaseFile.id)
        .options(
            joinedload(CaseFile.facility).selectinload(Facility.vendors),
            selectinload(CaseFile.group_links).joinedload(CaseLink.group),
            selectinload(CaseFile.tasks).joinedload(Task.holder),
            *(selectinload(part) for part in PARTS),
        )
        .execution_options(populate_existing=True)
    )
    if lock:
        query = query.with_for_update(of=CaseFile, key_share=True)
    cases = list(session.scalars(query).unique())
    _load_absorbed(session, cases)
    return cases


def _load_absorbed(session: Session, cases: Sequence[CaseFile]) -> None:
    """Apart from the query above, which fills every case anew: one case may be both asked for and merged into one."""
    lines = session.scalars(
        select(CaseFile)
        .where(CaseFile.survivor_id.in_([case.id for case in cases]))
        .order_by(CaseFile.id)
        .options(joinedload(CaseFile.facility), *(selectinload(part) for part in LINE_PARTS))
    ).all()
    for line in lines:
        if line not in cases:
            set_committed_value(line, "absorbed", [])
    for case in cases:
        set_committed_value(case, "absorbed", [line for line in lines if line.survivor_id == case.id])
