"""One file into the registry: COPY into a temporary table, then one set-based transaction, whole or not at all.

Several files go two at a time: while the one is written into the registry, the next is read.

The owner role imports, as it does migrations and reference data: it is the installation's own work at the command
line, over all authorities, and no door of the screens gets a right for it (decision 0009). A killed import leaves
the registry as it was; the run it had begun is then marked 中断.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, text, update

from cases.clock import JST
from cases.records import Jurisdiction, Municipality, RegistryRun
from cases.vocabulary import RunState
from infra.complaints import Complaint
from infra.registry.layout import published_on
from infra.registry.reading import RegistryFile, Reject

ACTOR = "公表データの取込み"
ONE_AT_A_TIME = 0x7265676973  # "regis"
AT_ONCE = 2
SHRINK_LIMIT = 0.10
"""A file that would leave out more than this share of what is listed is probably cut off."""
FEW = 20
_STEPS = [one.strip() for one in (Path(__file__).parent / "merge.sql").read_text(encoding="utf-8").split(";\n")]
_INCOMING = """
CREATE TEMP TABLE incoming (
    line bigint, registry_id text COLLATE "C", name text, kana text, short_name text, municipality_code text,
    address text, url text, latitude double precision, longitude double precision, beds jsonb,
    folded text
) ON COMMIT DROP;
CREATE TEMP TABLE refused (registry_id text) ON COMMIT DROP
"""
_READY = (
    "ANALYZE incoming (registry_id, municipality_code)",
    """
    CREATE TEMP TABLE place ON COMMIT DROP AS
    SELECT m.code, m.name, j.authority_code, search_form(m.name) AS folded
    FROM municipality m JOIN jurisdiction j ON j.municipality_code = m.code
    WHERE coalesce(j.effective_from, '-infinity') <= :today AND coalesce(j.effective_to, 'infinity') >= :today
    """,
    "ANALYZE place",
)
_LEFT_OUT = (
    # Officers who correct a facility meanwhile wait for these seconds; nobody who reads does.
    "LOCK TABLE facility IN SHARE ROW EXCLUSIVE MODE",
    """
    CREATE TEMP TABLE left_out ON COMMIT DROP AS
    SELECT f.id FROM facility f
    WHERE f.kind = :kind AND f.registry_id IS NOT NULL AND f.delisted_on IS NULL
      AND NOT EXISTS (SELECT FROM incoming i WHERE i.registry_id = f.registry_id)
      AND NOT EXISTS (SELECT FROM refused r WHERE r.registry_id = f.registry_id)
    """,
)
_LISTED = "SELECT count(*) FROM facility WHERE kind = :kind AND registry_id IS NOT NULL AND delisted_on IS NULL"
Progress = Callable[[int], None]


class ImportRefused(Complaint):
    """The import as a whole is not done; nothing has changed."""


@dataclass
class Outcome:
    """What came of one file, as counted in rows."""

    file: str
    kind: str = ""
    published: date | None = None
    rows: int = 0
    added: int = 0
    updated: int = 0
    attached: int = 0
    undecided: int = 0
    delisted: int = 0
    rejects: list[Reject] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        return len(self.rejects)

    @property
    def unchanged(self) -> int:
        return self.rows - self.added - self.updated - self.attached - self.rejected


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
            places = known_places(connection, now.astimezone(JST).date())
            connection.execute(
                update(RegistryRun).where(RegistryRun.state == RunState.RUNNING).values(state=RunState.INTERRUPTED)
            )

        def one(path: Path) -> Outcome | Complaint:
            try:
                day = published_on(path, published)
                return _import(owner, path, now, day, places, allow_shrink, lambda read: progress(path, read))
            except Complaint as refusal:
                return refusal

        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(one, paths))


def _import(
    owner: Engine,
    path: Path,
    now: datetime,
    day: date,
    places: dict[str, str],
    allow_shrink: bool,
    progress: Progress,
) -> Outcome:
    source = RegistryFile(path, places)
    outcome = Outcome(path.name, source.columns.layout.kind, day)
    try:
        run_id = _begin(owner, outcome, now)
        try:
            with owner.begin() as connection:
                _stage(connection, source, outcome, now, progress)
                _refuse_cut_off(connection, outcome, allow_shrink)
                _merge(connection, outcome, now)
                _note_run(connection, run_id, outcome, RunState.DONE, now)
        except Exception:
            with owner.begin() as connection:
                _note_run(connection, run_id, outcome, RunState.FAILED, now)
            raise
    finally:
        source.close()
    return outcome


def known_places(connection: Connection, today: date) -> dict[str, str]:
    """Five-figure code → six-figure code of every municipality that has a competent authority today."""
    rows = connection.scalars(
        select(Municipality.code)
        .join(Jurisdiction, Jurisdiction.municipality_code == Municipality.code)
        .where(
            func.coalesce(Jurisdiction.effective_from, today) <= today,
            func.coalesce(Jurisdiction.effective_to, today) >= today,
        )
    )
    return {code[:5]: code for code in rows}


def _begin(owner: Engine, outcome: Outcome, now: datetime) -> int:
    with owner.begin() as connection:
        newest = connection.scalar(
            select(func.max(RegistryRun.published_on)).where(
                RegistryRun.kind == outcome.kind, RegistryRun.state == RunState.DONE
            )
        )
        if newest is not None and outcome.published is not None and outcome.published < newest:
            raise ImportRefused(
                f"{outcome.file}: {outcome.published:%Y年%m月%d日}時点のデータです。"
                f"より新しい{newest:%Y年%m月%d日}時点のデータを取り込み済みのため、取り込みません。"
            )
        return int(
            connection.scalar(
                insert(RegistryRun)
                .values(
                    kind=outcome.kind,
                    file=outcome.file,
                    published_on=outcome.published,
                    started_at=now,
                    state=RunState.RUNNING,
                )
                .returning(RegistryRun.id)
            )
            or 0
        )


def _stage(connection: Connection, source: RegistryFile, outcome: Outcome, now: datetime, progress: Progress) -> None:
    connection.execute(text("SET LOCAL temp_buffers = '64MB'"))
    connection.execute(text("SET LOCAL work_mem = '64MB'"))
    # All are sets of thousands; what the planner knows of a table that grew a moment ago would let it loop over them.
    connection.execute(text("SET LOCAL enable_nestloop = off"))
    connection.exec_driver_sql(_INCOMING)
    raw: Any = connection.connection.driver_connection
    with raw.cursor() as cursor, cursor.copy("COPY incoming FROM STDIN") as copy:
        for batch in source.batches():
            copy.write(batch.data)
            outcome.rows += len(batch.rows) + len(batch.rejects)
            outcome.rejects += batch.rejects
            progress(batch.read_to)
    if ids := [{"id": one.registry_id} for one in outcome.rejects if one.registry_id]:
        connection.execute(text("INSERT INTO refused VALUES (:id)"), ids)
    for step in _READY:
        connection.execute(text(step), {"today": now.astimezone(JST).date()} if ":today" in step else {})


def _refuse_cut_off(connection: Connection, outcome: Outcome, allow_shrink: bool) -> None:
    given = {"kind": outcome.kind}
    for step in _LEFT_OUT:
        connection.execute(text(step), given if ":kind" in step else {})
    left_out = int(connection.scalar(text("SELECT count(*) FROM left_out")) or 0)
    if left_out <= FEW or allow_shrink:
        return
    before = int(connection.scalar(text(_LISTED), given) or 0)
    if left_out > before * SHRINK_LIMIT:
        raise ImportRefused(
            f"{outcome.file}: 登録中の {before:,} 件のうち {left_out:,} 件が、このファイルにありません。"
            "ファイルが途中で切れていないか確かめてください。正しいときは --allow-shrink を付けて実行してください。"
        )


def _merge(connection: Connection, outcome: Outcome, now: datetime) -> None:
    given = {
        "kind": str(outcome.kind),
        "published": outcome.published,
        "now": now,
        "actor": ACTOR,
    }
    for step in _STEPS:
        counted = re.search(r"^-- counted: (\w+)$", step, re.MULTILINE)
        named = {name: given[name] for name in given if f":{name}" in step}
        done = connection.execute(text(step), named)
        if counted:
            setattr(outcome, counted[1], done.rowcount)
    undecided = list(_undecided(connection))
    outcome.rejects += undecided
    outcome.undecided = len(undecided)
    outcome.rejects.sort(key=lambda one: one.line)


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


def _note_run(connection: Connection, run_id: int, outcome: Outcome, state: RunState, now: datetime) -> None:
    """How the run ended. The moment is when the import was asked for: it takes seconds."""
    counts = (
        {}
        if state is RunState.FAILED
        else {
            "rows_read": outcome.rows,
            "added": outcome.added,
            "updated": outcome.updated,
            "unchanged": outcome.unchanged,
            "attached": outcome.attached,
            "undecided": outcome.undecided,
            "rejected": outcome.rejected,
            "delisted": outcome.delisted,
        }
    )
    connection.execute(
        update(RegistryRun).where(RegistryRun.id == run_id).values(state=state, finished_at=now, **counts)
    )
