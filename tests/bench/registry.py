"""The whole published registry (200,064 generated rows): seconds and memory against a bare COPY of the same bytes."""

from __future__ import annotations

import csv
import os
import re
import tempfile
import time
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import create_engine

from cases.clock import MachineClock
from infra.database import update
from infra.registry.generate import generate, total
from infra.registry.importing import import_files
from infra.registry.runs import Outcome
from infra.running.postgres import Cluster

TARGET = 3.0
ROUNDS = 3


def measure() -> None:
    print("\n■ 公表データの取込み（生成した 200,064 行）", flush=True)
    with tempfile.TemporaryDirectory(prefix="renraku-bench-") as folder:
        files = generate(Path(folder) / "files", None, "20251201")
        cluster = Cluster(Path(folder) / "cluster")  # durable, as in an office
        cluster.start()
        try:
            update.update(cluster.create_database("bench"))
            rounds = [_round(cluster, f"bench_{n}", files) for n in range(ROUNDS)]
            floors = "、".join(f"{one.floor:.2f}" for one in rounds)
            print(f"  下限: 同じ {total(files) / 1e6:.0f} MB を、索引も制約もない表へそのまま COPY {floors} 秒")
            told("初めての取込み", [(one.first, one.floor) for one in rounds])
            told("同じものをもう一度", [(one.again, one.floor) for one in rounds])
            fit = same_law_copy(cluster.url("owner", f"bench_{ROUNDS - 1}", driver=""))
            print(
                f"  参考: 登録簿と同じ列・索引・制約の表へ、出来上がった行をそのまま COPY {fit:.2f} 秒"
                f"（最後の回の初めての取込みはその {rounds[-1].first['seconds'] / fit:.2f} 倍）"
            )
        finally:
            cluster.destroy()


@dataclass(frozen=True)
class Round:
    """One time through, in a database of its own: seconds of the floor, and what the two imports were."""

    floor: float
    first: dict[str, Any]
    again: dict[str, Any]


def _round(cluster: Cluster, name: str, files: list[Path]) -> Round:
    owner = cluster.create_database(name, "bench")
    os.sync()
    floor = bare_copy(cluster.url("owner", name, driver=""), files)
    return Round(floor, apart(owner, files), apart(owner, files))


def told(what: str, seen: list[tuple[dict[str, Any], float]]) -> None:
    """The middle of the rounds by its ratio, and the ratios of all."""
    ratios = sorted(one["seconds"] / floor for one, floor in seen)
    middle = ratios[len(ratios) // 2]
    one = next(one for one, floor in seen if one["seconds"] / floor == middle)
    verdict = "達成" if middle <= TARGET else "未達"
    print(
        f"  {what}: {one['seconds']:.2f} 秒  {one['rows'] / one['seconds']:,.0f} 行/秒"
        f"  最大メモリ {max(each['megabytes'] for each, _ in seen):.0f} MB"
        f"  下限の {middle:.2f} 倍（{len(seen)} 回の中央。{'、'.join(f'{ratio:.2f}' for ratio in ratios)}。"
        f"目標 ≤ {TARGET:g} 倍: {verdict}）"
        f"  新規 {one['added']:,}・変更なし {one['unchanged']:,}・取り込めず {one['rejected']:,}",
        flush=True,
    )


def bare_copy(url: str, files: list[Path]) -> float:
    """Seconds for PostgreSQL to take the same bytes as they are: every column of the file as text, one table a file,
    logged, without key, index, constraint or trigger. The floor that the target is measured against.
    """
    took = 0.0
    with psycopg.connect(url, autocommit=True) as connection:
        for n, file in enumerate(files):
            with file.open(encoding="utf-8-sig", newline="") as stream:
                width = len(next(csv.reader(stream)))
            table = sql.Identifier(f"bare_{n}")
            columns = sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(f"c{k}")) for k in range(width))
            connection.execute(sql.SQL("CREATE TABLE {} ({})").format(table, columns))
            begun = time.perf_counter()
            with (
                connection.cursor() as cursor,
                cursor.copy(sql.SQL("COPY {} FROM STDIN (FORMAT csv, HEADER)").format(table)) as copy,
                file.open("rb") as raw,
            ):
                raw.read(3)
                while piece := raw.read(1 << 18):
                    copy.write(piece)
            took += time.perf_counter() - begun
            connection.execute(sql.SQL("DROP TABLE {}").format(table))
    return took


def same_law_copy(url: str) -> float:
    """Seconds for PostgreSQL to take the registry's own finished rows into a table with the registry's columns, keys,
    indexes and checks (no triggers): what no import can be quicker than on one connection.
    """
    with psycopg.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
        with cursor.copy("COPY facility TO STDOUT") as copy:
            rows = b"".join(copy)
        connection.execute("CREATE TABLE bare_law (LIKE facility INCLUDING ALL)")
        begun = time.perf_counter()
        with cursor.copy("COPY bare_law FROM STDIN") as copy:
            for at in range(0, len(rows), 1 << 18):
                copy.write(rows[at : at + (1 << 18)])
        took = time.perf_counter() - begun
        connection.execute("DROP TABLE bare_law")
    return took


def apart(url: str, files: list[Path]) -> dict[str, Any]:
    """The import in a process of its own, so that its peak memory is its own."""
    spawning = get_context("spawn")
    answers = spawning.Queue()
    process = spawning.Process(target=_import, args=(url, files, answers))
    process.start()
    seen: dict[str, Any] = answers.get(timeout=120)
    process.join()
    return seen


def peak_megabytes() -> float:
    """Of this process since its programme began (ru_maxrss would count the parent's as well)."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else 0.0


def _import(url: str, files: list[Path], answers: Queue[Any]) -> None:
    owner = create_engine(url)
    begun = time.perf_counter()
    came = [one for one in import_files(owner, files, MachineClock().now()) if isinstance(one, Outcome)]
    took = time.perf_counter() - begun
    owner.dispose()
    answers.put(
        {
            "seconds": took,
            "megabytes": peak_megabytes(),
            "rows": sum(one.rows for one in came),
            "added": sum(one.added for one in came),
            "unchanged": sum(one.unchanged for one in came),
            "rejected": sum(one.rejected for one in came),
        }
    )
