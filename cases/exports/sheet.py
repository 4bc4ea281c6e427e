"""One form filled from one case, as plain values (R-331)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Line:
    """One item. `where`: the fields of the case that it comes from; `known` is False while any of them is open."""

    no: str
    title: str
    words: str
    where: str
    known: bool
    verified: bool


@dataclass(frozen=True)
class Export:
    """One form filled from one case. `cautions`: what the reader has to know before using it, in sentences."""

    form: str
    title: str
    short: str
    submitter: str
    addressee: str
    nature: str
    source: str
    case_number: str
    version: int
    handling: str
    practice: bool
    made_at: datetime
    made_by: str
    cautions: tuple[str, ...]
    lines: tuple[Line, ...]
    formats: tuple[str, ...]
