"""Which letters are meant: those that wait to be told, that a server puts off, or that were told otherwise."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, text

from cases.post.undelivered import FAILED
from cases.records import CaseFile, Letter
from cases.store import searching
from cases.store.officers import SignedIn
from cases.vocabulary import LetterState, PostView

_WAITS: Any = text("letter.state IN ('refused','bounced','expired','held')")
"""Word for word as the partial index has it."""


def of_view(officer: SignedIn, view: PostView) -> list[ColumnElement[bool]]:
    """The letters of a view that this officer's desk shows: an authority's own, the ministry all."""
    own = [] if officer.at_ministry else [Letter.authority_code == officer.authority_code]
    if view is PostView.PUT_OFF:
        return [*own, Letter.state == LetterState.DEFERRED]
    if view is PostView.TOLD:
        return [*own, Letter.state.in_(FAILED), Letter.told_at.is_not(None)]
    return [*own, _WAITS, Letter.told_at.is_(None)]


def narrowed(search: str, state: LetterState | None) -> list[ColumnElement[bool]]:
    """Further conditions; the query joins CaseFile (outer)."""
    where: list[ColumnElement[bool]] = [Letter.state == state] if state else []
    columns = (Letter.recipient_office, Letter.address, Letter.subject, func.coalesce(CaseFile.number, ""))
    return where + searching.in_columns(search, *columns)
