"""The engine's door: its own database role, only flows/ may import it. Claims, turns, and the dead engine's claims.

A turn takes the claimed work of one stage, locks those cases in one order, lets the flow's steps do what is owed,
and marks the work done last, in the same transaction: done twice it does nothing the second time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine, select, update
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from cases.clock import Clock
from cases.clocks.reminders import Spoken
from cases.office import people
from cases.office.last_resort import hand_to_official
from cases.office.roster import Person, Roster
from cases.post.writing import Sender, write
from cases.procedure import Stage
from cases.progress import Move
from cases.records import MINISTRY_CODE, CaseFile, PendingWork, RunningClock, Task
from cases.records.task import BY_HAND
from cases.rulebook import living as living_rules
from cases.store import history
from cases.store.engines import living_numbers
from cases.store.loading import load_cases
from cases.store.notify import wake
from cases.vocabulary import StageKey, TaskState

TRIES = 3


@dataclass
class CaseTurn:
    """One case in one turn: what the steps read and add to."""

    case: CaseFile
    work: PendingWork
    stage: Stage
    now: datetime
    roster: Roster
    ministry: Roster
    sender: Sender
    session: Session
    direct: bool
    others: dict[str, Roster] = field(default_factory=dict)
    """The rosters of the authorities on both sides of a transfer, by code."""
    moves: list[Move] = field(default_factory=list)
    new_tasks: list[Task] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    owed: set[StageKey] = field(default_factory=set)
    spoken: list[Spoken] = field(default_factory=list)
    """The clocks that spoke in this turn."""
    missed: list[RunningClock] = field(default_factory=list)
    """Of these, the ones that said for the first time that their due moment has passed."""

    def owe(self, key: StageKey, why: str) -> None:
        """Leave work for another stage's flow."""
        self.owed.add(key)
        self.session.add(
            PendingWork(
                case_id=self.case.id,
                authority_code=self.case.authority_code,
                stage=key,
                why=why,
                urgent=self.work.urgent,
                created_at=self.now,
            )
        )


@dataclass(frozen=True)
class Moved:
    """A stage change that was committed, for the engine's event."""

    case_id: int
    number: str
    move: Move


@dataclass(frozen=True)
class Missed:
    """A clock whose due moment passed, for the engine's event."""

    case_id: int
    number: str
    clock_id: int
    rule: str
    title: str
    label: str
    stage: StageKey
    due_at: datetime


@dataclass
class TurnTaken:
    moved: list[Moved] = field(default_factory=list)
    missed: list[Missed] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)


Steps = Sequence[Callable[[CaseTurn], None]]


def take_turn(
    engine: Engine,
    clock: Clock,
    stage: Stage,
    work_ids: Sequence[int],
    steps: Steps,
    sender: Sender,
    *,
    direct: bool,
) -> TurnTaken:
    """Do the pending work of one stage in one transaction. Work that is done already is passed over.

    When a case makes the batch fail, the batch is split until that case stands alone; alone it is noted as failed
    and becomes an official's task, and holds up nobody. A lost database connection fails the whole turn instead.
    """
    try:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            return _take_all(session, clock.now(), stage, work_ids, steps, sender, direct=direct)
    except Exception as error:
        if is_connection_error(error):
            raise
        if len(work_ids) > 1:
            half = len(work_ids) // 2
            first = take_turn(engine, clock, stage, work_ids[:half], steps, sender, direct=direct)
            second = take_turn(engine, clock, stage, work_ids[half:], steps, sender, direct=direct)
            return TurnTaken(first.moved + second.moved, first.missed + second.missed, first.failed + second.failed)
        with Session(engine, expire_on_commit=False) as session, session.begin():
            _fail(session, clock.now(), work_ids[0], stage, error, sender)
        return TurnTaken(failed=list(work_ids))


def is_connection_error(error: BaseException) -> bool:
    """The database went away, or would not let us in; nothing is wrong with the case."""
    return isinstance(error, OperationalError) or (isinstance(error, DBAPIError) and error.connection_invalidated)


def _take_all(
    session: Session,
    now: datetime,
    stage: Stage,
    work_ids: Sequence[int],
    steps: Steps,
    sender: Sender,
    *,
    direct: bool,
) -> TurnTaken:
    living_rules.bring_up_to_date(session)
    works = session.scalars(
        select(PendingWork)
        .where(PendingWork.id.in_(work_ids), PendingWork.done_at.is_(None))
        .order_by(PendingWork.id)
        .with_for_update()
    ).all()
    cases = {case.id: case for case in load_cases(session, sorted({w.case_id for w in works}), lock=True)}
    sides = {code for case in cases.values() for o in case.transfers for code in (o.from_code, o.to_code)}
    rosters = people.rosters_of(
        session, {case.authority_code for case in cases.values()} | {MINISTRY_CODE} | sides, now
    )
    taken, owed = TurnTaken(), set[StageKey]()
    for work in works:
        case = cases[work.case_id]
        one = CaseTurn(
            case,
            work,
            stage,
            now,
            rosters[case.authority_code],
            rosters[MINISTRY_CODE],
            sender,
            session,
            direct,
            rosters,
        )
        for step in steps:
            step(one)
        _note(one)
        owed |= one.owed
        taken.moved += [Moved(case.id, case.number, move) for move in one.moves]
        taken.missed += [
            Missed(case.id, case.number, c.id, c.rule_id, c.title, c.label, c.stage, c.due_at) for c in one.missed
        ]
    for work in works:
        work.done_at = now
    session.flush()
    if owed:
        wake(session, *owed)
    return taken


def _note(turn: CaseTurn) -> None:
    """One history line per turn that did something, in the office's words."""
    if not turn.done:
        return
    case = turn.case
    case.pulse += 1
    note = "ワークフローエンジンにつながらないため、直接実行しました。" if turn.direct else ""
    turn.session.add(
        history.line(
            history.place(case),
            turn.now,
            history.AUTOMATIC,
            f"visited_{turn.stage.key}",
            f"「{turn.stage.label}」の自動処理",
            {"done": turn.done, "work": turn.work.id},
            note,
        )
    )


def _fail(session: Session, now: datetime, work_id: int, stage: Stage, error: Exception, sender: Sender) -> None:
    """A case that cannot be taken: after some tries its work ends as failed and a task tells an official.

    The case itself is loaded for the letter only: it may be just that which fails.
    """
    work = session.get(PendingWork, work_id, with_for_update=True)
    if work is None or work.done_at is not None:
        return
    work.attempts += 1
    work.failure = f"{type(error).__name__}: {error}"[:500]
    work.claimed_by = None
    if work.attempts < TRIES:
        return
    work.done_at = now
    roster = people.rosters_of(session, {work.authority_code}, now)[work.authority_code]
    code = f"{BY_HAND}_{stage.key}"
    waiting = select(Task.id).where(Task.case_id == work.case_id, Task.code == code, Task.state == TaskState.OPEN)
    if session.scalar(waiting) is not None:
        return
    title = f"「{stage.label}」の自動処理ができませんでした。状況を確認し、手作業で進めてください"
    task, holder = hand_to_official(roster, now, stage=stage.key, code=code, title=title)
    task.case_id, task.authority_code = work.case_id, work.authority_code
    session.add(task)
    if holder:
        _write_of_failure(session, now, work, holder, task, sender)
    label = f"「{stage.label}」の自動処理ができませんでした"
    where, told = history.touch(session, work.case_id), "決裁者の業務としました。"
    session.add(history.line(where, now, history.AUTOMATIC, "work_failed", label, {"work": work.id}, told))


def _write_of_failure(
    session: Session, now: datetime, work: PendingWork, to: Person, task: Task, sender: Sender
) -> None:
    """The letter to who got the task. A case too broken to write of leaves the task alone."""
    key = f"{work.case_id}:{work.id}:work_failed:{to.id}"
    with suppress(Exception), session.begin_nested():
        case = load_cases(session, [work.case_id], lock=False)[0]
        session.add(write("work_failed", case, to, [task], must_act=True, key=key, sender=sender, now=now))


# -- claims ----------------------------------------------------------------------------------------------------


def claim(engine: Engine, stage: StageKey, number: int, limit: int, *, urgent: bool | None = None) -> list[int]:
    """Claim pending work of a stage, people's deeds first, at most `limit`; other engines pass over it.

    `urgent` narrows to deeds on open cases (True) or to new cases and what follows from them (False).
    """
    pending = select(PendingWork.id).where(
        PendingWork.stage == stage, PendingWork.done_at.is_(None), PendingWork.claimed_by.is_(None)
    )
    if urgent is not None:
        pending = pending.where(PendingWork.urgent.is_(urgent))
    ordered = pending.order_by(PendingWork.urgent.desc(), PendingWork.id).limit(limit)
    free = ordered.with_for_update(skip_locked=True).scalar_subquery()
    with engine.begin() as connection:
        rows = connection.execute(
            update(PendingWork).where(PendingWork.id.in_(free)).values(claimed_by=number).returning(PendingWork.id)
        )
        return sorted(row.id for row in rows)


def release(engine: Engine, work_ids: Sequence[int]) -> None:
    """Give claimed work back, e.g. when the turn lost its database connection."""
    with engine.begin() as connection:
        connection.execute(
            update(PendingWork)
            .where(PendingWork.id.in_(work_ids), PendingWork.done_at.is_(None))
            .values(claimed_by=None)
        )


def free_claims_of_the_dead(engine: Engine) -> int:
    """Free what engines that are gone had claimed. Returns how many pieces of work that were."""
    with engine.begin() as connection:
        living = living_numbers(connection)
        rows = connection.execute(
            update(PendingWork)
            .where(
                PendingWork.done_at.is_(None),
                PendingWork.claimed_by.is_not(None),
                PendingWork.claimed_by.not_in(living),
            )
            .values(claimed_by=None)
            .returning(PendingWork.id)
        )
        count = len(rows.all())
        if count:
            wake(connection)
        return count


def case_numbers(engine: Engine, work_ids: Sequence[int]) -> list[str]:
    """The numbers of the cases that this work is for, to name and tag an engine run."""
    with engine.connect() as connection:
        return list(
            connection.scalars(
                select(CaseFile.number)
                .join(PendingWork, PendingWork.case_id == CaseFile.id)
                .where(PendingWork.id.in_(work_ids))
                .distinct()
                .order_by(CaseFile.number)
            )
        )


def stages_with_work(engine: Engine) -> set[StageKey]:
    """The stages that have free pending work."""
    with engine.connect() as connection:
        rows = connection.scalars(
            select(PendingWork.stage).where(PendingWork.done_at.is_(None), PendingWork.claimed_by.is_(None)).distinct()
        )
        return set(rows)
