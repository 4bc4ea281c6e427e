"""Drafts, papers and the number book, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class DocumentView:
    kind: str
    title: str
    lines: tuple[tuple[str, str], ...]
    drafted_at: datetime


@dataclass(frozen=True)
class PaperView:
    """An issued official paper. `taken_back` is the reason when it was; empty while it stands."""

    id: int
    kind: str
    number: str
    title: str
    addressee: str
    dated_on: date
    issued_at: datetime
    issued_by: str
    pages: int
    sha256: str
    taken_back: str


@dataclass(frozen=True)
class NumberRow:
    """A line of 文書番号簿. `gap` says why the number counts for nothing; empty for a paper that stands."""

    year: int
    seq: int
    number: str
    dated_on: date
    kind: str
    title: str
    addressee: str
    case_number: str
    gap: str
