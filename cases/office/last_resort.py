"""The last resort: what no automatic step could do becomes a supervisor's task, an officer's where there is none."""

from __future__ import annotations

from datetime import datetime

from cases.office.roster import Person, Roster
from cases.records import Task
from cases.vocabulary import Role, StageKey, TaskState


def hand_to_official(
    roster: Roster, now: datetime, *, stage: StageKey, code: str, title: str, note: str = ""
) -> tuple[Task, Person | None]:
    """The task, not yet on its case, and who holds it; None in an office without anybody."""
    chosen = roster.choose(Role.SUPERVISOR, now, None) or roster.choose(Role.OFFICER, now, None)
    task = Task(
        stage=stage,
        code=code,
        title=title,
        role=Role.SUPERVISOR,
        holder_id=chosen.person.id if chosen else None,
        why_holder=chosen.why if chosen else "",
        state=TaskState.OPEN,
        opened_at=now,
        note=note,
    )
    return task, chosen.person if chosen else None
