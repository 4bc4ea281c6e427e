"""日ごとの件数: per authority the open cases by stage, the exceeded 目安, the letters that did not arrive.

Counted once a night and kept, so that a trend can be drawn without reading history (R-071).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Engine, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from cases.post.undelivered import FAILED
from cases.records import MINISTRY_CODE, Authority, CaseFile, DailyCount, Letter, RunningClock, StageRecord
from cases.upkeep.plans import Outcome
from cases.vocabulary import ClockState, StageState

SHOWN: Final = 30


@dataclass(frozen=True)
class DayCount:
    """The sum over the authorities in scope on one day."""

    day: date
    cases: int
    overdue: int
    undelivered: int


def count(engine: Engine, day: date, now: datetime, *, dry: bool) -> Outcome:
    """Count now and keep it as the figures of `day`; counted again, the later count stands."""
    with Session(engine) as session, session.begin():
        cases = _by_code(session, select(CaseFile.authority_code, func.count()).where(CaseFile.closed_at.is_(None)))
        late = (
            select(CaseFile.authority_code, func.count())
            .select_from(RunningClock)
            .join(CaseFile, CaseFile.id == RunningClock.case_id)
            .where(RunningClock.state == ClockState.RUNNING, RunningClock.due_at < now, CaseFile.closed_at.is_(None))
        )
        overdue = _by_code(session, late)
        undelivered = _by_code(
            session,
            select(Letter.authority_code, func.count()).where(Letter.state.in_(FAILED), Letter.told_at.is_(None)),
        )
        stages = _stages(session)
        rows = [
            {
                "day": day, "authority_code": code, "cases": cases.get(code, 0), "overdue": overdue.get(code, 0),
                "undelivered": undelivered.get(code, 0), "stages": stages.get(code, {}), "counted_at": now,
            }
            for code in session.scalars(select(Authority.code).where(Authority.code != MINISTRY_CODE))
        ]  # fmt: skip
        if rows and not dry:
            row = insert(DailyCount)
            changed = {name: row.excluded[name] for name in ("cases", "overdue", "undelivered", "stages", "counted_at")}
            session.execute(row.on_conflict_do_update(index_elements=["day", "authority_code"], set_=changed), rows)
    figures = {"cases": sum(cases.values()), "overdue": sum(overdue.values()), "undelivered": sum(undelivered.values())}
    said = "対応中 {cases}件、目安超過 {overdue}件、届いていない通知 {undelivered}件".format(**figures)
    return Outcome(f"{len(rows)}自治体を数えました（{said}）。", figures)


def _by_code(session: Session, query: object) -> dict[str, int]:
    grouped = query.group_by(query.selected_columns[0])  # type: ignore[attr-defined]
    return {code: number for code, number in session.execute(grouped)}


def _stages(session: Session) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    rows = session.execute(
        select(CaseFile.authority_code, StageRecord.stage, func.count())
        .join(CaseFile, CaseFile.id == StageRecord.case_id)
        .where(StageRecord.state == StageState.OPEN, CaseFile.closed_at.is_(None))
        .group_by(CaseFile.authority_code, StageRecord.stage)
    )
    for code, stage, number in rows:
        found.setdefault(code, {})[str(stage)] = number
    return found


def trend(session: Session, today: date, days: int = SHOWN) -> Sequence[DayCount]:
    """The last `days` days that were counted, oldest first, over what this sitting may see."""
    rows = session.execute(
        select(
            DailyCount.day, func.sum(DailyCount.cases), func.sum(DailyCount.overdue), func.sum(DailyCount.undelivered)
        )
        .where(DailyCount.day > today - timedelta(days=days))
        .group_by(DailyCount.day)
        .order_by(DailyCount.day)
    )
    return [DayCount(day, int(a), int(b), int(c)) for day, a, b, c in rows]
