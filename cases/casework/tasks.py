"""The acts on tasks, open in every stage: take, assign, hand over. Holders must have the task's role.

Source: house.md (tasks for officials: role, assignee, due, state, hand-over); R-241.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cases.errors import ActNotOpen, CannotAssign, NotFound, TaskNotOpen
from cases.procedure import LONG, Act, Deed, Facts, Requirement
from cases.records import CaseFile, Task
from cases.records.task import BY_HAND
from cases.vocabulary import Role, TaskState
from cases.vocabulary.signals import Names

EVERYBODY = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.INSPECTOR, Role.MINISTRY})


class TaskTaken(Facts):
    task: str = Field(title="業務", description="業務の番号、又は種別")


class TaskAssigned(Facts):
    task: str = Field(title="業務", description="業務の番号、又は種別")
    to: Annotated[str, Names.OFFICER] = Field(title="担当にする職員", description="利用者の番号、又は利用者ID")
    note: Annotated[str, LONG] = Field(default="", title="申し送り")


class TaskFinished(Facts):
    task: str = Field(title="業務", description="業務の番号、又は種別")
    note: Annotated[str, LONG] = Field(title="どのように済ませたか", min_length=1)


class LeadAssigned(Facts):
    to: Annotated[str, Names.OFFICER] = Field(title="案件の担当にする職員", description="利用者の番号、又は利用者ID")
    note: Annotated[str, LONG] = Field(default="", title="申し送り")


def find_open(case: CaseFile, name: str) -> Task:
    """The open task by id or code. Raises NotFound, or TaskNotOpen when it is finished already."""
    named = [t for t in case.tasks if str(t.id) == name or t.code == name]
    if not named:
        raise NotFound("業務")
    task = next((t for t in named if t.state is TaskState.OPEN), named[-1])
    if task.state is not TaskState.OPEN:
        raise TaskNotOpen(task.title, task.state.label)
    return task


def take_task(case: CaseFile, facts: TaskTaken, deed: Deed) -> None:
    task = find_open(case, facts.task)
    if task.role not in deed.roles:
        raise CannotAssign(task.title, task.role.label)
    task.holder_id, task.why_holder = deed.officer_id, "本人が引き受けた"


def give_task(case: CaseFile, facts: TaskAssigned, deed: Deed) -> None:
    """`facts.to` has been resolved by the desk to an officer of this office, checked for the role."""
    task = find_open(case, facts.task)
    task.holder_id, task.note = int(facts.to), facts.note
    task.why_holder = f"{deed.office}が割り当てた"


def finish_task(case: CaseFile, facts: TaskFinished, deed: Deed) -> None:
    """Only tasks that no fact can fulfil (an engine failure) are finished by hand; the others follow from the acts."""
    task = find_open(case, facts.task)
    if not task.code.startswith(BY_HAND):
        raise ActNotOpen(
            "業務を済みにする",
            [f"「{task.title}」は、内容を記録すると自動的に完了します。該当する操作を行ってください。"],
        )
    task.state, task.done_at, task.done_by, task.note = TaskState.DONE, deed.now, deed.office, facts.note


def give_lead(case: CaseFile, facts: LeadAssigned, deed: Deed) -> None:
    case.lead_officer_id = int(facts.to)


ACTS: tuple[Act[Any], ...] = (
    Act(
        "take_task",
        "task_taken",
        "業務を引き受ける",
        TaskTaken,
        EVERYBODY,
        change=take_task,
        anytime=True,
        help="自分が担当になります。",
    ),
    Act(
        "assign_task",
        "task_assigned",
        "業務を割り当てる",
        TaskAssigned,
        EVERYBODY,
        change=give_task,
        anytime=True,
        help="同じ所属の職員に割り当て、又は引き継ぎます。",
        tells="割り当てた職員に通知します",
    ),
    Act(
        "finish_task",
        "task_finished",
        "業務を済みにする",
        TaskFinished,
        EVERYBODY - {Role.MINISTRY},
        change=finish_task,
        anytime=True,
        after_end=True,
        after_merge=True,
        help="自動処理ができなかったことの確認など、記録では完了しない業務を済みにします。",
        requires=(
            Requirement(
                "手作業で済ませる業務がありません。",
                lambda case: any(t.state is TaskState.OPEN and t.code.startswith(BY_HAND) for t in case.tasks),
            ),
        ),
    ),
    Act(
        "assign_lead",
        "lead_assigned",
        "案件の担当を決める",
        LeadAssigned,
        frozenset({Role.OFFICER, Role.SUPERVISOR}),
        change=give_lead,
        anytime=True,
        help="案件全体を受け持つ職員を決めます。",
        tells="担当になった職員に通知します",
    ),
)
