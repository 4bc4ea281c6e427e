"""What happens unattended in a turn of one case: the steps that the stage flows put together.

Each step alters the loaded case only; `cases.system.turn` commits all of them at once and marks the work done.
"""

from __future__ import annotations

from functools import partial

from cases import handbook, progress
from cases.office.roster import Person
from cases.post.writing import write
from cases.procedure import DocumentTemplate, LetterTemplate
from cases.records import CaseDocument, Task
from cases.system import CaseTurn, Steps
from cases.vocabulary import Role, StageState, TaskState
from flows.steps import outside
from flows.steps.addressing import addressed
from flows.steps.letter_writing import put
from flows.steps.reminding import remind
from flows.steps.undelivered import hand_over_undelivered

TASK_LETTERS = (
    LetterTemplate("task_assigned", to="assigned", must_act=True, after="assign_task"),
    LetterTemplate("lead_assigned", to="lead", must_act=True, after="assign_lead"),
)
"""The acts on tasks stand in no stage file; neither do their letters."""


def judge_completion(turn: CaseTurn) -> None:
    """Move every stage to where the facts put it; tasks and clocks follow."""
    turn.moves = progress.advance(turn.case, turn.now)
    for move in turn.moves:
        reason = f"（{move.reason}）" if move.reason else ""
        turn.done.append(f"「{move.stage.label}」を「{move.after.label}」にしました{reason}")
    progress.settle(turn.case, turn.now, "自動処理")


def start_clocks(turn: CaseTurn) -> None:
    """Start the clocks whose start event has happened; a clock met already is met at once."""
    for clock in progress.owed_clocks(turn.case, turn.stage, turn.roster.calendar, turn.roster.targets):
        turn.case.clocks.append(clock)
        turn.done.append(f"{clock.label}「{clock.title}」の計時を始めました")
    progress.settle(turn.case, turn.now, "自動処理")


def assign_tasks(turn: CaseTurn) -> None:
    """Open the tasks that apply now and give each to an official; the first holder gets the case itself."""
    case = turn.case
    for task in progress.owed_tasks(case, turn.stage, turn.now):
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


def write_letters(turn: CaseTurn) -> None:
    """On entry the stage's letters; later a letter to each person who got a new task."""
    if not _active(turn):
        return
    record = turn.case.stage(turn.stage.key)
    if record.entered_at is None:
        for template in turn.stage.letters:
            if not template.after:
                _letter(turn, template)
    elif turn.new_tasks:
        _letter(turn, LetterTemplate("task_opened", to="newly", must_act=True))


def write_act_letters(turn: CaseTurn) -> None:
    """The letters that the act itself owes (a report was sent, an inquiry answered, a task or the case given)."""
    act = _act(turn)
    for template in (*turn.stage.letters, *TASK_LETTERS):
        if template.after == act:
            _letter(turn, template)


def draft_documents(turn: CaseTurn) -> None:
    """Draft the stage's documents once, from what is known."""
    record = turn.case.stage(turn.stage.key)
    if not _active(turn) or record.entered_at is not None:
        return
    for template in turn.stage.documents:
        _document(turn, template)


def mark_entered(turn: CaseTurn) -> None:
    """The entry work of the stage is done."""
    record = turn.case.stage(turn.stage.key)
    if _reached(turn) and record.entered_at is None:
        record.entered_at = turn.now


def open_what_follows(turn: CaseTurn) -> None:
    """Leave work for the flows of the stages that opened, or that owe tasks or clocks through these facts."""
    moved = {move.stage for move in turn.moves}
    for stage in handbook.STAGES:
        if stage.key is turn.stage.key:
            continue
        record = turn.case.stage(stage.key)
        reached = record.state in (StageState.OPEN, StageState.DONE)
        if reached and record.entered_at is None:  # owed once, by the turn that moved it
            if stage.key in moved:
                turn.owe(stage.key, "enter")
        elif progress.owed_clocks(turn.case, stage, turn.roster.calendar) or progress.owed_tasks(
            turn.case, stage, turn.now
        ):
            turn.owe(stage.key, "owed")
    progress.summarise(turn.case)


def in_order() -> Steps:
    """A stage flow's whole turn: judge, do the entry work or what is owed by now, write the act's letters, pass on."""
    return (judge_completion, *ENTRY, write_act_letters, remind, open_what_follows)


ENTRY: Steps = (
    outside.call_in_parties,
    start_clocks,
    assign_tasks,
    write_letters,
    outside.write_to_parties,
    outside.write_links,
    outside.tell_of_guests,
    hand_over_undelivered,
    draft_documents,
    mark_entered,
)


def _active(turn: CaseTurn) -> bool:
    return turn.case.stage(turn.stage.key).state is StageState.OPEN


def _reached(turn: CaseTurn) -> bool:
    """Open, or so quick that it is done already: its clocks are kept all the same."""
    return turn.case.stage(turn.stage.key).state in (StageState.OPEN, StageState.DONE)


def _letter(turn: CaseTurn, template: LetterTemplate) -> None:
    recipients = _recipients(turn, template)
    told = {person.id for person, _ in recipients}
    for person, tasks in recipients:
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


def _recipients(turn: CaseTurn, template: LetterTemplate) -> list[tuple[Person, list[Task]]]:
    """Who gets the letter, with the tasks it lists. Of a task that nobody could be given the supervisors hear."""
    people = {person.id: person for person in turn.roster.people}
    if template.to == "supervisors":
        holders = {task.holder_id for task in turn.new_tasks}
        return [(p, []) for p in turn.roster.with_role(Role.SUPERVISOR) if p.id not in holders]
    if template.to == "ministry":
        return [(p, []) for p in turn.ministry.with_role(Role.MINISTRY)]
    if template.to == "lead":
        lead = people.get(turn.case.lead_officer_id or 0)
        return [(lead, [])] if lead else []
    if template.to in ("receiver", "offerer"):
        return _other_side(turn, template)
    if template.to == "asker":
        asker = people.get(_asker(turn) or turn.case.lead_officer_id or 0)
        return [(asker, [])] if asker else []
    people |= {person.id: person for person in turn.ministry.people}
    tasks = _assigned(turn) if template.to == "assigned" else turn.new_tasks
    if template.to == "newly":
        told = _told_by_the_act(turn)
        tasks = [task for task in tasks if task.holder_id not in told]
    by_holder: dict[int, list[Task]] = {}
    for task in tasks:
        if task.holder_id in people:
            by_holder.setdefault(task.holder_id, []).append(task)
        elif task.holder_id is None:
            for supervisor in turn.roster.with_role(Role.SUPERVISOR):
                by_holder.setdefault(supervisor.id, []).append(task)
    return [(people[holder], mine) for holder, mine in by_holder.items()]


def _asker(turn: CaseTurn) -> int | None:
    """Who asked the consultation that was answered last: the answer goes to them (M-3.4)."""
    answered = [(e.answered_at, e.seq, e.asked_by_id) for e in turn.case.exchanges if e.answered_at and e.asked_by_id]
    return max(answered)[2] if answered else None


def _other_side(turn: CaseTurn, template: LetterTemplate) -> list[tuple[Person, list[Task]]]:
    """Of the newest offer of transfer: the office it was made to, or who made it."""
    if not turn.case.transfers:
        return []
    offer = turn.case.transfers[-1]
    if template.to == "offerer":
        return [(p, []) for p in turn.others[offer.from_code].people if p.id == offer.offered_by_id]
    there = turn.others[offer.to_code]
    chosen = there.choose(Role.OFFICER, turn.now, None)
    people = {p.id: p for p in [*([chosen.person] if chosen else []), *there.with_role(Role.SUPERVISOR)]}
    return [(p, []) for p in people.values()]


def _act(turn: CaseTurn) -> str:
    """The act that owes the work."""
    return turn.work.why


def _told_by_the_act(turn: CaseTurn) -> set[int]:
    """Whom the act's own letter calls to act: one letter is enough for them."""
    own = [t for t in turn.stage.letters if t.after == _act(turn) and t.must_act and t.to in ("lead", "ministry")]
    return {person.id for template in own for person, _ in _recipients(turn, template)}


def _assigned(turn: CaseTurn) -> list[Task]:
    """The task that the act was about, while it is open: its present holder was named by a colleague."""
    return [task for task in turn.case.tasks if task.id == turn.work.about and task.state is TaskState.OPEN]


def _document(turn: CaseTurn, template: DocumentTemplate) -> None:
    lines = [[title, text] for title, text in template.lines(turn.case)]
    turn.case.documents.append(
        CaseDocument(
            stage=turn.stage.key,
            kind=template.kind,
            title=template.title,
            lines=lines,
            drafted_at=turn.now,
        )
    )
    turn.done.append(f"「{template.title}」を下書きしました")
