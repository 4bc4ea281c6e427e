"""A letter did not get through: the task on an officer's desk, its letter, and its end once all is told.

Runs in a turn of the case, under its lock; owed by cases/post/undelivered.py. Source: issue 4 (permanent failures
become a task on an officer's desk; nobody is left untold silently).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from cases.office.roster import Choice, Person
from cases.post.undelivered import FAILED, WHY
from cases.post.writing import write
from cases.records import Letter, Task
from cases.system import CaseTurn
from cases.vocabulary import LetterState, Role, TaskState
from flows.steps.programme import step
from flows.steps.tasks import waiting as waiting_task

TITLE = "届いていない通知があります。電話等で伝え、宛先を確かめてください"


@step("届かなかった通知を担当に渡す")
def hand_over_undelivered(turn: CaseTurn) -> None:
    """Open the case's task for what did not get through, or end it when nothing is left."""
    if turn.work.why != WHY:
        return
    found = select(Letter).where(Letter.case_id == turn.case.id, Letter.state.in_(FAILED), Letter.told_at.is_(None))
    waiting = turn.session.scalars(found.order_by(Letter.id)).all()
    calling = [one for one in waiting if one.must_act or one.state is not LetterState.HELD]
    task = waiting_task(turn, WHY)
    if task is not None and not waiting:
        task.state, task.done_at, task.done_by = TaskState.DONE, turn.now, "自動処理"
        turn.done.append("届いていなかった通知がすべて届いたため、業務を完了にしました")
    if task is None and calling:
        _open(turn, calling)
    new = [one for one in calling if one.state_at is not None and one.state_at >= turn.work.created_at]
    turn.done += [f"{one.recipient_office}への通知が届きませんでした（{one.state.label}）" for one in new]


def _open(turn: CaseTurn, calling: Sequence[Letter]) -> None:
    chosen = _choose(turn, {one.recipient_id for one in calling if one.recipient_id})
    task = Task(
        stage=turn.stage.key,
        code=WHY,
        title=TITLE,
        role=Role.OFFICER,
        holder_id=chosen.person.id if chosen else None,
        why_holder=chosen.why if chosen else "担当となる職員が登録されていないため、担当が決まっていません",
        due_at=min((one.due_at for one in calling if one.due_at and one.due_at > turn.now), default=None),
        state=TaskState.OPEN,
        opened_at=turn.now,
        note="",
    )
    turn.case.tasks.append(task)
    if chosen is None:
        return
    to, sender, now = chosen.person, turn.sender, turn.now
    key = f"{turn.case.id}:{turn.work.id}:{WHY}:{to.id}"
    own = {"items": "\n".join(_line(one) for one in calling[:20])}
    turn.session.add(write(WHY, turn.case, to, [task], must_act=True, key=key, sender=sender, now=now, own=own))
    turn.done.append(f"届いていない通知の確認を{chosen.person.office}に割り当てました（{chosen.why}）")


def _line(letter: Letter) -> str:
    return f"・{letter.recipient_office}　{letter.subject}（{letter.state.label}）"


def _choose(turn: CaseTurn, unreached: set[int]) -> Choice | None:
    """As every task of an officer is given, but to somebody whom mail reaches, if there is anybody."""
    chosen = turn.roster.choose(Role.OFFICER, turn.now, turn.case.lead_officer_id)
    if chosen is not None and chosen.person.id not in unreached:
        return chosen
    for role in (Role.OFFICER, Role.SUPERVISOR):
        if other := _reached(turn.roster.with_role(role), unreached):
            return Choice(other, "本来の担当に通知が届かないため" if chosen else "担当の職員がいないため")
    return chosen


def _reached(people: list[Person], unreached: set[int]) -> Person | None:
    return next((person for person in people if person.id not in unreached), None)
