"""What every list and every act gives: a choice, a page, what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Choice:
    """An entry of a selection list: what is stored and what is read."""

    value: str
    label: str


@dataclass(frozen=True)
class Page(Generic[T]):
    rows: Sequence[T]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True)
class Taken:
    """What an act left behind. `once`: the token of a new link; it is told here and never again."""

    case_id: int
    number: str
    version: int
    once: str = field(default="", repr=False)
