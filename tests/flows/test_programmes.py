"""The programmes of the stages: titles, what a stage has is taken care of, the order that recovery needs."""

from __future__ import annotations

import pytest

from cases import handbook
from cases.vocabulary import StageKey
from flows.programmes import PROGRAMMES
from flows.steps.clocks import start_clocks
from flows.steps.completion import judge_completion, mark_entered, open_what_follows
from flows.steps.documents import draft_documents
from flows.steps.letters import write_act_letters, write_letters
from flows.steps.outside import tell_of_guests, write_links
from flows.steps.reminding import remind
from flows.steps.tasks import assign_tasks
from flows.steps.undelivered import hand_over_undelivered

ALWAYS = {
    judge_completion, assign_tasks, write_letters, hand_over_undelivered, mark_entered, write_act_letters, remind,
    open_what_follows,
}  # fmt: skip
LINKS = {"invite_guest", "send_questionnaire"}


@pytest.mark.parametrize("key", list(StageKey))
def test_段階の持ちものには_それを扱う段がある(key: StageKey) -> None:
    stage, steps = handbook.stage(key), set(PROGRAMMES[key])
    assert steps >= ALWAYS
    assert (start_clocks in steps) == bool(stage.clocks)
    assert (draft_documents in steps) == bool(stage.documents)
    assert (write_links in steps) == bool(LINKS & {act.name for act in stage.acts})
    assert (tell_of_guests in steps) == (write_links in steps)


@pytest.mark.parametrize("key", list(StageKey))
def test_進み具合を確かめて始まり_引き継いで終わり_通知は業務の後に作る(key: StageKey) -> None:
    steps = list(PROGRAMMES[key])
    assert (steps[0], steps[-1]) == (judge_completion, open_what_follows)
    assert steps.index(assign_tasks) < steps.index(write_letters) < steps.index(mark_entered)
    assert steps.index(mark_entered) < steps.index(write_act_letters)


def test_どの段階にも同じ名の段は一つで_題は役所の言葉である() -> None:
    for steps in PROGRAMMES.values():
        assert len({step.title for step in steps}) == len(steps)
    assert all(step.title and not step.title.isascii() for steps in PROGRAMMES.values() for step in steps)
