"""What people have arranged, read for a visit: who stands in for whom today, and how each wants to be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.assignment import Away
from cases.calendars import Calendar
from cases.records import NoticePreference, NoticeRule, Officer, Substitute
from cases.wishes import Wish


def away(session: Session, codes: Iterable[str], today: date) -> dict[str, dict[int, Away]]:
    """Authority → absent officer → who stands in today."""
    wanted = sorted(codes)
    found: dict[str, dict[int, Away]] = {code: {} for code in wanted}
    rows = session.execute(
        select(Substitute.authority_code, Substitute.absent_id, Substitute.stand_in_id, Substitute.also_absent).where(
            Substitute.authority_code.in_(wanted),
            Substitute.from_day <= today,
            Substitute.to_day >= today,
            Substitute.ended_at.is_(None),
        )
    )
    for code, absent, stand_in, also in rows:
        found[code][absent] = Away(stand_in, also)
    return found


def fixed(session: Session, codes: Iterable[str]) -> dict[str, frozenset[str]]:
    """Authority → the letters that it fixed."""
    wanted = sorted(codes)
    latest: dict[str, dict[str, bool]] = {code: {} for code in wanted}
    rows = session.execute(
        select(NoticeRule.authority_code, NoticeRule.letter, NoticeRule.fixed)
        .where(NoticeRule.authority_code.in_(wanted))
        .order_by(NoticeRule.id)
    )
    for code, letter, is_fixed in rows:
        latest[code][letter] = is_fixed
    return {code: frozenset(name for name, stands in rules.items() if stands) for code, rules in latest.items()}


def wishes(session: Session, codes: Iterable[str], days: Mapping[str, Calendar]) -> dict[int, Wish]:
    """Officer → wish, for the active officers of those authorities who stated one or whose authority fixed any."""
    wanted = sorted(codes)
    rules = fixed(session, wanted)
    rows = session.execute(
        select(Officer.authority_code, NoticePreference)
        .join(Officer, Officer.id == NoticePreference.officer_id)
        .where(Officer.authority_code.in_(wanted), Officer.active)
        .order_by(NoticePreference.id)
    )
    return {
        row.officer_id: Wish(row.informed, row.digest_at, rules[code], days.get(code, Calendar())) for code, row in rows
    }
