"""院内掲示と周知の確認のお願い: whoever was asked and has not answered is asked again, on the days the office is open.

Posters: only facilities that an officer has written to; once in the rule's days, at most so many times, until somebody
says that it hangs (rules/posting.toml). Circulars: once, after the day that the office would like the answers by. Both
are 目安 of the office. Never doubled: a facility's letters are numbered by a unique key, a circular keeps the day for
which it was done. Engine role; the letters are written and posted as all are.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Engine, or_, select, text
from sqlalchemy.orm import Session

from cases.circulars import again
from cases.clock import jst_day
from cases.clocks import own_settings
from cases.post.undelivered import FAILED
from cases.posters.notices import asking
from cases.posters.sheet import Facts, page
from cases.posters.standing import ROWS
from cases.records import Circular, CircularStep, PosterNotice
from cases.rulebook import living
from cases.upkeep.plans import Outcome
from cases.vocabulary import CircularState, NoticeWay, PosterNoticeKind

BY: Final = "定時の処理"
"""Who asked, where nobody pressed a button."""
_DUE: Final = (
    "(standing IN ('unknown', 'absent', 'unsure') OR (standing = 'outdated' AND noted)) "
    "AND noted_at <= :before AND (confirmed_at IS NULL OR confirmed_at < noted_at) AND address <> '' "
    "AND coalesce(letter_state, '') <> ALL (:failed) "
    "AND (SELECT count(*) FROM poster_notice own WHERE own.facility_id = rows.facility_id AND own.noted_by = :by "
    "AND own.round > (SELECT coalesce(max(round), 0) FROM poster_notice asked "
    "WHERE asked.facility_id = rows.facility_id AND asked.noted_by <> :by)) < :most"
)
"""Asked by an officer before, unanswered, not just now, not too often since an officer last asked."""


def ask_again(engine: Engine, now: datetime, *, dry: bool) -> Outcome:
    """Owe the letters that are due today; `dry`: count them only."""
    day = jst_day(now)
    with Session(engine, expire_on_commit=False) as session, session.begin():
        living.bring_up_to_date(session)
        codes = set(session.scalars(select(PosterNotice.authority_code).distinct()))
        late = _late(session, day)
        days = own_settings.calendars(session, codes | {one.authority_code for one in late})
        open_today = {code for code, calendar in days.items() if calendar.is_open_day(day)}
        posters = sum(_posters(session, code, day, now, dry=dry) for code in sorted(codes & open_today))
        circulars = [_circular(session, one, now, dry=dry) for one in late if one.authority_code in open_today]
    asked = {"posters": posters, "circulars": len(circulars), "recipients": sum(circulars)}
    if not posters and not circulars:
        none = "もう一度お願いする相手はありません。"
        return Outcome("閉庁日のため、送るものはありません。" if days and not open_today else none, asked)
    said = f"院内掲示の確認 {posters:,}件、周知・注意喚起 {len(circulars)}件（宛先 {sum(circulars):,}件）"
    return Outcome(f"{said}{'が対象です' if dry else 'に、もう一度お願いします'}（目安）。", asked)


def _posters(session: Session, code: str, day: date, now: datetime, *, dry: bool) -> int:
    rule = asking()
    values = {
        "code": code,
        "desk": page(Facts(""), day).desk_words,
        "before": now - timedelta(days=rule.days),
        "failed": [str(one) for one in FAILED],
        "by": BY,
        "most": rule.most,
    }
    if dry:
        return int(session.scalar(text(f"SELECT count(*) FROM ({ROWS}) AS rows WHERE {_DUE}"), values) or 0)
    made = session.execute(
        text(
            "INSERT INTO poster_notice (facility_id, authority_code, round, kind, way, contacts_hash, address, "
            "noted_at, noted_by, letter_owed) "
            f"SELECT facility_id, :code, round + 1, '{PosterNoticeKind.CONFIRM}', '{NoticeWay.MAIL}', contacts_hash, "
            f"address, :now, :by, true FROM ({ROWS}) AS rows WHERE {_DUE} "
            "ON CONFLICT (facility_id, round) DO NOTHING RETURNING id"
        ),
        {**values, "now": now},
    )
    return len(made.all())


def _late(session: Session, day: date) -> list[Circular]:
    """Circulars whose day has passed and for which nobody was asked again yet."""
    query = (
        select(Circular)
        .where(
            Circular.state == CircularState.ISSUED,
            Circular.confirm_by < day,
            Circular.withdrawn_at.is_(None),
            Circular.corrected_at.is_(None),
            or_(Circular.reminded_for.is_(None), Circular.reminded_for != Circular.confirm_by),
        )
        .order_by(Circular.id)
        .with_for_update(skip_locked=True)
    )
    return list(session.scalars(query))


def _circular(session: Session, one: Circular, now: datetime, *, dry: bool) -> int:
    if dry:
        return again.count(session, one.id)
    asked = again.owe(session, one.id)
    one.reminded_for = one.confirm_by
    if asked:
        one.rounds, one.version = one.rounds + 1, one.version + 1
        note = f"{asked:,}件（確認の目安の日を過ぎたため）"
        step = CircularStep(circular_id=one.id, authority_code=one.authority_code, at=now, who=BY, note=note)
        step.what = again.WHAT
        session.add(step)
    return asked
