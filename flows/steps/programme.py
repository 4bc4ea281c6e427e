"""The words in which a stage's unattended programme is written: steps in order, each with its title in the office's
words. A step alters one loaded case; all steps of a turn are committed at once (cases/system.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from cases.system import CaseTurn

Body: TypeAlias = Callable[[CaseTurn], None]


@dataclass(frozen=True)
class Step:
    """`title` is what an operator reads in Prefect. Safe to take twice: what is done already is not done again."""

    title: str
    body: Body

    @property
    def name(self) -> str:
        return getattr(self.body, "__name__", "")

    def __call__(self, turn: CaseTurn) -> None:
        self.body(turn)


Programme: TypeAlias = tuple[Step, ...]


def step(title: str) -> Callable[[Body], Step]:
    """Make a function of one turn a step of that title."""
    return lambda body: Step(title, body)
