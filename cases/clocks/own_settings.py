"""What an authority has set for itself, read at once: its calendar and its own lengths of clocks (R-230, R-325)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.calendars import Calendar
from cases.clocks.deadlines import Target
from cases.records import AuthorityDay, AuthorityTarget
from cases.vocabulary import DayKind


def calendars(session: Session, codes: Iterable[str]) -> dict[str, Calendar]:
    """The office calendar of each authority: the national one but for the days that it set itself."""
    wanted = sorted(codes)
    latest: dict[str, dict[date, DayKind]] = {code: {} for code in wanted}
    rows = session.execute(
        select(AuthorityDay.authority_code, AuthorityDay.on_date, AuthorityDay.kind)
        .where(AuthorityDay.authority_code.in_(wanted))
        .order_by(AuthorityDay.id)
    )
    for code, day, kind in rows:
        latest[code][day] = kind
    return {code: calendar(days) for code, days in latest.items()}


def calendar(days: Mapping[date, DayKind]) -> Calendar:
    """The national calendar with these days otherwise."""
    return Calendar(
        closed_days=frozenset(day for day, kind in days.items() if kind is DayKind.CLOSED),
        open_days=frozenset(day for day, kind in days.items() if kind is DayKind.OPEN),
    )


def targets(session: Session, codes: Iterable[str], names: Mapping[str, str]) -> dict[str, tuple[Target, ...]]:
    """The own lengths of each authority, oldest first; `names` are the authorities' names, shown with the clock."""
    found: dict[str, tuple[Target, ...]] = {}
    rows = session.scalars(
        select(AuthorityTarget)
        .where(AuthorityTarget.authority_code.in_(sorted(codes)))
        .order_by(AuthorityTarget.effective_from, AuthorityTarget.id)
    )
    for row in rows:
        name = names.get(row.authority_code, "")
        one = Target(row.rule_id, row.unit, row.length, row.effective_from, name)
        found[row.authority_code] = (*found.get(row.authority_code, ()), one)
    return found
