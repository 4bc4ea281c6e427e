"""`renraku registry`: import the published facility data, generate files of its layout, move facilities on a day."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy import Engine
from sqlalchemy.exc import ProgrammingError

from cases.clock import JST, MachineClock
from infra.commands.opening import opened
from infra.complaints import Complaint
from infra.registry.importing import import_files
from infra.registry.runs import Outcome

app = typer.Typer(help="医療機関等の登録簿（公表データの取込み、所管の変更）", no_args_is_help=True)
SOME_REJECTED = 3
"""Exit code: all was done, but some rows could not be taken."""
HEADS = ("ファイル", "行", "理由", "元の行")
_DAY = "%Y-%m-%d"


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="医療情報ネットの公表データ（CSV）。いくつでも", metavar="FILE…")],
    rejects: Annotated[
        Path | None, typer.Option("--rejects", help="取り込めない行を書き出すファイル（省くと今の場所に作る）")
    ] = None,
    published: Annotated[
        datetime | None, typer.Option("--published", formats=[_DAY], help="データの時点。省くとファイル名の日付")
    ] = None,
    allow_shrink: Annotated[
        bool, typer.Option("--allow-shrink", help="掲載がなくなる医療機関等が１割を超えても取り込む")
    ] = False,
) -> None:
    """公表データを取り込む。既にあるものは更新し、何も消さない。終了コード 3 は、取り込めない行があったしるし。"""
    now = MachineClock().now()
    to = rejects or Path(f"registry_rejects_{now.astimezone(JST):%Y%m%d_%H%M%S}.csv")
    with _owner() as owner, _bar() as bar:
        tasks = {file: bar.add_task(file.name, total=file.stat().st_size if file.is_file() else None) for file in files}
        all_that_came = import_files(
            owner,
            list(tasks),
            now,
            published=published.date() if published else None,
            allow_shrink=allow_shrink,
            progress=lambda file, read: bar.update(tasks[file], completed=read),
        )
    came = [one for one in all_that_came if isinstance(one, Outcome)]
    tell(came, to)
    refusals = [one for one in all_that_came if isinstance(one, Complaint)]
    for refusal in refusals[:-1]:
        typer.echo(str(refusal), err=True)
    if refusals:
        raise refusals[-1]
    if any(one.rejects for one in came):
        raise typer.Exit(SOME_REJECTED)


@app.command("generate")
def generate_(
    out: Annotated[Path, typer.Option("--out", help="書き出すフォルダ")],
    rows: Annotated[
        int | None, typer.Option("--rows", min=10, help="全部の行数。省くと公表データと同じ 200,064")
    ] = None,
    day: Annotated[datetime | None, typer.Option("--day", formats=[_DAY], help="データの時点")] = None,
    broken: Annotated[float, typer.Option("--broken", min=0, max=0.5, help="壊れた行の割合（0.01 は１％）")] = 0.0,
    seed: Annotated[int, typer.Option("--seed", help="同じ数なら同じ内容になる")] = 1,
) -> None:
    """公表データと同じ形の、架空の医療機関等のファイルを作る（試験と測定のため。実在するものは含まない）。"""
    from infra.registry.generate import generate

    for file in generate(out, rows, f"{day:%Y%m%d}" if day else "20251201", broken=broken, seed=seed):
        typer.echo(f"{file}（架空のデータ）")


@app.command("reassign")
def reassign_(
    on: Annotated[datetime, typer.Option("--on", formats=[_DAY], help="この日に所管する自治体に移す")],
) -> None:
    """所管の表（管内）のとおりに、医療機関等をその日の所管自治体へ移す。これまでの案件は動かさない。"""
    from infra.registry.reassign import reassign

    with _owner() as owner, owner.begin() as connection:
        moved = reassign(connection, on.date(), MachineClock().now())
    for former, present, count in moved:
        typer.echo(f"  {former} → {present}  {count:,} 件")
    typer.echo(f"所管を移した医療機関等: {sum(count for _, _, count in moved):,} 件（{on:%Y年%m月%d日}現在）")


def tell(came: Sequence[Outcome], rejects: Path) -> None:
    """The summary, and the rejects file when there is something in it."""
    for one in came:
        typer.echo(
            f"{one.file}（{one.published:%Y年%m月%d日}時点）: {one.rows:,} 行  新規 {one.added:,}  更新 {one.updated:,}"
            f"  変更なし {one.unchanged:,}  手で登録したものと対応 {one.attached:,}"
            f"  取り込めない {one.rejected:,}  記載がなくなった {one.delisted:,}"
        )
    if any(one.rejects for one in came):
        write_rejects(came, rejects)
        typer.echo(f"取り込めない行と理由: {rejects}", err=True)


def write_rejects(came: Sequence[Outcome], to: Path) -> None:
    """CSV for a spreadsheet (UTF-8 with BOM): file, line, reason, the row as it stands there."""
    with to.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADS)
        for one in came:
            writer.writerows((one.file, r.line, r.reason, _harmless(r.original)) for r in one.rejects)


def _harmless(text: str) -> str:
    """A cell that a spreadsheet would take for a formula is marked as text."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _bar() -> Progress:
    """Drawn on stderr, so that the summary can be kept."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


@contextmanager
def _owner() -> Iterator[Engine]:
    try:
        with opened("owner") as engine:
            yield engine
    except ProgrammingError as error:
        if "UndefinedTable" not in type(error.orig).__name__:
            raise
        raise Complaint(
            "データベースの準備が済んでいません。renraku up が「準備ができました」と示してから実行してください。"
        ) from None
