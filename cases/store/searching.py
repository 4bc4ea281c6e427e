"""How lists are searched: every word somewhere in the row, whatever its width, case, kana or separators (R-238)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_

from cases.records import CaseFile, Facility

MOST_WORDS = 8


def words_of(typed: str) -> list[str]:
    """The words that are looked for, without what no record can hold; at most eight."""
    return typed.replace("\x00", "").split()[:MOST_WORDS]


def in_registry(typed: str) -> list[ColumnElement[bool]]:
    """Facilities with every word in their name, reading, short name, municipality, registry id or code."""
    return [_holds(Facility.search, word) for word in words_of(typed)]


def in_cases(typed: str) -> list[ColumnElement[bool]]:
    """Cases (joined with their facility) by number, by what finds the facility, or by the name it was told by."""
    return [
        or_(
            _holds(Facility.search, word),
            _holds(func.replace(CaseFile.number, "-", ""), word),
            and_(CaseFile.reported_facility != "", _holds(func.search_form(CaseFile.reported_facility), word)),
        )
        for word in words_of(typed)
    ]


def in_columns(typed: str, *columns: Any) -> list[ColumnElement[bool]]:
    """Rows with every word in one of the columns of text."""
    return [or_(*(_holds(func.search_form(column), word) for column in columns)) for word in words_of(typed)]


def _holds(form: Any, word: str) -> ColumnElement[bool]:
    return func.strpos(form, func.search_form(word)) > 0
