"""The words a list is written in: its columns, its conditions, its query."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from cases.procedure import Facts
from cases.store.officers import SignedIn

Cell = str | int | datetime | date | None


@dataclass(frozen=True)
class Column:
    """`key` for machines, `title` for people; `words` turns what the database gives into a cell."""

    key: str
    title: str
    expression: Any
    words: Callable[[Any], Cell] | None = None

    def cell(self, value: Any) -> Cell:
        if self.words is not None:
            return self.words(value)
        if isinstance(value, StrEnum):
            return label_of(value)
        if isinstance(value, bool):
            return "○" if value else ""
        return value  # type: ignore[no-any-return]


def label_of(value: StrEnum) -> str:
    """The Japanese word of a word of the house."""
    return str(getattr(value, "label", value))


@dataclass(frozen=True)
class Here:
    """Whose list, when, and under which conditions."""

    session: Session
    officer: SignedIn
    now: datetime


@dataclass(frozen=True)
class ListKind:
    """One list. `query` gives the rows in their order, with the columns' expressions."""

    name: str
    title: str
    asked: type[Facts]
    columns: tuple[Column, ...]
    query: Callable[[Here, Any, tuple[Column, ...]], Select[Any]]
    ministry_only: bool = False
