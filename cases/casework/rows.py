"""A task and a case as rows of a list."""

from __future__ import annotations

from cases.casework.views import CaseRow, TaskView
from cases.records import CaseFile, Task
from cases.vocabulary import Role, TaskState


def task_view(task: Task, case: CaseFile) -> TaskView:
    return TaskView(
        id=task.id,
        case_id=case.id,
        case_number=case.number,
        facility=case.facility_name,
        facility_kind=case.facility.kind.label,
        municipality=case.facility.municipality_name,
        stage=task.stage,
        code=task.code,
        title=task.title,
        role=task.role.label,
        holder_id=task.holder_id,
        holder=task.holder.office if task.holder else elsewhere(task),
        why_holder=task.why_holder,
        due_at=task.due_at,
        state=task.state.label,
        note=task.note,
        opened_at=task.opened_at,
        done_at=task.done_at,
        done_by=task.done_by,
        case_version=case.version,
        due_label=task.due_label,
    )


def elsewhere(task: Task) -> str:
    """A holder of another office is not named to this one: of those, only the ministry holds tasks."""
    return task.role.label if task.holder_id else ""


def case_row(case: CaseFile, authority: str, lead: str) -> CaseRow:
    return CaseRow(
        id=case.id,
        number=case.number,
        facility=case.facility_name,
        facility_kind=case.facility.kind.label,
        municipality=case.facility.municipality_name,
        authority=authority,
        stages=tuple((record.stage, record.state) for record in case.stages),
        leak=case.leak.label,
        care=case.care.label,
        result=case.result.label,
        ministry_knows=case.ministry_knows.label,
        lead=lead,
        grasped_at=case.grasped_at,
        next_due=case.next_due,
        closed_at=case.closed_at,
        ending=case.ending.label if case.ending else "",
        practice=case.practice,
        next_action=_next_action(case),
    )


def _next_action(case: CaseFile) -> str:
    """The open task that is due first, those of the case's own office before the ministry's."""
    waiting = [task for task in case.tasks if task.state is TaskState.OPEN]
    order = sorted(
        waiting,
        key=lambda t: (t.role is Role.MINISTRY, t.due_at is None, t.due_at or t.opened_at, t.id),
    )
    return order[0].title if order else ""
