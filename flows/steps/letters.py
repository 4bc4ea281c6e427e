"""Letters of a stage: on entry, with new tasks, and what an act owes. Who gets one is decided in recipients.py."""

from __future__ import annotations

from functools import partial

from cases.post.writing import write
from cases.procedure import LetterTemplate
from cases.system import CaseTurn
from cases.vocabulary import Recipient, StageState
from flows.steps import owing
from flows.steps.addressing import addressed
from flows.steps.letter_writing import put
from flows.steps.programme import step
from flows.steps.recipients import recipients

TASK_LETTERS = (
    LetterTemplate("task_assigned", to=Recipient.ASSIGNED, must_act=True, after="assign_task"),
    LetterTemplate("lead_assigned", to=Recipient.LEAD, must_act=True, after="assign_lead"),
)
"""The acts on tasks stand in no stage file; neither do their letters."""
TASK_OPENED = LetterTemplate("task_opened", to=Recipient.NEWLY, must_act=True)


@step("担当への通知を作成する")
def write_letters(turn: CaseTurn) -> None:
    """On entry the stage's letters; later a letter to each person who got a new task."""
    record = turn.case.stage(turn.stage.key)
    if record.state is not StageState.OPEN:
        return
    if record.entered_at is None:
        for template in turn.stage.letters:
            if not template.after:
                _letter(turn, template)
    elif turn.new_tasks:
        _letter(turn, TASK_OPENED)


@step("操作に伴う通知を作成する")
def write_act_letters(turn: CaseTurn) -> None:
    """The letters that the act itself owes (a report was sent, an inquiry answered, a task or the case given)."""
    act = owing.act(turn)
    for template in (*turn.stage.letters, *TASK_LETTERS):
        if template.after == act:
            _letter(turn, template)


def _letter(turn: CaseTurn, template: LetterTemplate) -> None:
    found = recipients(turn, template.to)
    told = {person.id for person, _ in found}
    for person, tasks in found:
        for one in addressed(turn, person, told):
            key = f"{turn.case.id}:{turn.work.id}:{template.name}:{one.person.id}"
            make = partial(
                write,
                template.name,
                turn.case,
                one.person,
                tasks,
                must_act=template.must_act,
                key=key,
                sender=turn.sender,
                now=turn.now,
                calendar=turn.roster.calendar,
                notes=one.notes,
                quiet=one.quiet,
            )
            if put(turn, template.name, one.person.office, make):
                turn.done.append(f"{one.person.office}への通知を作成しました")
