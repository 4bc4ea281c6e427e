"""演習の手引きの符号の一覧は、すべての符号を載せる。"""

from __future__ import annotations

from cases import handbook
from infra.exercises.names import REFUSALS
from tests.infra.exercises.test_player import README


def test_手引きにすべての符号がある() -> None:
    words = {act.name for _, act in handbook.all_acts()} | {act.past for _, act in handbook.all_acts()} | REFUSALS
    for stage in handbook.STAGES:
        words |= {str(stage.key), *(t.code for t in stage.tasks), *(c.rule for c in stage.clocks)}
        words |= {paper.kind for paper in stage.documents}
    assert not {word for word in words if f"`{word}`" not in README}
    rows = [
        f"| `{act.name}` | {act.label} | `{act.past}` | {'・'.join(role.label for role in sorted(act.roles))} |"
        for _, act in handbook.all_acts()
    ]
    rows += [f"`{task.code}` {task.title}" for stage in handbook.STAGES for task in stage.tasks]
    assert [row for row in rows if row not in README] == []
