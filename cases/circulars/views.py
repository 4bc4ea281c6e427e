"""What the desk says of circulars: one line of the list, and one circular whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cases.circulars.otherwise import ByAssociation
from cases.circulars.reach import Coverage
from cases.records import Circular
from cases.rulebook import guidelines
from cases.vocabulary import CircularKind, CircularState, Reach, Urgency


@dataclass(frozen=True)
class CircularRow:
    """One line of the list."""

    id: int
    kind: CircularKind
    state: CircularState
    urgent: bool
    subject: str
    edition: str
    number: str
    dated_on: date | None
    drafted_at: datetime
    issued_at: datetime | None
    withdrawn: bool
    corrected_number: str
    """The number of the one that puts it right; empty where none does."""
    corrects: bool
    coverage: Coverage


@dataclass(frozen=True)
class CircularSheet:
    """One circular whole. `facts`: as its form begins; `steps`: (when, who, what, note), newest first."""

    row: CircularRow
    facts: dict[str, Any]
    places: str
    send_at: datetime | None
    case_number: str
    drafted_by: str
    approved_by: str
    approved_at: datetime | None
    bypass_reason: str
    issued_by: str
    desk: str
    sha256: str
    pages: int
    expected: int
    """How many facilities would be written to now; after the issue, how many were."""
    without_address: int
    counts: dict[Reach, int]
    by_kind: tuple[Coverage, ...]
    rounds: int
    confirm_by: date | None
    withdrawn: tuple[datetime, str, str] | None
    """(when, who, why)."""
    former: tuple[int, str] | None
    """(id, in words) of the one that this one puts right."""
    correction: tuple[int, str] | None
    """(id, state or number) of the one that puts this one right."""
    associations: tuple[ByAssociation, ...]
    steps: tuple[tuple[datetime, str, str, str], ...]
    version: int


def row_of(one: Circular, number: str | None, dated_on: date | None, coverage: Coverage) -> CircularRow:
    edition = guidelines.edition(one.edition)
    return CircularRow(
        id=one.id,
        kind=one.kind,
        state=one.state,
        urgent=one.kind is CircularKind.ALERT and one.urgency is Urgency.URGENT,
        subject=one.subject,
        edition=edition.short if edition else one.edition,
        number=number or "",
        dated_on=dated_on,
        drafted_at=one.drafted_at,
        issued_at=one.issued_at,
        withdrawn=one.withdrawn_at is not None,
        corrected_number=one.corrected_number,
        corrects=one.corrects_id is not None,
        coverage=coverage,
    )
