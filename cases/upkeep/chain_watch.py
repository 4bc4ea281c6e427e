"""The nightly verification of all histories: a broken chain becomes a task, and the ministry is told (R-231)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from cases.office import people as settings_of_people
from cases.office.last_resort import hand_to_official
from cases.post.writing import Sender, finished, write
from cases.records import MINISTRY_CODE, CaseFile, Task, TrailAlarm
from cases.records.task import BY_HAND
from cases.store import chain
from cases.store.chain import Break, BrokenAnchor
from cases.store.loading import load_cases
from cases.upkeep.plans import Outcome
from cases.vocabulary import Role, StageKey, TaskState

CODE: Final = f"{BY_HAND}_trail"
"""The task of a broken chain: no fact completes it, its holder says what came out."""
TITLE: Final = "経過の記録が改変されたおそれがあります。控え（締め、バックアップ）と照合し、結果を記録してください"
NATIONAL: Final = "trail_broken_national"
MOST_LETTERS: Final = 20


def verify_all(engine: Engine, now: datetime, sender: Sender) -> Outcome:
    """Drop today's anchor when it is missing, read every chain and every anchor, raise and end alarms."""
    chain.drop_anchor(engine, now)
    with engine.connect() as connection:
        found = chain.verify(connection)
        found.anchors, found.broken_anchors = chain.verify_anchors(connection)
    with Session(engine, expire_on_commit=False) as session, session.begin():
        fresh = _raise(session, found.breaks, now, sender)
        _end_healed(session, {one.case_id for one in found.breaks}, now)
        if fresh or found.broken_anchors:
            _tell_ministry(session, fresh, found.broken_anchors, now, sender)
    read = f"案件 {found.cases}件、経過 {found.lines}行、締め {found.anchors}日分を確かめました。"
    wrong = len(found.breaks) + len(found.broken_anchors)
    ending = f"改変のおそれが {wrong}件あります。" if wrong else "改変はありません。"
    broken = {"breaks": len(found.breaks), "anchors": [one.day.isoformat() for one in found.broken_anchors]}
    return Outcome(read + ending, {"cases": found.cases, "lines": found.lines, **broken})


def _raise(session: Session, breaks: Sequence[Break], now: datetime, sender: Sender) -> list[Break]:
    """An alarm, a task and a letter for each chain that was whole until now."""
    known = set(session.scalars(select(TrailAlarm.case_id).where(TrailAlarm.ended_at.is_(None))))
    fresh = [one for one in breaks if one.case_id not in known]
    codes = {
        row.id: row.authority_code
        for row in session.execute(
            select(CaseFile.id, CaseFile.authority_code).where(CaseFile.id.in_([one.case_id for one in fresh]))
        )
    }
    rosters = settings_of_people.rosters_of(session, set(codes.values()), now)
    for one in fresh:
        owned = {"case_id": one.case_id, "authority_code": codes[one.case_id]}
        session.add(TrailAlarm(**owned, seq=one.seq, why=one.why, found_at=now))
        waiting = select(Task.id).where(Task.case_id == one.case_id, Task.code == CODE, Task.state == TaskState.OPEN)
        if session.scalar(waiting) is not None:
            continue
        roster = rosters[codes[one.case_id]]
        note = f"{one.seq}行目: {one.why}"
        task, holder = hand_to_official(roster, now, stage=StageKey.DETECTION, code=CODE, title=TITLE, note=note)
        task.case_id, task.authority_code = one.case_id, codes[one.case_id]
        session.add(task)
        session.execute(update(CaseFile).where(CaseFile.id == one.case_id).values(pulse=CaseFile.pulse + 1))
        if holder:
            key = f"{one.case_id}:trail_broken:{now:%Y%m%dT%H%M}:{holder.id}"
            with suppress(Exception), session.begin_nested():
                case = load_cases(session, [one.case_id], lock=False)[0]
                own = {"items": f"{one.seq}行目: {one.why}", "due": "期限: 速やかに"}
                session.add(
                    write("trail_broken", case, holder, [task], must_act=True, key=key, sender=sender, now=now, own=own)
                )
    return fresh


def _end_healed(session: Session, broken: set[int], now: datetime) -> None:
    open_ones = session.scalars(select(TrailAlarm).where(TrailAlarm.ended_at.is_(None)))
    for alarm in open_ones:
        if alarm.case_id not in broken:
            alarm.ended_at = now


def _tell_ministry(
    session: Session, breaks: Sequence[Break], anchors: Sequence[BrokenAnchor], now: datetime, sender: Sender
) -> None:
    """One letter to each of the ministry's people with all that was found that night."""
    lines = [f"・案件 {one.number}　{one.seq}行目: {one.why}" for one in breaks[:MOST_LETTERS]]
    lines += [f"・ほか {len(breaks) - MOST_LETTERS}件" for _ in [0] if len(breaks) > MOST_LETTERS]
    lines += [f"・{one.day.isoformat()} の締め　{one.why}" for one in anchors[:MOST_LETTERS]]
    tell(session, NATIONAL, lines, f"trail_broken:{now:%Y%m%dT%H%M}", now, sender)


def tell_of_failure(engine: Engine, run_id: int, title: str, now: datetime, sender: Sender) -> None:
    """A scheduled work failed as often as it is tried: the ministry's people hear of it, once per run."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        tell(session, "standing_failed", [f"・{title}"], f"standing_failed:{run_id}", now, sender)


def tell(session: Session, name: str, lines: Sequence[str], key: str, now: datetime, sender: Sender) -> None:
    """The letter of that name, without a case, to each of the ministry's people."""
    people = settings_of_people.rosters_of(session, {MINISTRY_CODE}, now)[MINISTRY_CODE].with_role(Role.MINISTRY)
    words = {"items": "\n".join(lines), "due": "期限: 速やかに", "link": f"{sender.base_url}/standing"}
    for to in people:
        own, one = {**words, "office": to.office}, f"{key}:{to.id}"
        session.add(finished(name, own, to, None, MINISTRY_CODE, must_act=True, key=one, sender=sender, now=now))
