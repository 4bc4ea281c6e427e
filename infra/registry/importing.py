"""One file into the registry, whole or not at all: what is new is written as it is read, the rest merged set by set.

Two files go at once, each in a transaction of its own, so that both processors have something to do. Nobody is locked
out meanwhile: rows that change are locked one by one, and a file that clashes with somebody's work is begun again.

The owner role imports, as it does migrations and reference data: it is the installation's own work at the command
line, over all authorities, and no door of the screens gets a right for it (decision 0009). A killed import leaves
the registry as it was; the run it had begun is then marked 中断.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import DBAPIError

from cases.clock import jst_day
from cases.vocabulary import RunState
from infra.complaints import Complaint
from infra.registry.held import Held, ids_of_other_kinds, places_by_hand
from infra.registry.layout import published_on
from infra.registry.reading import RegistryFile, Reject
from infra.registry.runs import ImportRefused, Outcome, begin, note_end, note_interrupted
from infra.registry.writing import NewFacilities, Place, write_doubtful

ACTOR = "公表データの取込み"
ONE_AT_A_TIME = 0x7265676973  # "regis"
AT_ONCE = 2
TRIES = 4
SHRINK_LIMIT = 0.10
"""A file that would leave out more than this share of what is listed is probably cut off."""
FEW = 20
_STEPS = [one.strip() for one in (Path(__file__).parent / "merge.sql").read_text(encoding="utf-8").split(";\n")]
_PLACES = """
    SELECT m.code, m.name, j.authority_code, search_form(m.name) AS folded
    FROM municipality m JOIN jurisdiction j ON j.municipality_code = m.code
    WHERE coalesce(j.effective_from, '-infinity') <= :today AND coalesce(j.effective_to, 'infinity') >= :today
"""
_SETTINGS = (
    "SET LOCAL temp_buffers = '64MB'",
    "SET LOCAL work_mem = '64MB'",
    # All are sets of thousands; what the planner knows of a table that grew a moment ago would let it loop over them.
    "SET LOCAL enable_nestloop = off",
)
_INCOMING = """
CREATE TEMP TABLE incoming (
    line bigint, registry_id text COLLATE "C", name text, kana text, short_name text, municipality_code text,
    address text, url text, latitude double precision, longitude double precision, beds jsonb,
    folded text
) ON COMMIT DROP
"""
Progress = Callable[[int], None]


class _Meanwhile(Exception):
    """Somebody entered what this file brings, while it was being read."""


@dataclass(frozen=True)
class _Task:
    """One file, and as what it is imported."""

    owner: Engine
    path: Path
    now: datetime
    day: date
    places: Sequence[Place]
    allow_shrink: bool
    progress: Progress

    def source(self) -> RegistryFile:
        return RegistryFile(self.path, {one.code[:5]: one.code for one in self.places})


def import_file(
    owner: Engine,
    path: Path,
    now: datetime,
    *,
    published: date | None = None,
    allow_shrink: bool = False,
    progress: Progress = lambda read: None,
) -> Outcome:
    """Import one file as of `now`. `progress` hears the bytes read so far.

    Errors: NotTheLayout when the file is something else; ImportRefused when another import runs, when newer data
    is in already, or when much of what is listed would be left out. Then nothing has changed.
    """
    (came,) = import_files(
        owner, [path], now, published=published, allow_shrink=allow_shrink, progress=lambda file, read: progress(read)
    )
    if isinstance(came, Complaint):
        raise came
    return came


def import_files(
    owner: Engine,
    paths: Sequence[Path],
    now: datetime,
    *,
    published: date | None = None,
    allow_shrink: bool = False,
    progress: Callable[[Path, int], None] = lambda file, read: None,
) -> list[Outcome | Complaint]:
    """Import files as of `now`, each whole or not at all. Value: in their order, what came of each, or why nothing did.

    Errors: ImportRefused when another import runs.
    """
    with owner.begin() as guard:
        if not guard.scalar(select(func.pg_try_advisory_xact_lock(ONE_AT_A_TIME))):
            raise ImportRefused("別の取込みが動いています。終わってから、もう一度実行してください。")
        with owner.begin() as connection:
            places = known_places(connection, jst_day(now))
            note_interrupted(connection)

        def one(path: Path) -> Outcome | Complaint:
            try:
                day = published_on(path, published)
                return _import(_Task(owner, path, now, day, places, allow_shrink, lambda read: progress(path, read)))
            except Complaint as refusal:
                return refusal

        with ThreadPoolExecutor(AT_ONCE) as pool:
            longest_first = sorted(range(len(paths)), key=lambda at: _size(paths[at]), reverse=True)
            work = {at: pool.submit(one, paths[at]) for at in longest_first}
            return [work[at].result() for at in range(len(paths))]


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def known_places(connection: Connection, today: date) -> list[Place]:
    """Every municipality that has a competent authority today."""
    return [Place(*row) for row in connection.execute(text(_PLACES), {"today": today})]


def _import(task: _Task) -> Outcome:
    with closing(task.source()) as source:
        outcome = Outcome(task.path.name, source.columns.layout.kind, task.day)
    run_id = begin(task.owner, outcome, task.now)
    try:
        for attempt in range(TRIES):
            try:
                return _attempt(task, run_id, trusting=attempt == 0)
            except (_Meanwhile, psycopg.Error, DBAPIError) as error:
                if not _clashed(error):
                    raise
        raise ImportRefused(
            f"{outcome.file}: 取り込む間に、同じ医療機関等が画面から登録されました。もう一度実行してください。"
        )
    except Exception:
        with task.owner.begin() as connection:
            note_end(connection, run_id, outcome, RunState.FAILED, task.now)
        raise


def _clashed(error: BaseException) -> bool:
    """Whether somebody else wrote the same facility at the same moment: it is there now, and seen the next time."""
    told = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(told, (_Meanwhile, psycopg.errors.UniqueViolation, psycopg.errors.DeadlockDetected))


def _attempt(task: _Task, run_id: int, *, trusting: bool) -> Outcome:
    """`trusting`: that none of the new facilities stands in the registry as another kind. The key would say so, and to
    ask for all the others' ids first costs a seventh of a whole import.
    """
    with closing(task.source()) as source, task.owner.begin() as connection:
        outcome = Outcome(task.path.name, source.columns.layout.kind, task.day)
        elsewhere = frozenset[str] if trusting else lambda: _elsewhere(task.owner, outcome.kind)
        for setting in _SETTINGS:
            connection.execute(text(setting))
        held = Held(_raw(connection), outcome.kind, elsewhere)
        doubtful = _read(task, source, held, _raw(connection), outcome)
        left_out = held.left_out({one.registry_id for one in outcome.rejects})
        _refuse_cut_off(outcome, len(left_out), held.listed, task.allow_shrink)
        if doubtful or left_out:
            _merge(connection, outcome, doubtful, left_out, task.now)
        if outcome.added and places_by_hand(_raw(connection), outcome.kind) - held.places_by_hand:
            raise _Meanwhile
        outcome.rejects.sort(key=lambda one: one.line)
        note_end(connection, run_id, outcome, RunState.DONE, task.now)
    return outcome


def _raw(connection: Connection) -> psycopg.Connection:
    raw: Any = connection.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)
    return raw


def _elsewhere(owner: Engine, kind: str) -> frozenset[str]:
    with owner.connect() as connection:
        return ids_of_other_kinds(_raw(connection), kind)


def _read(
    task: _Task, source: RegistryFile, held: Held, connection: psycopg.Connection, outcome: Outcome
) -> list[pa.RecordBatch]:
    """Write what is new; the rows that the database has to look at are given back."""
    doubtful = []
    with NewFacilities(connection, task.places, outcome.kind, task.day) as new:
        for batch in source.batches():
            rows = held.sort(batch.rows)
            new.write(rows.new)
            if len(rows.doubtful):
                doubtful.append(rows.doubtful)
            outcome.added += len(rows.new)
            outcome.rows += len(batch.rows) + len(batch.rejects)
            outcome.rejects += batch.rejects
            task.progress(batch.read_to)
    return doubtful


def _refuse_cut_off(outcome: Outcome, left_out: int, listed: int, allow_shrink: bool) -> None:
    if left_out > max(FEW, listed * SHRINK_LIMIT) and not allow_shrink:
        raise ImportRefused(
            f"{outcome.file}: 登録中の {listed:,} 件のうち {left_out:,} 件が、このファイルにありません。"
            "ファイルが途中で切れていないか確かめてください。正しいときは --allow-shrink を付けて実行してください。"
        )


def _merge(
    connection: Connection, outcome: Outcome, doubtful: Sequence[pa.RecordBatch], left_out: Sequence[int], now: datetime
) -> None:
    """The steps of merge.sql, over the doubtful rows and the facilities left out (their ids)."""
    given = {
        "kind": str(outcome.kind),
        "published": outcome.published,
        "now": now,
        "actor": ACTOR,
        "today": jst_day(now),
        "left_out": list(left_out),
    }
    connection.exec_driver_sql(_INCOMING)
    write_doubtful(_raw(connection), doubtful)
    for step in _STEPS:
        counted = re.search(r"^-- counted: (\w+)$", step, re.MULTILINE)
        done = connection.execute(text(step), {name: given[name] for name in given if f":{name}" in step})
        if counted:
            setattr(outcome, counted[1], getattr(outcome, counted[1]) + done.rowcount)
    undecided = list(_undecided(connection))
    outcome.rejects += undecided
    outcome.undecided = len(undecided)


def _undecided(connection: Connection) -> Iterator[Reject]:
    """Rows that may be one of several facilities entered by hand: an officer says which one."""
    rows = connection.execute(
        text(
            "SELECT DISTINCT i.line, i.registry_id, i.name, i.address FROM by_hand b"
            " JOIN incoming i USING (registry_id) WHERE NOT b.clear ORDER BY i.line"
        )
    )
    for line, registry_id, name, address in rows:
        yield Reject(
            line,
            "手で登録した同じ名称の医療機関等と、どれが対応するか決められません。"
            f"該当する医療機関等の画面で、公表データのID「{registry_id}」を登録してください",
            f"{registry_id},{name},{address}",
            registry_id,
        )
