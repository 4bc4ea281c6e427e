"""What a scenario may name, as code → Japanese word: acts, tasks, clocks, documents, lines of the history, refusals."""

from __future__ import annotations

import inspect
from functools import cache

from cases import errors, handbook
from cases.errors import Refused
from cases.records.task import BY_HAND
from cases.rulebook import rulebook

REFUSALS = frozenset(
    name for name, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, Refused) and one is not Refused
)


@cache
def acts() -> dict[str, str]:
    """Name → label of every act."""
    return {act.name: act.label for _, act in handbook.all_acts()}


@cache
def office() -> dict[str, str]:
    """Name → label of every deed that belongs to no case."""
    from infra.exercises.office_deeds import office_deeds

    return {one.name: one.label for one in office_deeds().values()}


@cache
def links() -> dict[str, str]:
    """Name → label of every deed of somebody who holds a link."""
    from infra.exercises.link_deeds import link_deeds

    return {one.name: one.label for one in link_deeds().values()}


@cache
def deeds() -> dict[str, str]:
    """Name → label of all that somebody can do."""
    return acts() | office() | links()


@cache
def tasks() -> dict[str, str]:
    """Code → title of every task, with those that the engine leaves to people."""
    by_hand = {f"{BY_HAND}_{s.key}": f"「{s.label}」の自動処理ができませんでした" for s in handbook.STAGES}
    return {task.code: task.title for stage in handbook.STAGES for task in stage.tasks} | by_hand


@cache
def clocks() -> dict[str, str]:
    """Rule id → title of every clock."""
    titles = {rule.id: rule.title for rule in rulebook().timings}
    return {clock.rule: titles[clock.rule] for stage in handbook.STAGES for clock in stage.clocks}


@cache
def documents() -> dict[str, str]:
    """Kind → title of every document."""
    drafted = {paper.kind: paper.title for stage in handbook.STAGES for paper in stage.documents}
    return drafted | {"investigation_result": "調査・指導結果報告"}


@cache
def history() -> dict[str, str]:
    """Name → label of every line that the history can hold."""
    turns = {f"visited_{stage.key}": f"「{stage.label}」の自動処理" for stage in handbook.STAGES}
    turns["work_failed"] = "自動処理ができませんでした"
    seconds = {act.second.past: act.second.label for _, act in handbook.all_acts() if act.second}
    return {act.past: act.label for _, act in handbook.all_acts()} | seconds | turns
