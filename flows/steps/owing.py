"""What the turn's work is owed to: the act that left it, and the task that the act was about."""

from __future__ import annotations

from cases.records import Task
from cases.system import CaseTurn
from cases.vocabulary import TaskState


def act(turn: CaseTurn) -> str:
    """The act that owes the work."""
    return turn.work.why


def task_meant(turn: CaseTurn) -> list[Task]:
    """The task that the act was about, while it is open: its present holder was named by a colleague."""
    return [task for task in turn.case.tasks if task.id == turn.work.about and task.state is TaskState.OPEN]
