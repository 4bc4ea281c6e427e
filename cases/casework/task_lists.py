"""業務: the open tasks of an office."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from sqlalchemy import Select, case, select

from cases.casework.lists import FACILITY_NAMED
from cases.procedure import Facts
from cases.records import CaseFile, Facility, Officer, Task
from cases.store.list_words import Column, Here, ListKind
from cases.vocabulary import Holding, Role, TaskState


class TasksAsked(Facts):
    holding: Holding | None = Field(default=None, title="担当の別")


def _tasks(here: Here, asked: TasksAsked, columns: tuple[Column, ...]) -> Select[Any]:
    me = here.officer
    shown = [_holding(me.id) if one.key == "holding" else one.expression for one in columns]
    query = (
        select(*shown)
        .select_from(Task)
        .join(CaseFile, CaseFile.id == Task.case_id)
        .join(Facility, Facility.id == CaseFile.facility_id)
        .outerjoin(Officer, Officer.id == Task.holder_id)
        .where(Task.state == TaskState.OPEN)
        .order_by(Task.due_at.asc().nulls_last(), Task.id)
    )
    if me.at_ministry:
        query = query.where(Task.role == Role.MINISTRY)
    else:
        query = query.where(Task.authority_code == me.authority_code, Task.role != Role.MINISTRY)
    return query.where(_holding(me.id) == str(asked.holding)) if asked.holding else query


def _holding(me: int) -> Any:
    return case(
        (Task.holder_id == me, str(Holding.MINE)),
        (Task.holder_id.is_(None), str(Holding.NOBODY)),
        else_=str(Holding.OFFICE),
    )


TASKS = (
    Column("due_at", "期日", Task.due_at),
    Column("due_label", "期日の種類", Task.due_label),
    Column("title", "業務", Task.title),
    Column("holding", "担当の別", None, lambda word: Holding(word).label),
    Column("holder", "担当", Officer.office),
    Column("role", "役割", Task.role),
    Column("stage", "段階", Task.stage),
    Column("case_number", "案件", CaseFile.number),
    Column("facility", "医療機関等", FACILITY_NAMED),
    Column("municipality", "市区町村", Facility.municipality_name),
    Column("opened_at", "開始日時", Task.opened_at),
    Column("note", "メモ", Task.note),
)

LIST = ListKind("tasks", "業務", TasksAsked, TASKS, _tasks)
