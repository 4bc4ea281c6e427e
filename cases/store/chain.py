"""The trail that shows tampering (R-231): verify the chain of each case and the day's anchors, note who looked.

The database chains every line as it is written (migration 2026_11_22_j_trail). Here the same hashes are computed again
from what stands in the rows, without asking the database's functions: an owner who rewrites both is still found by an
anchor that was printed or kept apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Engine, Row, Text, cast, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from cases.clock import jst_day
from cases.records import CaseFile, HistoryLine, TrailAnchor, TrailHead, Viewing

CHUNK = 2000


@dataclass(frozen=True)
class Break:
    """The first line of a case at which its chain breaks. `why` is a Japanese sentence."""

    case_id: int
    number: str
    seq: int
    why: str


@dataclass(frozen=True)
class BrokenAnchor:
    """A day whose anchor no longer fits the lines that it covered."""

    day: date
    why: str


@dataclass
class Verified:
    """What was read and what was found; whole when both lists are empty."""

    cases: int = 0
    lines: int = 0
    anchors: int = 0
    breaks: list[Break] = field(default_factory=list)
    broken_anchors: list[BrokenAnchor] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.breaks and not self.broken_anchors


def line_hash(line: Any) -> str:
    """The hash of one line. `line` has the columns of `history`, with `facts` as PostgreSQL writes its jsonb."""
    at: datetime = line.at
    values = (
        line.previous_hash,
        line.case_id,
        line.seq,
        at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        line.kind,
        line.actor_id,
        line.actor,
        line.name,
        line.label,
        line.facts,
        line.note,
        line.version,
    )
    return hashlib.sha256(b"".join(_field(value) for value in values)).hexdigest()


def _field(value: object) -> bytes:
    if value is None:
        return b"-"
    data = str(value).encode()
    return b"%d:%s" % (len(data), data)


# -- the chains ------------------------------------------------------------------------------------------------


def verify(connection: Connection, case_id: int | None = None) -> Verified:
    """Read the chains of the cases in scope, of one or of all, and name the first broken line of each broken one."""
    found = Verified()
    query = (
        select(
            CaseFile.id.label("id"),
            CaseFile.number,
            TrailHead.lines.label("head_lines"),
            TrailHead.hash.label("head_hash"),
            HistoryLine.case_id,
            HistoryLine.seq,
            HistoryLine.at,
            cast(HistoryLine.kind, Text).label("kind"),
            HistoryLine.actor_id,
            HistoryLine.actor,
            HistoryLine.name,
            HistoryLine.label,
            cast(HistoryLine.facts, Text).label("facts"),
            HistoryLine.note,
            HistoryLine.version,
            HistoryLine.previous_hash,
            HistoryLine.hash,
        )
        .select_from(CaseFile)
        .outerjoin(TrailHead, TrailHead.case_id == CaseFile.id)
        .outerjoin(HistoryLine, HistoryLine.case_id == CaseFile.id)
        .order_by(CaseFile.id, HistoryLine.seq)
        .execution_options(yield_per=CHUNK)
    )
    if case_id is not None:
        query = query.where(CaseFile.id == case_id)
    lines: Iterable[Row[Any]] = connection.execute(query)
    for _, rows in groupby(lines, key=lambda row: row.id):
        found.cases += 1
        if broken := _first_break(_counted(rows, found)):
            found.breaks.append(broken)
    return found


def _counted(rows: Iterable[Row[Any]], found: Verified) -> list[Row[Any]]:
    every = list(rows)
    found.lines += sum(row.seq is not None for row in every)
    return every


def _first_break(rows: Sequence[Row[Any]]) -> Break | None:
    last_seq, last_hash = 0, ""
    for row in rows:
        if row.seq is None:
            break
        if row.seq != last_seq + 1:
            return Break(row.id, row.number, last_seq + 1, "この行が欠けているか、順序が変えられています。")
        if row.hash != line_hash(row):
            return Break(row.id, row.number, row.seq, "この行の内容が書き換えられています。")
        if row.previous_hash != last_hash:
            return Break(row.id, row.number, row.seq, "この行が、前の行とつながっていません。")
        last_seq, last_hash = row.seq, row.hash
    first = rows[0]
    if last_seq == 0:
        return Break(first.id, first.number, 1, "経過の記録が一行もありません。")
    if (first.head_lines, first.head_hash) != (last_seq, last_hash):
        return Break(first.id, first.number, last_seq + 1, "末尾の行が失われているか、連鎖の外で加えられています。")
    return None


# -- the day's anchor ------------------------------------------------------------------------------------------


def drop_anchor(engine: Engine, now: datetime) -> TrailAnchor | None:
    """Anchor all lines written since the last anchor under today's date in Japan; None when today has one already.

    Asked for by the engine's role. Waits up to five seconds for writers at work and raises OperationalError after.
    """
    day = jst_day(now)
    with Session(engine, expire_on_commit=False) as session:
        last = session.scalar(select(TrailAnchor).order_by(TrailAnchor.day.desc()).limit(1))
        if last is not None and last.day >= day:
            return None
        up_to = int(session.scalar(text("SELECT trail_mark()")) or 0)
        session.commit()  # lets the writers go on while the lines are read
        since, previous = (last.up_to, last.hash) if last else (0, "")
        sum_of_day, lines = _anchor_hash(session.connection(), previous, since, up_to)
        anchor = TrailAnchor(day=day, made_at=now, up_to=up_to, lines=lines, previous_hash=previous, hash=sum_of_day)
        row = insert(TrailAnchor).values(
            {name: getattr(anchor, name) for name in ("day", "made_at", "up_to", "lines", "previous_hash", "hash")}
        )
        made = session.scalar(row.on_conflict_do_nothing().returning(TrailAnchor.day))
        session.commit()
        return anchor if made else None


def verify_anchors(connection: Connection) -> tuple[int, list[BrokenAnchor]]:
    """How many anchors there are, and those that no longer fit."""
    anchors = list(connection.execute(select(*TrailAnchor.__table__.columns).order_by(TrailAnchor.day)))
    broken = []
    since, previous = 0, ""
    for anchor in anchors:
        expected, lines = _anchor_hash(connection, previous, since, anchor.up_to)
        if anchor.previous_hash != previous:
            broken.append(BrokenAnchor(anchor.day, "前の日の締めとつながっていません。"))
        elif lines != anchor.lines:
            broken.append(BrokenAnchor(anchor.day, f"締めたときの {anchor.lines} 行が、今は {lines} 行です。"))
        elif expected != anchor.hash:
            broken.append(BrokenAnchor(anchor.day, "締めた後に、記録が変わっています。"))
        since, previous = anchor.up_to, anchor.hash
    return len(anchors), broken


def anchors_as_text(connection: Connection) -> Iterator[str]:
    """One line per anchor to print or to keep apart: day, lines, hash."""
    for anchor in connection.execute(
        select(TrailAnchor.day, TrailAnchor.lines, TrailAnchor.hash).order_by(TrailAnchor.day)
    ):
        yield f"{anchor.day.isoformat()} {anchor.lines} {anchor.hash}"


def compare_with_kept(connection: Connection, kept: Iterable[str]) -> list[BrokenAnchor]:
    """The kept lines of `anchors_as_text` that the database no longer has so."""
    now = set(anchors_as_text(connection))
    return [
        BrokenAnchor(date.fromisoformat(line.split()[0]), "手元に保管した締めと、データベースの締めが違います。")
        for line in (one.strip() for one in kept)
        if line and line not in now
    ]


def _anchor_hash(connection: Connection, previous: str, since: int, up_to: int) -> tuple[str, int]:
    digest, lines = hashlib.sha256(previous.encode()), 0
    query = (
        select(HistoryLine.case_id, HistoryLine.seq, HistoryLine.hash)
        .where(HistoryLine.id > since, HistoryLine.id <= up_to)
        .order_by(HistoryLine.id)
        .execution_options(yield_per=CHUNK)
    )
    for line in connection.execute(query):
        digest.update(f"{line.case_id}:{line.seq}:{line.hash}\n".encode())
        lines += 1
    return digest.hexdigest(), lines


# -- who looked ------------------------------------------------------------------------------------------------


def note_viewing(
    session: Session, case: CaseFile, officer_id: int, office: str, now: datetime, what: str = "案件"
) -> None:
    """A person was shown the personal data of a case; noted once per person, thing and hour."""
    row = insert(Viewing).values(
        case_id=case.id,
        authority_code=case.authority_code,
        officer_id=officer_id,
        office=office,
        what=what,
        hour=now.replace(minute=0, second=0, microsecond=0),
        seen_at=now,
    )
    session.execute(row.on_conflict_do_nothing())


def viewings(session: Session, case_id: int, limit: int = 200) -> list[tuple[datetime, str, str]]:
    """(when, office, what) of those who looked at the case, newest first."""
    rows = session.execute(
        select(Viewing.seen_at, Viewing.office, Viewing.what)
        .where(Viewing.case_id == case_id)
        .order_by(Viewing.id.desc())
        .limit(limit)
    )
    return [(row.seen_at, row.office, row.what) for row in rows]
