"""全国の状況: every open case by place, kind, stage, impact and age of its last report; the authorities; what waits.

Source: M-2.1, M-2.2; R-071. Read by the ministry's database role only, in three queries whatever the number of cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases.judgement import Impact, Result
from cases.records import MINISTRY_CODE, Authority, CaseFile, Exchange, Facility, Report, StageRecord
from cases.vocabulary import FacilityKind, MinistryKnows, StageKey, StageState

MOST = 5000


@dataclass(frozen=True)
class BoardRow:
    """One open case."""

    number: str
    prefecture: str
    authority_code: str
    authority: str
    facility: str
    kind: FacilityKind
    municipality: str
    stages: tuple[StageKey, ...]
    care: Impact
    leak: Impact
    result: Result
    knows: MinistryKnows
    grasped_at: datetime
    next_due: datetime | None
    last_report_at: datetime | None
    """When the authority sent a report last; None where it sent none."""
    unanswered: int


@dataclass(frozen=True)
class AuthorityRow:
    """One of the 157 authorities, with or without cases."""

    code: str
    name: str
    prefecture: str
    cases: int
    overdue: int
    unreported: int
    """Open cases of which the ministry has heard nothing."""
    unanswered: int


@dataclass(frozen=True)
class Waiting:
    """An inquiry or request that was not answered yet."""

    number: str
    facility: str
    authority: str
    about: str
    asked_at: datetime
    wished_by: datetime | None


def open_cases(session: Session) -> list[BoardRow]:
    """All open cases in scope, by the age of their grasp, at most `MOST`."""
    last = select(Report.case_id, func.max(Report.sent_at).label("at")).group_by(Report.case_id).subquery()
    waiting = (
        select(Exchange.case_id, func.count().label("n"))
        .where(Exchange.from_ministry, Exchange.answered_at.is_(None))
        .group_by(Exchange.case_id)
        .subquery()
    )
    rows = session.execute(
        select(CaseFile, Facility, Authority, last.c.at, func.coalesce(waiting.c.n, 0))
        .join(Facility, Facility.id == CaseFile.facility_id)
        .join(Authority, Authority.code == CaseFile.authority_code)
        .outerjoin(last, last.c.case_id == CaseFile.id)
        .outerjoin(waiting, waiting.c.case_id == CaseFile.id)
        .where(CaseFile.closed_at.is_(None))
        .order_by(CaseFile.grasped_at, CaseFile.id)
        .limit(MOST)
    ).all()
    stages = _open_stages(session)
    return [
        BoardRow(
            number=case.number,
            prefecture=authority.prefecture,
            authority_code=authority.code,
            authority=authority.name,
            facility=facility.name,
            kind=facility.kind,
            municipality=facility.municipality_name,
            stages=tuple(key for key in StageKey if key in stages.get(case.id, ())),
            care=case.care,
            leak=case.leak,
            result=case.result,
            knows=case.ministry_knows,
            grasped_at=case.grasped_at,
            next_due=case.next_due,
            last_report_at=at,
            unanswered=count,
        )
        for case, facility, authority, at, count in rows
    ]


def _open_stages(session: Session) -> dict[int, list[StageKey]]:
    found: dict[int, list[StageKey]] = {}
    query = (
        select(StageRecord.case_id, StageRecord.stage)
        .join(CaseFile, CaseFile.id == StageRecord.case_id)
        .where(StageRecord.state == StageState.OPEN, CaseFile.closed_at.is_(None))
    )
    for case_id, stage in session.execute(query):
        found.setdefault(case_id, []).append(stage)
    return found


def by_authority(session: Session, rows: Sequence[BoardRow], now: datetime) -> list[AuthorityRow]:
    """All 157 authorities in the order of their codes, with the counts of `rows`."""
    query = select(Authority.code, Authority.name, Authority.prefecture).where(Authority.code != MINISTRY_CODE)
    found = []
    for code, name, prefecture in session.execute(query.order_by(Authority.code)):
        mine = [row for row in rows if row.authority_code == code]
        found.append(
            AuthorityRow(
                code,
                name,
                prefecture,
                cases=len(mine),
                overdue=sum(1 for row in mine if row.next_due and row.next_due < now),
                unreported=sum(1 for row in mine if row.knows is MinistryKnows.NOTHING),
                unanswered=sum(row.unanswered for row in mine),
            )
        )
    return found


def oldest_unanswered(session: Session, most: int = 5) -> list[Waiting]:
    """The inquiries and requests that wait longest, of open cases."""
    rows = session.execute(
        select(Exchange, CaseFile.number, Facility.name, Authority.name)
        .join(CaseFile, CaseFile.id == Exchange.case_id)
        .join(Facility, Facility.id == CaseFile.facility_id)
        .join(Authority, Authority.code == CaseFile.authority_code)
        .where(Exchange.from_ministry, Exchange.answered_at.is_(None), CaseFile.closed_at.is_(None))
        .order_by(Exchange.asked_at, Exchange.id)
        .limit(most)
    )
    return [
        Waiting(number, facility, authority, f"第{e.seq}号　{e.kind.label}", e.asked_at, e.wished_by)
        for e, number, facility, authority in rows
    ]
