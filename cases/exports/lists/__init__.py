"""The lists that can be taken along whole: their columns, the conditions they can be narrowed by, and their query.

A list is read in the sitting's scope (row-level security), in one query whatever its length. The columns are those of
the screen and more; the same list is a page of the API, a CSV, an Excel sheet and JSON. A new list is a file here
and its name in `KINDS`.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from cases.casework import lists as worklist
from cases.casework import task_lists
from cases.circulars import lists as circulars
from cases.errors import NotFound
from cases.ministry import answer_lists, nation_lists
from cases.ministry.campaigns import authority_lists
from cases.ministry.campaigns import lists as campaigns
from cases.papers import lists as papers
from cases.post import lists as letters
from cases.posters import lists as posters
from cases.procedure import Facts
from cases.registry import lists
from cases.store.list_words import Cell, Column, Here, ListKind, label_of
from cases.store.officers import SignedIn

__all__ = [
    "KINDS",
    "Cell",
    "Column",
    "Here",
    "ListKind",
    "checked",
    "in_words",
    "kind_of",
    "label_of",
    "model_of",
    "page",
    "rows",
]

BATCH = 2000
KINDS = {
    one.name: one
    for one in (
        worklist.LIST,
        lists.LIST,
        task_lists.LIST,
        papers.LIST,
        answer_lists.LIST,
        campaigns.LIST,
        authority_lists.LIST,
        letters.LIST,
        posters.LIST,
        *circulars.LISTS,
        nation_lists.NATION,
        nation_lists.AUTHORITIES,
    )
}


def kind_of(name: str, officer: SignedIn) -> ListKind:
    """Raises NotFound, also for a list of the ministry that an authority asks for."""
    found = KINDS.get(name)
    if found is None or (found.ministry_only and not officer.at_ministry):
        raise NotFound("一覧")
    return found


def checked(kind: ListKind, asked: dict[str, Any]) -> Any:
    """The conditions, those left empty not counted. Raises BadFacts."""
    given = {name: value for name, value in asked.items() if value not in ("", None)}
    return kind.asked.checked(kind.title, given)


def in_words(asked: Facts) -> list[str]:
    """The conditions in force as people read them: 「段階: 覚知」「目安超過」."""
    told = []
    for name, value in asked.model_dump(exclude_defaults=True).items():
        title = type(asked).model_fields[name].title or name
        told.append(title if value is True else f"{title}: {label_of(value) if isinstance(value, StrEnum) else value}")
    return told


def rows(here: Here, kind: ListKind, asked: Any) -> Iterator[list[Cell]]:
    """Every row in its order, fetched a batch at a time."""
    query = kind.query(here, asked, kind.columns).execution_options(yield_per=BATCH)
    for row in here.session.execute(query):
        yield [column.cell(value) for column, value in zip(kind.columns, row, strict=True)]


def page(here: Here, kind: ListKind, asked: Any, number: int, size: int) -> tuple[int, list[dict[str, Cell]]]:
    """(how many there are in all, the rows of one page by key)."""
    query = kind.query(here, asked, kind.columns)
    total = here.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    found = here.session.execute(query.limit(size).offset((max(number, 1) - 1) * size))
    return total, [
        {column.key: column.cell(value) for column, value in zip(kind.columns, row, strict=True)} for row in found
    ]


def model_of(title: str) -> type[Facts] | None:
    """The conditions of the list with that title, for the sentences that name a field."""
    return next((one.asked for one in KINDS.values() if one.title == title), None)
