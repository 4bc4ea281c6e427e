"""A million open clocks, a thousand of them due at once; an idle look; and both again beside a million closed ones."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import TextClause, text

from cases.clock import JST
from cases.clocks import sweep
from cases.records import Base, CaseFile, RunningClock
from flows.engine.drain import drain
from tests.bench.reading import single
from tests.bench.site import quiet_house
from tests.house import House

OPEN = 1_000_000
CLOSED = 1_000_000
DUE = 1_000
PER_CASE = 4


def copies(record: type[Base], other: dict[str, str], source: str) -> TextClause:
    """INSERT … SELECT of the first case's rows, with some columns otherwise."""
    table = record.__table__
    names = [column.name for column in table.columns if column.name != "id"]
    values = ", ".join(other.get(name, f"{table.name}.{name}") for name in names)  # type: ignore[attr-defined]
    return text(f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {values} FROM {source}")  # type: ignore[attr-defined]


START = datetime(2021, 11, 1, 9, 0, tzinfo=JST)

CLOSED_WHEN = {"closed_at": "CASE WHEN :closed THEN opened_at END", "ending": "CASE WHEN :closed THEN 'closed' END"}
CASES = copies(
    CaseFile, {"number": ":mark || n", **CLOSED_WHEN}, "case_file, generate_series(1, :count) n WHERE id = 1"
)
CLOCKS = copies(
    RunningClock,
    {
        "case_id": "c.id",
        "about": "n::text",
        "due_at": ":due",
        "armed_for": ":due",
        "state": "CASE WHEN :closed THEN 'cancelled' ELSE 'running' END",
        "next_rung_at": "CASE WHEN NOT :closed THEN :due + make_interval(secs => c.id % 86400) END",
    },
    "clock, case_file c, generate_series(1, :each) n WHERE clock.case_id = 1 AND c.number LIKE :mark || '%'",
)


def measure() -> None:
    print(f"\n■ 動いている計時 {OPEN:,} 件のうち {DUE:,} 件が同時に知らせる時刻になる", flush=True)
    with quiet_house(START) as house:
        house.suspicion(_officer(house), detected_at=START, grasped_at=START)
        house.drain()
        _lay(house, "動-", OPEN // PER_CASE, closed=False)
        took, idle = _round(house, hours=0)
        single(f"  {DUE:,} 件を知らせ終わるまで（{OPEN:,} 件が動作中）", took, 5)
        print(f"  見るだけのとき: 中央値 {idle * 1000:.2f} ミリ秒　目標 ≤ 10 ミリ秒、{took / idle:,.0f} 倍", flush=True)
        _lay(house, "済-", CLOSED // PER_CASE, closed=True)
        again, idle_again = _round(house, hours=2)
        single(f"  終わった計時 {CLOSED:,} 件を加えた後", again, 5)
        print(f"  見るだけのとき: {idle_again * 1000:.2f} ミリ秒。加える前の {again / took:.2f} 倍", flush=True)


def _officer(house: House):  # type: ignore[no-untyped-def]
    return house.office("徳島県")["担当1"]


def _lay(house: House, mark: str, count: int, *, closed: bool) -> None:
    begun = time.perf_counter()
    with house.owner.begin() as connection:
        connection.execute(CASES, {"mark": mark, "count": count, "closed": closed})
        due = START + timedelta(days=3650)
        row = {"mark": mark, "each": PER_CASE, "due": due, "closed": closed}
        connection.execute(CLOCKS, row)
    with house.owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE clock, case_file"))
    print(f"  （計時 {count * PER_CASE:,} 件を置くのに {time.perf_counter() - begun:.0f} 秒）", flush=True)


def _round(house: House, *, hours: int) -> tuple[float, float]:
    """(seconds until all that are due have been told, seconds of an idle look)."""
    start = START + timedelta(hours=hours)
    house.clock.set(start)
    officer = _officer(house)
    for _ in range(DUE):
        house.suspicion(officer, detected_at=start, grasped_at=start)
    house.drain()
    idle = median(_timed(lambda: sweep.next_moment(house.engine)) for _ in range(50))
    house.clock.set(start + timedelta(minutes=21))
    before = _told(house)
    took = _timed(lambda: asyncio.run(drain(0, post=False)))
    assert DUE <= _told(house) - before <= DUE + 1, "not every clock was heard, or one twice"
    return took, idle


def _told(house: House) -> int:
    with house.owner.connect() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM reminder")) or 0)


def _timed(what: Callable[[], object]) -> float:
    start = time.perf_counter()
    what()
    return time.perf_counter() - start
