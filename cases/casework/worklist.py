"""The lists of a desk: the worklist, my tasks, the authorities with open cases. Reading only, in the sitting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session, joinedload, selectinload

from cases.casework import rows as showing_rows
from cases.casework.views import CaseRow, Desktop, TaskView
from cases.clock import jst_day
from cases.office import people
from cases.records import Authority, CaseFile, Facility, Officer, StageRecord, Task
from cases.store import searching
from cases.store.officers import SignedIn
from cases.views.general import Page
from cases.vocabulary import Role, StageKey, StageState, TaskState


@dataclass(frozen=True)
class Wanted:
    """What a worklist is narrowed to."""

    stage: StageKey | None
    search: str
    mine: bool
    overdue: bool
    closed: bool
    authority: str


def worklist(session: Session, officer: SignedIn, now: datetime, wanted: Wanted, page: int, size: int) -> Page[CaseRow]:
    """Cases by next due moment (those without one last), newest first among equals; closed ones by closing (R-070)."""
    where = conditions(officer, now, wanted)
    query = (
        select(CaseFile, Authority.name, Officer.office)
        .join(Facility, Facility.id == CaseFile.facility_id)
        .join(Authority, Authority.code == CaseFile.authority_code)
        .outerjoin(Officer, Officer.id == CaseFile.lead_officer_id)
        .where(*where)
        .options(
            joinedload(CaseFile.facility),
            selectinload(CaseFile.stages),
            selectinload(CaseFile.tasks.and_(Task.state == TaskState.OPEN)),
        )
        .limit(size)
        .offset((max(page, 1) - 1) * size)
    )
    if wanted.closed:
        query = query.order_by(CaseFile.closed_at.desc(), CaseFile.id.desc())
    else:
        query = query.order_by(CaseFile.next_due.asc().nulls_last(), CaseFile.id.desc())
    total = session.scalar(
        select(func.count()).select_from(CaseFile).join(Facility, Facility.id == CaseFile.facility_id).where(*where)
    )
    rows = [showing_rows.case_row(case, name, lead or "") for case, name, lead in session.execute(query)]
    return Page(rows, total or 0, page, size)


def conditions(officer: SignedIn, now: datetime, wanted: Wanted) -> list[ColumnElement[bool]]:
    """What narrows case_file joined with facility to the worklist that is wanted."""
    where: list[ColumnElement[bool]] = [
        CaseFile.closed_at.is_not(None) if wanted.closed else CaseFile.closed_at.is_(None)
    ]
    if not officer.at_ministry:
        where.append(CaseFile.authority_code == officer.authority_code)
    elif wanted.authority:
        where.append(CaseFile.authority_code == wanted.authority)
    where += searching.in_cases(wanted.search)
    if wanted.mine:
        where.append(CaseFile.lead_officer_id == officer.id)
    if wanted.overdue:
        where.append(CaseFile.next_due < now)
    if wanted.stage:
        open_there = select(StageRecord.case_id).where(
            StageRecord.stage == wanted.stage, StageRecord.state == StageState.OPEN
        )
        where.append(CaseFile.id.in_(open_there))
    return where


def desktop(session: Session, officer: SignedIn, now: datetime) -> Desktop:
    """My open tasks, those that nobody holds, and the office's others, each by due moment (at most 200)."""
    query = (
        select(Task)
        .join(CaseFile, CaseFile.id == Task.case_id)
        .where(Task.state == TaskState.OPEN)
        .order_by(Task.due_at.asc().nulls_last(), Task.id)
        .limit(200)
        .options(joinedload(Task.holder), joinedload(Task.case).joinedload(CaseFile.facility))
    )
    if officer.at_ministry:
        query = query.where(Task.role == Role.MINISTRY)
    else:
        query = query.where(Task.authority_code == officer.authority_code, Task.role != Role.MINISTRY)
    mine = _tasks(session, query.where(Task.holder_id == officer.id))
    unassigned = _tasks(session, query.where(Task.holder_id.is_(None)))
    others = _tasks(session, query.where(Task.holder_id != officer.id))
    away = people.away(session, [officer.authority_code], jst_day(now))
    absent = {one for one, by in away[officer.authority_code].items() if by.stand_in_id == officer.id}
    stood_in_for = tuple(task for task in others if task.holder_id in absent)
    office = tuple(task for task in others if task.holder_id not in absent)
    overdue = sum(1 for t in (*mine, *stood_in_for) if t.due_at and t.due_at < now)
    return Desktop(mine, unassigned, office, overdue, stood_in_for)


def _tasks(session: Session, query: Any) -> tuple[TaskView, ...]:
    return tuple(showing_rows.task_view(task, task.case) for task in session.scalars(query))


def authorities_with_cases(session: Session, now: datetime) -> list[tuple[str, str, int, int]]:
    """(code, name, open cases, overdue cases) per authority in scope."""
    rows = session.execute(
        select(
            Authority.code,
            Authority.name,
            func.count(CaseFile.id),
            func.count(CaseFile.id).filter(CaseFile.next_due < literal(now)),
        )
        .join(CaseFile, CaseFile.authority_code == Authority.code)
        .where(CaseFile.closed_at.is_(None))
        .group_by(Authority.code, Authority.name)
        .order_by(Authority.code)
    )
    return [(code, name, count, late) for code, name, count, late in rows]
