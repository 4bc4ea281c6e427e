"""The interpreter of the stage files: what moves, what is done, what is owed. Pure on a loaded case.

Used by the desk right after an act (tasks done, clocks met) and by the flows (stages, tasks, clocks). Nothing here
asks the time or opens a session.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cases import handbook
from cases.calendars import Calendar
from cases.clocks.deadlines import Target, due_at, own_target
from cases.procedure import ClockTemplate, Occurrence, Stage, TaskTemplate
from cases.records import CaseFile, RunningClock, Task
from cases.rulebook.timing import timing_on
from cases.vocabulary import ClockState, Ending, StageKey, StageState, TaskState


@dataclass(frozen=True)
class Move:
    """One stage going from one state to another, for the history and the engine's event."""

    stage: StageKey
    before: StageState
    after: StageState
    reason: str = ""


def may_act_in(case: CaseFile, stage: Stage) -> bool:
    """Whether the stage's acts are open: it is open or done, or its entry criterion holds though the engine has not
    come by yet (the counter stays open when the engine is down).
    """
    state = case.stage(stage.key).state
    return state in (StageState.OPEN, StageState.DONE) or (stage.opens_when(case) and stage.skipped_when(case) is None)


def advance(case: CaseFile, now: datetime) -> list[Move]:
    """Move every stage to where the facts put it, until nothing moves. Returns the moves in order."""
    moves: list[Move] = []
    for _ in range(len(handbook.STAGES) + 1):
        step = [move for stage in handbook.STAGES if (move := _step(case, stage, now))]
        moves += step
        if not step:
            break
    return moves


def _step(case: CaseFile, stage: Stage, now: datetime) -> Move | None:
    record = case.stage(stage.key)
    after, reason = _where(case, stage, record.state)
    if after is record.state:
        return None
    move = Move(stage.key, record.state, after, reason)
    record.state, record.reason = after, reason
    if after is StageState.OPEN:
        record.opened_at, record.done_at = record.opened_at or now, None
    elif after in (StageState.DONE, StageState.SKIPPED):
        record.done_at = now
        record.opened_at = record.opened_at or (now if after is StageState.DONE else None)
    else:
        record.opened_at = record.entered_at = record.done_at = None
    return move


def _where(case: CaseFile, stage: Stage, state: StageState) -> tuple[StageState, str]:
    """The state that the facts call for, with the reason where it is one of exclusion."""
    if case.ending is Ending.NOT_ATTACK and state is not StageState.DONE:
        if stage.key is StageKey.DETECTION:
            return StageState.DONE, ""
        return StageState.SKIPPED, "サイバー攻撃ではないと確認し、案件を終了したため"
    if case.ending is Ending.MERGED and state is not StageState.DONE:
        return StageState.SKIPPED, "ほかの案件に統合したため"
    complete = not stage.unmet(case)
    if state is StageState.DONE:
        return (StageState.DONE, "") if complete or case.closed_at else (StageState.OPEN, "新たな事項が生じたため")
    if state is StageState.OPEN and complete:
        return StageState.DONE, ""
    skip = stage.skipped_when(case)
    if skip is not None:
        return StageState.SKIPPED, skip
    if stage.opens_when(case):
        return StageState.OPEN, ""
    if state is StageState.OPEN and stage.key is not StageKey.CLOSING:
        return StageState.OPEN, ""
    return StageState.WAITING, ""


def settle(case: CaseFile, now: datetime, by: str) -> None:
    """Close what the facts have fulfilled: tasks done, clocks met; and withdraw what no longer applies."""
    for task in case.tasks:
        if task.state is not TaskState.OPEN:
            continue
        template = next((t for t in handbook.stage(task.stage).tasks if t.code == task.code), None)
        if template is None:
            continue
        if template.done(case):
            task.state, task.done_at, task.done_by = TaskState.DONE, now, by
        elif case.closed_at or (_idle(case, task.stage) and not template.anytime) or not template.applies(case):
            task.state, task.done_at = TaskState.WITHDRAWN, now
    for clock in case.clocks:
        rule = next(one for one in handbook.stage(clock.stage).clocks if one.rule == clock.rule_id)
        if clock.state is ClockState.CANCELLED and not case.closed_at and _owed_anew(case, clock, rule):
            clock.state = ClockState.RUNNING  # judged anew, or reopened: the duty stands again, due as before
        if clock.state in (ClockState.MET, ClockState.LATE) and _undone(case, clock, rule):
            clock.state, clock.met_at = ClockState.RUNNING, None
        if clock.state in (ClockState.RUNNING, ClockState.PAUSED):
            _settle_clock(case, clock, rule)
    _follow_clocks(case)


def _idle(case: CaseFile, key: StageKey) -> bool:
    return case.stage(key).state in (StageState.SKIPPED, StageState.WAITING) and not may_act_in(
        case, handbook.stage(key)
    )


def _settle_clock(case: CaseFile, clock: RunningClock, rule: ClockTemplate) -> None:
    one = _occurrence(case, rule, clock)
    met = one.met if one else None
    if one is not None and one.due is not None:
        clock.due_at = one.due  # a promise that was moved moves its clock
    if met is not None:
        clock.met_at = met
        in_time = clock.paused_at is not None or met <= clock.due_at  # while it stands nothing runs out
        clock.state, clock.paused_at = ClockState.MET if in_time else ClockState.LATE, None
    elif case.closed_at or one is None or (_idle(case, clock.stage) and not rule.anytime):
        clock.state, clock.paused_at = ClockState.CANCELLED, None


def _owed_anew(case: CaseFile, clock: RunningClock, rule: ClockTemplate) -> bool:
    runs = rule.anytime or case.is_open(clock.stage)
    return runs and _occurrence(case, rule, clock) is not None


def _undone(case: CaseFile, clock: RunningClock, rule: ClockTemplate) -> bool:
    """What had met it holds no longer: a report of something done was returned."""
    if rule.occurrences is None or case.closed_at:
        return False
    one = _occurrence(case, rule, clock)
    return one is not None and one.met is None


def _occurrence(case: CaseFile, template: ClockTemplate, clock: RunningClock) -> Occurrence | None:
    """What the clock runs for; None when that is no more (a visit was called off)."""
    if template.occurrences is None:
        return Occurrence("", clock.started_at, template.met(case))
    return next((one for one in template.occurrences(case) if one.about == clock.about), None)


def _follow_clocks(case: CaseFile) -> None:
    """A task on several clocks is due when the first of those still running is; on one that stands it is not due."""
    for task in case.tasks:
        if task.state is not TaskState.OPEN:
            continue
        template = next((t for t in handbook.stage(task.stage).tasks if t.code == task.code), None)
        if template is None or not template.clock:
            continue
        clock = _first_running(case, template.clock)
        if clock is not None and (clock.about or task.due_at is None or clock.pauses):
            task.due_at, task.due_label = clock.due_at, clock.label
        elif clock is None and any(c.paused_at and c.rule_id == template.clock for c in case.clocks):
            task.due_at = None


def _first_running(case: CaseFile, rule_id: str) -> RunningClock | None:
    running = [c for c in case.clocks if c.state is ClockState.RUNNING and c.rule_id == rule_id]
    return min(running, key=lambda clock: clock.due_at, default=None)


def owed_tasks(case: CaseFile, stage: Stage, now: datetime) -> list[Task]:
    """The tasks that apply now and are neither done nor open; without holder yet. Of a stage that is not open only
    those that a case may owe at any time.
    """
    if case.closed_at:
        return []
    active = case.is_open(stage.key)
    waiting = {task.code for task in case.tasks if task.state is TaskState.OPEN}
    return [
        _task(case, stage, template, now)
        for template in stage.tasks
        if (active or template.anytime)
        and template.code not in waiting
        and template.applies(case)
        and not template.done(case)
    ]


def _task(case: CaseFile, stage: Stage, template: TaskTemplate, now: datetime) -> Task:
    clock = _first_running(case, template.clock) if template.clock else None
    return Task(
        stage=stage.key,
        code=template.code,
        title=template.title,
        role=template.role,
        due_at=clock.due_at if clock else None,
        due_label=clock.label if clock else "目安",
        state=TaskState.OPEN,
        opened_at=now,
        note="",
    )


def owed_clocks(case: CaseFile, stage: Stage, calendar: Calendar, targets: Sequence[Target] = ()) -> list[RunningClock]:
    """The clocks whose start event has happened and which have not been started. Of a stage that was not reached
    only those that run at any time.
    """
    reached = case.stage(stage.key).state in (StageState.OPEN, StageState.DONE)
    started = {(clock.rule_id, clock.about, clock.started_at) for clock in case.clocks}
    owed = [
        _clock(stage, template, one, calendar, targets)
        for template in stage.clocks
        if (reached or template.anytime) and template.applies(case)
        for one in _occurrences(case, template)
    ]
    return [c for c in owed if c is not None and (c.rule_id, c.about, c.started_at) not in started]


def _occurrences(case: CaseFile, template: ClockTemplate) -> list[Occurrence]:
    """All that the clock is to run for: each of several, or the case itself once its start event has happened."""
    if template.occurrences is not None:
        return list(template.occurrences(case))
    start = template.starts(case)
    return [Occurrence("", start, template.met(case))] if start else []


def _clock(
    stage: Stage, template: ClockTemplate, one: Occurrence, calendar: Calendar, targets: Sequence[Target]
) -> RunningClock | None:
    rule, set_by = own_target(timing_on(template.rule, one.start), targets, one.start)
    due = one.due or due_at(rule, one.start, calendar)
    if due is None:
        return None
    return RunningClock(
        rule_id=rule.id,
        about=one.about,
        stage=stage.key,
        title=f"{rule.title}（{one.about}）" if one.about else rule.title,
        timing_word=rule.timing_word,
        label=one.label if one.due else rule.label,
        set_by="" if one.due else set_by,
        source=list(rule.sentences),
        started_at=one.start,
        due_at=due,
        met_at=None,
        state=ClockState.RUNNING,
    )


def summarise(case: CaseFile) -> None:
    """Keep the worklist's columns: the next due moment of what is open."""
    dues = [c.due_at for c in case.clocks if c.state is ClockState.RUNNING]
    dues += [t.due_at for t in case.tasks if t.state is TaskState.OPEN and t.due_at]
    case.next_due = min(dues, default=None) if case.closed_at is None else None
