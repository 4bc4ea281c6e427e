"""From every sentence of the notice to what carries it out: requirements, rules, stages, acts, screens, tests.

The catalogue of requirements is data (cases/rules/requirements.csv); which test shows which requirement is read from
the tests' marks into cases/rules/coverage.csv by `renraku handbook docs`, so that an installation can show it too.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cases import handbook
from cases.rulebook import rulebook
from cases.rulebook.entries import Sentence

RULES = Path(__file__).parents[1] / "rules"
COVERAGE = RULES / "coverage.csv"


@dataclass(frozen=True)
class CatalogueEntry:
    """One requirement: its id (R-001), the sentences that it comes from, and what the system does."""

    id: str
    sentences: tuple[str, ...]
    what: str


@dataclass(frozen=True)
class Shown:
    """A requirement with the tests that show it (`tests/…/test_x.py::test_y`); empty when none does."""

    entry: CatalogueEntry
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Trace:
    """All that one sentence of the notice leads to. Titles are those that officials read."""

    sentence: Sentence
    requirements: tuple[Shown, ...]
    rules: tuple[str, ...]
    stages: tuple[str, ...]
    tasks: tuple[str, ...]
    acts: tuple[str, ...]
    screens: tuple[str, ...]


@cache
def catalogue() -> tuple[CatalogueEntry, ...]:
    """Every requirement in id order."""
    with (RULES / "requirements.csv").open(encoding="utf-8", newline="") as file:
        return tuple(CatalogueEntry(r["id"], tuple(r["sentences"].split()), r["what"]) for r in csv.DictReader(file))


@cache
def tests_by_requirement() -> Mapping[str, tuple[str, ...]]:
    """Requirement id → its tests, as the generated list has them."""
    found: dict[str, list[str]] = {}
    if COVERAGE.is_file():
        with COVERAGE.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found.setdefault(row["requirement"], []).append(row["test"])
    return {requirement: tuple(tests) for requirement, tests in found.items()}


def shown(tests: Mapping[str, Collection[str]] | None = None) -> tuple[Shown, ...]:
    """The catalogue with its tests; `tests` instead of the generated list when they were read just now."""
    known = tests_by_requirement() if tests is None else tests
    return tuple(Shown(entry, tuple(known.get(entry.id, ()))) for entry in catalogue())


def traces(screens: Mapping[str, Collection[str]], known: Iterable[Shown] = ()) -> tuple[Trace, ...]:
    """One trace per sentence, in the notice's order. `screens`: page title → the sentences that it carries out."""
    every = tuple(known) or shown()
    return tuple(_trace(sentence, screens, every) for sentence in rulebook().notice.sentences)


def _trace(sentence: Sentence, screens: Mapping[str, Collection[str]], every: tuple[Shown, ...]) -> Trace:
    one = sentence.id
    stages = [stage for stage in handbook.STAGES if one in _sources(stage.source, stage.tasks, stage.acts)]
    acts = [act for _, act in handbook.all_acts() if one in act.source]
    pages = [title for title, source in screens.items() if one in source]
    return Trace(
        sentence=sentence,
        requirements=tuple(s for s in every if one in s.entry.sentences),
        rules=tuple(dict.fromkeys(rule.title for rule in rulebook().timings if one in rule.sentences)),
        stages=tuple(stage.label for stage in stages),
        tasks=tuple(task.title for stage in handbook.STAGES for task in stage.tasks if one in task.source),
        acts=tuple(act.label for act in acts),
        screens=tuple(dict.fromkeys([*pages, *(["案件"] if acts else [])])),
    )


def _sources(own: Iterable[str], *parts: Iterable[object]) -> set[str]:
    found = set(own)
    for part in parts:
        for one in part:
            found.update(getattr(one, "source", ()))
    return found
