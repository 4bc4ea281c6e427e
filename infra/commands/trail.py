"""`renraku trail`: verify the chains of all histories, print the day's anchors. Exit codes: 0 whole, 1 broken."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection, select

from cases.clock import MachineClock
from cases.records import CaseFile
from cases.store import chain
from infra.commands.opening import opened
from infra.complaints import Complaint

app = typer.Typer(help="記録の連鎖の確認", no_args_is_help=True)


class NoSuchCase(Complaint):
    """No case has that number."""

    exit_code = 2


class NotAnchors(Complaint):
    """A file that `anchor` did not write."""

    exit_code = 2


@app.command("verify")
def verify(
    case: Annotated[str, typer.Option("--case", help="この番号の案件だけを確かめる")] = "",
    anchors: Annotated[Path | None, typer.Option("--anchors", help="別に保管した締めの記録と照らし合わせる")] = None,
) -> None:
    """経過の記録に改変がないかを確かめ、途切れた最初の行を示す。改変がなければ 0、あれば 1 で終わる。"""
    kept = _kept(anchors) if anchors else []
    with opened("engine") as engine, engine.connect() as connection:
        found = chain.verify(connection, _id(connection, case) if case else None)
        if not case:
            found.anchors, found.broken_anchors = chain.verify_anchors(connection)
        found.broken_anchors += chain.compare_with_kept(connection, kept)
    for line in told(found):
        typer.echo(line)
    if not found.whole:
        raise typer.Exit(1)


@app.command("anchor")
def anchor(
    output: Annotated[Path | None, typer.Option("-o", "--output", help="締めの記録を書き出すファイル")] = None,
) -> None:
    """今日までの記録を締め、すべての締め（日付、行数、ハッシュ）を示す。印刷するか、別の場所に保管する。"""
    with opened("engine") as engine:
        chain.drop_anchor(engine, MachineClock().now())
        with engine.connect() as connection:
            lines = [*chain.anchors_as_text(connection)]
    if output is not None:
        output.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        typer.echo(f"{output} に {len(lines)} 日分を書き出しました。")
    else:
        for line in lines:
            typer.echo(line)


def told(found: chain.Verified) -> list[str]:
    """The result in sentences."""
    said = [f"{one.number} の {one.seq} 行目: {one.why}" for one in found.breaks]
    said += [f"{one.day.isoformat()} の締め: {one.why}" for one in found.broken_anchors]
    read = f"案件 {found.cases} 件、経過 {found.lines} 行、締め {found.anchors} 日分を確かめました。"
    return [*said, read + ("改変はありません。" if found.whole else "改変のおそれがあります。")]


def _kept(file: Path) -> list[str]:
    """The anchors of a kept file, a line each. Raises NotAnchors."""
    try:
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        for line in lines:
            date.fromisoformat(line.split()[0])
    except ValueError:
        raise NotAnchors(
            f"{file} は締めの記録として読めません。renraku trail anchor が書いたファイルを指定してください。"
        ) from None
    return lines


def _id(connection: Connection, number: str) -> int:
    found = connection.scalar(select(CaseFile.id).where(CaseFile.number == number.strip()))
    if found is None:
        raise NoSuchCase(f"案件 {number} は見つかりません。番号を確かめてください。")
    return found
