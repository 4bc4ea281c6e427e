"""Decision tables over the four answers of M-1.3: rows in order, the first that fits decides. Pure.

A row names, per question, the answers that it covers; a question it does not name may have any answer. A table is
usable when every combination of answers meets a row and every row can be reached (`check_table`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from cases.judgement import Attack, Failure, Impact


class Answers(NamedTuple):
    """The four answers: (a) attack, (b) failure, (c) leak, (d) disruption of care."""

    attack: Attack
    failure: Failure
    leak: Impact
    care: Impact


class When(BaseModel):
    """The answers that a row covers; an empty question covers all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    attack: tuple[Attack, ...] = ()
    failure: tuple[Failure, ...] = ()
    leak: tuple[Impact, ...] = ()
    care: tuple[Impact, ...] = ()
    either: tuple[Impact, ...] = ()
    """Leak or care (or both) has one of these: 「又は」 of M-1.3."""


class Row(BaseModel):
    """One row; `when` left out covers every combination."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    when: When = When()

    def matches(self, answers: Answers) -> bool:
        """Whether the row covers these answers."""
        asked: tuple[tuple[object, tuple[object, ...]], ...] = (
            (answers.attack, self.when.attack),
            (answers.failure, self.when.failure),
            (answers.leak, self.when.leak),
            (answers.care, self.when.care),
        )
        covered = all(not allowed or given in allowed for given, allowed in asked)
        return covered and (not self.when.either or bool({answers.leak, answers.care} & set(self.when.either)))


def every_answer() -> Iterator[Answers]:
    """All 192 combinations."""
    return (Answers(*one) for one in itertools.product(Attack, Failure, Impact, Impact))


def check_table(rows: Sequence[Row]) -> str:
    """What is wrong with the table, in a sentence; empty when it decides every combination and wastes no row."""
    used = set()
    for answers in every_answer():
        first = next((n for n, row in enumerate(rows, start=1) if row.matches(answers)), None)
        if first is None:
            words = f"攻撃={answers.attack.label}、障害={answers.failure.label}"
            words += f"、漏洩={answers.leak.label}、診療={answers.care.label}"
            return f"判断の表に、当てはまる行のない組合せがあります（{words}）"
        used.add(first)
    wasted = [n for n in range(1, len(rows) + 1) if n not in used]
    return f"判断の表の{wasted[0]}行目には、どの組合せも届きません" if wasted else ""
