"""Everything unsent once more: what was refused, given up or put off goes back, each with its own Message-ID.

For the day after: the mail server refused everything by mistake, or was away for days. What was taken by a server is
never sent again by this. Engine role only. Source: field.md (GOV.UK Notify's replay of created notifications).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from cases.post.pauses import EXPIRES
from cases.post.undelivered import SHAPE, note
from cases.records import CaseFile, HistoryLine, Letter, MailRest, SuppressedAddress
from cases.vocabulary import HistoryKind, LetterState, LetterStepKind

AGAIN = (LetterState.REFUSED, LetterState.EXPIRED, LetterState.DEFERRED)
BY = "管理者（命令）"


@dataclass
class Replayed:
    """How many were put back, by state before; how many stay, because their address is stopped or is none."""

    put_back: Counter[LetterState] = field(default_factory=Counter)
    stopped: int = 0
    cases: int = 0


def replay(
    engine: Engine,
    since: datetime,
    until: datetime | None,
    states: tuple[LetterState, ...],
    now: datetime,
    *,
    dry: bool,
) -> Replayed:
    """Put back the letters written from `since` (up to `until`) that are in `states`, of AGAIN; those that somebody
    was told of otherwise stay. `dry`: only count. The mail server is asked again at once.
    """
    chosen = [state for state in states if state in AGAIN]
    where = [Letter.written_at >= since, Letter.state.in_(chosen), Letter.told_at.is_(None)]
    if until is not None:
        where.append(Letter.written_at < until)
    stopped = func.lower(Letter.address).in_(
        select(SuppressedAddress.address).where(SuppressedAddress.lifted_at.is_(None))
    )
    hopeless = stopped | Letter.address.regexp_match(SHAPE).is_(False)
    done = Replayed()
    with engine.begin() as connection:
        done.stopped = connection.scalar(select(func.count()).select_from(Letter).where(*where, hopeless)) or 0
        found = select(Letter.id, Letter.state, Letter.case_id).where(*where, ~hopeless)
        rows = connection.execute(found if dry else found.with_for_update()).all()
        done.put_back = Counter(row.state for row in rows)
        cases = sorted({row.case_id for row in rows if row.case_id is not None})
        done.cases = len(cases)
        if dry or not rows:
            return done
        ids = [row.id for row in rows]
        back = {"state": LetterState.WRITTEN, "state_at": now, "next_try_at": now, "expires_at": now + EXPIRES}
        connection.execute(update(Letter).where(Letter.id.in_(ids)).values(**back, attempts=0, claimed_by=None))
        note(connection, ids, LetterStepKind.REPLAYED, BY, now)
        connection.execute(delete(MailRest))
        for case_id in cases:
            number = sum(1 for row in rows if row.case_id == case_id)
            _history(connection, case_id, number, now)
    return done


def _history(connection: Connection, case_id: int, number: int, now: datetime) -> None:
    case = connection.execute(
        update(CaseFile)
        .where(CaseFile.id == case_id)
        .values(pulse=CaseFile.pulse + 1)
        .returning(CaseFile.authority_code, CaseFile.version)
    ).one()
    connection.execute(
        insert(HistoryLine).values(
            case_id=case_id,
            authority_code=case.authority_code,
            at=now,
            kind=HistoryKind.ENGINE,
            actor=BY,
            name="letters_replayed",
            label="届かなかった通知をまとめて送り直すことにしました",
            facts={"done": [f"通知 {number}通を送り直します"]},
            note="",
            version=case.version,
            seq=0,
            previous_hash="",
            hash="",
        )
    )
