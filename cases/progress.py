"""The interpreter of the stage files: what moves, what is done, what is owed. Pure on a loaded case.

Used by the desk right after an act (tasks done, clocks met) and by the flows (stages, tasks, clocks). Nothing here
asks the time or opens a session.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases import handbook
from cases.calendars import Calendar
from cases.clock import JST
from cases.deadlines import due_at
from cases.procedure import ClockTemplate, Stage
from cases.records import CaseFile, RunningClock, StageRecord, Task
from cases.rulebook import TimingRule, rulebook
from cases.vocabulary import ClockState, Ending, StageKey, StageState, TaskState


@dataclass(frozen=True)
class Move:
    """One stage going from one state to another, for the history and the engine's event."""

    stage: StageKey
    before: StageState
    after: StageState
    reason: str = ""


def new_stage_records() -> list[StageRecord]:
    """One record per stage; detection opens with the suspicion."""
    return [
        StageRecord(stage=stage.key, position=n, state=StageState.WAITING, reason="")
        for n, stage in enumerate(handbook.STAGES)
    ]


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
        if clock.state is ClockState.CANCELLED and case.is_open(clock.stage) and not case.closed_at:
            clock.state = ClockState.RUNNING  # judged anew, or reopened: the duty stands again, due as before
        if clock.state is ClockState.RUNNING:
            _settle_clock(case, clock)


def _idle(case: CaseFile, key: StageKey) -> bool:
    return case.stage(key).state in (StageState.SKIPPED, StageState.WAITING) and not may_act_in(
        case, handbook.stage(key)
    )


def _settle_clock(case: CaseFile, clock: RunningClock) -> None:
    template = next(c for c in handbook.stage(clock.stage).clocks if c.rule == clock.rule_id)
    met = template.met(case)
    if met is not None:
        clock.met_at = met
        clock.state = ClockState.MET if met <= clock.due_at else ClockState.LATE
    elif case.closed_at or _idle(case, clock.stage):
        clock.state = ClockState.CANCELLED


def owed_tasks(case: CaseFile, stage: Stage, now: datetime) -> list[Task]:
    """The tasks that apply now and are neither done nor open; without holder yet. Of a stage that is not open only
    those that a case may owe at any time.
    """
    if case.closed_at:
        return []
    active = case.is_open(stage.key)
    waiting = {task.code for task in case.tasks if task.state is TaskState.OPEN}
    dues = {clock.rule_id: clock.due_at for clock in case.clocks if clock.state is ClockState.RUNNING}
    return [
        Task(
            stage=stage.key,
            code=template.code,
            title=template.title,
            role=template.role,
            due_at=dues.get(template.clock),
            state=TaskState.OPEN,
            opened_at=now,
            note="",
        )
        for template in stage.tasks
        if (active or template.anytime)
        and template.code not in waiting
        and template.applies(case)
        and not template.done(case)
    ]


def owed_clocks(case: CaseFile, stage: Stage, calendar: Calendar) -> list[RunningClock]:
    """The clocks whose start event has happened and which have not been started."""
    started = {(clock.rule_id, clock.started_at) for clock in case.clocks}
    owed = [_clock(case, stage, template, calendar) for template in stage.clocks]
    return [clock for clock in owed if clock is not None and (clock.rule_id, clock.started_at) not in started]


def _clock(case: CaseFile, stage: Stage, template: ClockTemplate, calendar: Calendar) -> RunningClock | None:
    start = template.starts(case)
    if start is None or not template.applies(case):
        return None
    rule = timing_on(template.rule, start)
    due = due_at(rule, start, calendar)
    if due is None:
        return None
    clock = RunningClock(
        rule_id=rule.id,
        stage=stage.key,
        title=rule.title,
        timing_word=rule.timing_word,
        label=rule.label,
        source=list(rule.sentences),
        started_at=start,
        due_at=due,
        met_at=None,
        state=ClockState.RUNNING,
    )
    return clock


def timing_on(rule_id: str, moment: datetime) -> TimingRule:
    """The rule in force on that day in Japan; for days before the first entry, that entry (for reference)."""
    day = moment.astimezone(JST).date()
    first = min(rule.effective_from for rule in rulebook().timings if rule.id == rule_id)
    rule = rulebook().timing(rule_id, max(day, first))
    if rule is None:
        raise LookupError(f"no timing rule {rule_id} on {day}")
    return rule


def summarise(case: CaseFile) -> None:
    """Keep the worklist's columns: the next due moment of what is open."""
    dues = [c.due_at for c in case.clocks if c.state is ClockState.RUNNING]
    dues += [t.due_at for t in case.tasks if t.state is TaskState.OPEN and t.due_at]
    case.next_due = min(dues, default=None) if case.closed_at is None else None
