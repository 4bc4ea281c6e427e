"""What people have arranged, read for a sitting: who stands in for whom today, and how each wants to be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases.calendars import Calendar
from cases.clock import jst_day
from cases.clocks import own_settings
from cases.office.notice_wishes import Wish
from cases.office.roster import Away, Person, Roster
from cases.records import Authority, Duty, NoticePreference, NoticeRule, Officer, Substitute, Task
from cases.vocabulary import Role, TaskState


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


def rosters_of(session: Session, codes: set[str], now: datetime) -> dict[str, Roster]:
    today = jst_day(now)
    officers = session.scalars(
        select(Officer).where(Officer.authority_code.in_(codes), Officer.active).order_by(Officer.id)
    ).all()
    duty = {
        code: officer
        for code, officer in session.execute(
            select(Duty.authority_code, Duty.officer_id).where(Duty.authority_code.in_(codes), Duty.on_date == today)
        )
    }
    load: Counter[int] = Counter(
        {
            int(holder): count
            for holder, count in session.execute(
                select(Task.holder_id, func.count())
                .where(Task.state == TaskState.OPEN, Task.authority_code.in_(codes), Task.holder_id.is_not(None))
                .group_by(Task.holder_id)
            )
            if holder is not None
        }
    )
    days = own_settings.calendars(session, codes)
    called = session.execute(select(Authority.code, Authority.name).where(Authority.code.in_(codes)))
    names = {row.code: row.name for row in called}
    own = own_settings.targets(session, codes, names)
    rosters = {code: Roster([], duty.get(code), load, days[code], own.get(code, ())) for code in codes}
    wanted = wishes(session, codes, days)
    for code, absent in away(session, codes, today).items():
        rosters[code].away = absent
    for o in officers:
        roles = frozenset(Role(role) for role in o.roles)
        rosters[o.authority_code].people.append(
            Person(o.id, o.office, o.email, roles, o.on_call_order, o.authority_code, wanted.get(o.id, Wish()))
        )
    return rosters
