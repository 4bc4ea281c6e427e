"""What a turn notes about itself for Prefect's screen: each step while the run holds few cases, a row for each case.

Noting touches nothing and asks nothing of the database; in a wave only the rows are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from cases.clock import Clock
from cases.system import CaseTurn, Steps
from cases.vocabulary import TaskState
from flows.steps.programme import Programme, Step
from flows.steps.recipients import everybody

FEW: Final = 3
"""Cases up to which a run shows its steps."""
MOST_NEXT: Final = 4


@dataclass(frozen=True)
class StepTaken:
    """One step of one case. `said`: what it added to the history; `failure`: empty when it went well."""

    case: str
    name: str
    title: str
    started: datetime
    ended: datetime
    said: tuple[str, ...]
    failure: str = ""


@dataclass(frozen=True)
class Row:
    """A case in a run's table."""

    case: str
    done: tuple[str, ...]
    coming: tuple[str, ...]
    link: str


@dataclass
class Notes:
    """`rows` by the id of the work."""

    steps: list[StepTaken] = field(default_factory=list)
    rows: dict[int, Row] = field(default_factory=dict)


def noted(programme: Programme, notes: Notes, clock: Clock, *, each: bool) -> Steps:
    """The programme's steps, noting themselves; what they do is unchanged."""
    steps: list[Callable[[CaseTurn], None]] = list(programme)
    if each:
        steps = [_timed(step, notes, clock) for step in programme]
    return (*steps, lambda turn: notes.rows.__setitem__(turn.work.id, _row(turn)))


def _timed(step: Step, notes: Notes, clock: Clock) -> Callable[[CaseTurn], None]:
    def take(turn: CaseTurn) -> None:
        before, started, failure = len(turn.done), clock.now(), ""
        try:
            step(turn)
        except Exception as error:
            failure = type(error).__name__
            raise
        finally:
            said = tuple(turn.done[before:])
            number = turn.case.number
            notes.steps.append(StepTaken(number, step.name, step.title, started, clock.now(), said, failure))

    return take


def _row(turn: CaseTurn) -> Row:
    link = f"{turn.sender.base_url}/case?number={turn.case.number}"
    return Row(turn.case.number, tuple(turn.done), tuple(_coming(turn)), link)


def _coming(turn: CaseTurn) -> list[str]:
    """The open tasks, those due first in front, with who holds each."""
    people = everybody(turn)
    waiting = [task for task in turn.case.tasks if task.state is TaskState.OPEN]
    waiting.sort(key=lambda task: (task.due_at is None, task.due_at))
    named = [(task.title, people.get(task.holder_id or 0)) for task in waiting[:MOST_NEXT]]
    words = [f"{title}（{person.office if person else '担当未定'}）" for title, person in named]
    rest = len(waiting) - MOST_NEXT
    return [*words, f"ほか{rest}件"] if rest > 0 else words
