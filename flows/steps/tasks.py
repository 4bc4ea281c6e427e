"""Tasks for officials: opened when they apply, each given to somebody."""

from __future__ import annotations

from cases import progress
from cases.records import Task
from cases.system import CaseTurn
from cases.vocabulary import Role, TaskState
from flows.steps.programme import step


@step("業務を割り当てる")
def assign_tasks(turn: CaseTurn) -> None:
    """Open the tasks that apply now and give each to an official; the first holder gets the case itself."""
    for task in progress.owed_tasks(turn.case, turn.stage, turn.now):
        give(turn, task)


def give(turn: CaseTurn, task: Task) -> None:
    """Put a new task on the case and on the desk of who is to have it."""
    case = turn.case
    roster = turn.ministry if task.role is Role.MINISTRY else turn.roster
    chosen = roster.choose(task.role, turn.now, case.lead_officer_id)
    if chosen is None:
        task.why_holder = f"{task.role.label}が登録されていないため、担当が決まっていません"
        turn.done.append(f"業務「{task.title}」を作成しました（担当未定）")
    else:
        task.holder_id, task.why_holder = chosen.person.id, chosen.why
        if case.lead_officer_id is None and task.role is Role.OFFICER:
            case.lead_officer_id = chosen.person.id
        turn.done.append(f"業務「{task.title}」を{chosen.person.office}に割り当てました（{chosen.why}）")
    case.tasks.append(task)
    turn.new_tasks.append(task)


def waiting(turn: CaseTurn, code: str) -> Task | None:
    """The open task of that code."""
    return next((task for task in turn.case.tasks if task.code == code and task.state is TaskState.OPEN), None)


def remark(turn: CaseTurn, code: str, words: str) -> None:
    """Write a sentence into the note of the open task of that code, once; nothing without such a task."""
    task = waiting(turn, code)
    if task is not None and words not in task.note:
        task.note = "\n".join(filter(None, [task.note, words]))
