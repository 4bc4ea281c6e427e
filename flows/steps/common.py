"""What happens unattended in a visit of one case: the steps that the stage flows put together.

Each step alters the loaded case only; `cases.system.visit` commits all of them at once and marks the work done.
"""

from __future__ import annotations

from functools import partial

from cases import handbook, progress
from cases.office.roster import Person
from cases.post.writing import write
from cases.procedure import DocumentTemplate, LetterTemplate
from cases.records import CaseDocument, Task
from cases.system import CaseVisit, Steps
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


def judge_completion(visit: CaseVisit) -> None:
    """Move every stage to where the facts put it; tasks and clocks follow."""
    visit.moves = progress.advance(visit.case, visit.now)
    for move in visit.moves:
        reason = f"（{move.reason}）" if move.reason else ""
        visit.done.append(f"「{move.stage.label}」を「{move.after.label}」にしました{reason}")
    progress.settle(visit.case, visit.now, "自動処理")


def start_clocks(visit: CaseVisit) -> None:
    """Start the clocks whose start event has happened; a clock met already is met at once."""
    for clock in progress.owed_clocks(visit.case, visit.stage, visit.roster.calendar, visit.roster.targets):
        visit.case.clocks.append(clock)
        visit.done.append(f"{clock.label}「{clock.title}」の計時を始めました")
    progress.settle(visit.case, visit.now, "自動処理")


def assign_tasks(visit: CaseVisit) -> None:
    """Open the tasks that apply now and give each to an official; the first holder gets the case itself."""
    case = visit.case
    for task in progress.owed_tasks(case, visit.stage, visit.now):
        roster = visit.ministry if task.role is Role.MINISTRY else visit.roster
        chosen = roster.choose(task.role, visit.now, case.lead_officer_id)
        if chosen is None:
            task.why_holder = f"{task.role.label}が登録されていないため、担当が決まっていません"
            visit.done.append(f"業務「{task.title}」を作成しました（担当未定）")
        else:
            task.holder_id, task.why_holder = chosen.person.id, chosen.why
            if case.lead_officer_id is None and task.role is Role.OFFICER:
                case.lead_officer_id = chosen.person.id
            visit.done.append(f"業務「{task.title}」を{chosen.person.office}に割り当てました（{chosen.why}）")
        case.tasks.append(task)
        visit.new_tasks.append(task)


def write_letters(visit: CaseVisit) -> None:
    """On entry the stage's letters; later a letter to each person who got a new task."""
    if not _active(visit):
        return
    record = visit.case.stage(visit.stage.key)
    if record.entered_at is None:
        for template in visit.stage.letters:
            if not template.after:
                _letter(visit, template)
    elif visit.new_tasks:
        _letter(visit, LetterTemplate("task_opened", to="newly", must_act=True))


def write_act_letters(visit: CaseVisit) -> None:
    """The letters that the act itself owes (a report was sent, an inquiry answered, a task or the case given)."""
    act = _act(visit)
    for template in (*visit.stage.letters, *TASK_LETTERS):
        if template.after == act:
            _letter(visit, template)


def draft_documents(visit: CaseVisit) -> None:
    """Draft the stage's documents once, from what is known."""
    record = visit.case.stage(visit.stage.key)
    if not _active(visit) or record.entered_at is not None:
        return
    for template in visit.stage.documents:
        _document(visit, template)


def mark_entered(visit: CaseVisit) -> None:
    """The entry work of the stage is done."""
    record = visit.case.stage(visit.stage.key)
    if _reached(visit) and record.entered_at is None:
        record.entered_at = visit.now


def open_what_follows(visit: CaseVisit) -> None:
    """Leave work for the flows of the stages that opened, or that owe tasks or clocks through these facts."""
    moved = {move.stage for move in visit.moves}
    for stage in handbook.STAGES:
        if stage.key is visit.stage.key:
            continue
        record = visit.case.stage(stage.key)
        reached = record.state in (StageState.OPEN, StageState.DONE)
        if reached and record.entered_at is None:  # owed once, by the visit that moved it
            if stage.key in moved:
                visit.owe(stage.key, "enter")
        elif progress.owed_clocks(visit.case, stage, visit.roster.calendar) or progress.owed_tasks(
            visit.case, stage, visit.now
        ):
            visit.owe(stage.key, "owed")
    progress.summarise(visit.case)


def in_order() -> Steps:
    """A stage flow's whole visit: judge, do the entry work or what is owed by now, write the act's letters, pass on."""
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


def _active(visit: CaseVisit) -> bool:
    return visit.case.stage(visit.stage.key).state is StageState.OPEN


def _reached(visit: CaseVisit) -> bool:
    """Open, or so quick that it is done already: its clocks are kept all the same."""
    return visit.case.stage(visit.stage.key).state in (StageState.OPEN, StageState.DONE)


def _letter(visit: CaseVisit, template: LetterTemplate) -> None:
    recipients = _recipients(visit, template)
    told = {person.id for person, _ in recipients}
    for person, tasks in recipients:
        for one in addressed(visit, person, told):
            key = f"{visit.case.id}:{visit.work.id}:{template.name}:{one.person.id}"
            make = partial(
                write,
                template.name,
                visit.case,
                one.person,
                tasks,
                must_act=template.must_act,
                key=key,
                sender=visit.sender,
                now=visit.now,
                calendar=visit.roster.calendar,
                notes=one.notes,
                quiet=one.quiet,
            )
            if put(visit, template.name, one.person.office, make):
                visit.done.append(f"{one.person.office}への通知を作成しました")


def _recipients(visit: CaseVisit, template: LetterTemplate) -> list[tuple[Person, list[Task]]]:
    """Who gets the letter, with the tasks it lists. Of a task that nobody could be given the supervisors hear."""
    people = {person.id: person for person in visit.roster.people}
    if template.to == "supervisors":
        holders = {task.holder_id for task in visit.new_tasks}
        return [(p, []) for p in visit.roster.with_role(Role.SUPERVISOR) if p.id not in holders]
    if template.to == "ministry":
        return [(p, []) for p in visit.ministry.with_role(Role.MINISTRY)]
    if template.to == "lead":
        lead = people.get(visit.case.lead_officer_id or 0)
        return [(lead, [])] if lead else []
    if template.to in ("receiver", "offerer"):
        return _other_side(visit, template)
    if template.to == "asker":
        asker = people.get(_asker(visit) or visit.case.lead_officer_id or 0)
        return [(asker, [])] if asker else []
    people |= {person.id: person for person in visit.ministry.people}
    tasks = _assigned(visit) if template.to == "assigned" else visit.new_tasks
    if template.to == "newly":
        told = _told_by_the_act(visit)
        tasks = [task for task in tasks if task.holder_id not in told]
    by_holder: dict[int, list[Task]] = {}
    for task in tasks:
        if task.holder_id in people:
            by_holder.setdefault(task.holder_id, []).append(task)
        elif task.holder_id is None:
            for supervisor in visit.roster.with_role(Role.SUPERVISOR):
                by_holder.setdefault(supervisor.id, []).append(task)
    return [(people[holder], mine) for holder, mine in by_holder.items()]


def _asker(visit: CaseVisit) -> int | None:
    """Who asked the consultation that was answered last: the answer goes to them (M-3.4)."""
    answered = [(e.answered_at, e.seq, e.asked_by_id) for e in visit.case.exchanges if e.answered_at and e.asked_by_id]
    return max(answered)[2] if answered else None


def _other_side(visit: CaseVisit, template: LetterTemplate) -> list[tuple[Person, list[Task]]]:
    """Of the newest offer of transfer: the office it was made to, or who made it."""
    if not visit.case.transfers:
        return []
    offer = visit.case.transfers[-1]
    if template.to == "offerer":
        return [(p, []) for p in visit.others[offer.from_code].people if p.id == offer.offered_by_id]
    there = visit.others[offer.to_code]
    chosen = there.choose(Role.OFFICER, visit.now, None)
    people = {p.id: p for p in [*([chosen.person] if chosen else []), *there.with_role(Role.SUPERVISOR)]}
    return [(p, []) for p in people.values()]


def _act(visit: CaseVisit) -> str:
    """The act that owes the work, without the task it was about."""
    return visit.work.why.partition(":")[0]


def _told_by_the_act(visit: CaseVisit) -> set[int]:
    """Whom the act's own letter calls to act: one letter is enough for them."""
    own = [t for t in visit.stage.letters if t.after == _act(visit) and t.must_act and t.to in ("lead", "ministry")]
    return {person.id for template in own for person, _ in _recipients(visit, template)}


def _assigned(visit: CaseVisit) -> list[Task]:
    """The task that the act was about, while it is open: its present holder was named by a colleague."""
    about = visit.work.why.partition(":")[2]
    return [task for task in visit.case.tasks if str(task.id) == about and task.state is TaskState.OPEN]


def _document(visit: CaseVisit, template: DocumentTemplate) -> None:
    lines = [[title, text] for title, text in template.lines(visit.case)]
    visit.case.documents.append(
        CaseDocument(
            stage=visit.stage.key,
            kind=template.kind,
            title=template.title,
            lines=lines,
            drafted_at=visit.now,
        )
    )
    visit.done.append(f"「{template.title}」を下書きしました")
