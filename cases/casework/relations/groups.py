"""Groups of cases with a common cause as an office sees them: its own cases, and of the others what it may know."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases.casework.relations.views import Group, Member
from cases.clocks import moments
from cases.errors import NotFound
from cases.records import Authority, CaseFile, CaseGroup, CaseLink, Facility
from cases.store.officers import SignedIn

MOST = 100


def find(session: Session, number: str) -> CaseGroup | None:
    """The group by number; None when none is named. Raises NotFound."""
    if not number:
        return None
    group = session.get(CaseGroup, moments.row_number(number) or 0)
    if group is None:
        raise NotFound("関連のまとまり")
    return group


def groups(session: Session, officer: SignedIn, ids: Sequence[int] | None = None) -> tuple[Group, ...]:
    """The groups in sight with a case in them, newest first; those of `ids` when given."""
    query = select(CaseGroup).order_by(CaseGroup.id.desc()).limit(MOST)
    if ids is not None:
        query = query.where(CaseGroup.id.in_(ids))
    found = session.scalars(query).all()
    members: dict[int, list[Member]] = {group.id: [] for group in found}
    for group_id, case, facility, authority in session.execute(
        select(CaseLink.group_id, CaseFile, Facility, Authority.name)
        .join(CaseFile, CaseFile.id == CaseLink.case_id)
        .join(Facility, Facility.id == CaseFile.facility_id)
        .join(Authority, Authority.code == CaseFile.authority_code)
        .where(CaseLink.group_id.in_(members), CaseLink.unlinked_at.is_(None))
        .order_by(CaseLink.id)
    ):
        name = case.reported_facility if facility.unidentified else facility.name
        ended = case.ending.label if case.ending else ""
        members[group_id].append(Member(case.number, name, authority, ended or case.result.label))
    return tuple(_group(session, officer, group, members[group.id]) for group in found)


def _group(session: Session, officer: SignedIn, group: CaseGroup, own: list[Member]) -> Group:
    others: list[Member] = []
    count = 0
    if not officer.at_ministry:
        asked = func.group_others(group.id).table_valued("number", "authority", "facility")
        rows = session.execute(select(asked)).all()
        count = len(rows)
        others = [Member(row.number, row.facility, row.authority, "") for row in rows if row.number]
    return Group(
        id=group.id,
        kind=group.kind.label,
        name=group.name,
        note=group.note,
        by=group.created_by,
        released=group.names_released,
        cases=tuple(own),
        others=count,
        named=tuple(others),
    )
