"""Loading a case whole: every part that acts, flows and screens read. Most cases have few of the parts, so one query
asks which there are, and only those are fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import QueryableAttribute, Session, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.interfaces import ORMOption

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
    CaseFile.inspection_members,
    CaseFile.inspection_findings,
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
    CaseFile.group_links,
)
_HAS = tuple(part.any() for part in PARTS)


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
    if lock:  # before anything is asked, so that nothing is added between the question and the answer
        locked = select(CaseFile.id).where(CaseFile.id.in_(ids)).order_by(CaseFile.id)
        session.execute(locked.with_for_update(key_share=True)).all()
    there = _present(session, ids)
    query = (
        select(CaseFile)
        .where(CaseFile.id.in_(ids))
        .order_by(CaseFile.id)
        .options(
            joinedload(CaseFile.facility).selectinload(Facility.vendors),
            selectinload(CaseFile.tasks).joinedload(Task.holder),
            *(_fetched(part) for part in PARTS if part.key in there),
        )
        .execution_options(populate_existing=True)
    )
    cases = list(session.scalars(query).unique())
    for case in cases:
        for part in PARTS:
            if part.key not in there:
                set_committed_value(case, part.key, [])
    _load_absorbed(session, cases)
    return cases


def _present(session: Session, ids: Sequence[int]) -> set[str]:
    """The parts that at least one of the cases has."""
    rows = session.execute(select(*_HAS).where(CaseFile.id.in_(ids))).all()
    return {part.key for n, part in enumerate(PARTS) if any(row[n] for row in rows)}


def _fetched(part: QueryableAttribute[Any]) -> ORMOption:
    load = selectinload(part)
    return load.joinedload(CaseLink.group) if part.key == CaseFile.group_links.key else load


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
