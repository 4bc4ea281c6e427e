"""A letter that cannot be written is never a lost letter: it becomes an official's task, and the others go out.

A template may turn out to name a field that this case cannot fill, or a fact may be unreadable. The turn goes on: its
stages, tasks, clocks and other letters are not held up by one text.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from cases import system
from cases.office.last_resort import hand_to_official
from cases.post.writing import write
from cases.records import Letter
from cases.records.task import BY_HAND
from cases.system import CaseTurn
from flows.steps.tasks import waiting

log = logging.getLogger(__name__)


def put(turn: CaseTurn, name: str, to: str, make: Callable[[], Letter]) -> bool:
    """Add the letter that `make` writes, for the person or office `to`. False when it became a task instead."""
    try:
        letter = make()
    except Exception as error:
        if system.is_connection_error(error):
            raise
        log.exception("案件 %s の通知 %s を作成できません。", turn.case.number, name)
        _hand_over(turn, name, to, error)
        return False
    turn.session.add(letter)
    return True


def _hand_over(turn: CaseTurn, name: str, to: str, error: Exception) -> None:
    code = f"{BY_HAND}_letter_{name}"
    turn.done.append(f"{to}への通知を作成できませんでした。決裁者の業務としました")
    known = waiting(turn, code)
    if known is not None:
        if to not in known.note:
            known.note += f"、{to}"
        return
    task, person = hand_to_official(
        turn.roster,
        turn.now,
        stage=turn.stage.key,
        code=code,
        title="通知を作成できませんでした。電話など別の方法で伝え、その結果を記録してください",
        note=f"理由: {_why(error)}　伝える相手: {to}",
    )
    turn.case.tasks.append(task)
    if person is None or name == "work_failed":
        return
    key = f"{turn.case.id}:{turn.work.id}:{code}:{person.id}"
    put(
        turn,
        "work_failed",
        person.office,
        lambda: write(
            "work_failed", turn.case, person, [task], must_act=True, key=key, sender=turn.sender, now=turn.now
        ),
    )


def _why(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"文面の項目「{error.args[0]}」に入れる内容がありません"
    return str(error)[:200] if isinstance(error, LookupError) else "文面に差し込む内容を読めません"
