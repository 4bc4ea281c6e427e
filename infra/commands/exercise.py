"""`renraku exercise`: play a scenario, check one, list the acts. Exit codes: 0 as expected, 1 not, 2 broken file."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from infra.exercises import as_json, catalogue, check, report
from infra.exercises.cast import Cast
from infra.exercises.ground import Ground, scratch
from infra.exercises.player import Played, Player
from infra.exercises.scenario import Broken, Scenario

app = typer.Typer(help="演習（シナリオの再生と確認）", no_args_is_help=True)

File = Annotated[Path, typer.Argument(metavar="ファイル", help="シナリオ（TOML）")]
AsJson = Annotated[bool, typer.Option("--json", help="結果を JSON で出す")]


@app.command("play")
def play(file: File, json_: AsJson = False) -> None:
    """シナリオを再生し、起きたことと確認の結果を示す。期待どおりなら 0、違えば 1、ファイルの誤りは 2 で終わる。"""
    scenario, cast = _load(file)
    with scratch() as urls:
        played = play_on(urls, scenario, cast)
    _print(json.dumps(as_json.document(played), ensure_ascii=False, indent=1) if json_ else told(played))
    if not played.ok:
        raise typer.Exit(1)


@app.command("check")
def check_file(file: File) -> None:
    """シナリオを再生せずに、書き方だけを確かめる。"""
    scenario, cast = _load(file)
    _print(f"読めました: {scenario.exercise.title}（{len(scenario.step)} 段、{len(cast.members())} 人）")


@app.command("acts")
def acts(json_: AsJson = False) -> None:
    """シナリオで使える操作の一覧（誰が行えるか、どの事実が要るか）。"""
    _print(json.dumps(catalogue.entries(), ensure_ascii=False, indent=1) if json_ else "\n".join(catalogue.told()))


def play_on(urls: Mapping[str, str], scenario: Scenario, cast: Cast) -> Played:
    """Play on an up-to-date database without officers. `urls`: role (owner, desk, ministry, engine, gate) → address."""
    with Ground(urls) as ground:
        ground.lay_out(cast, scenario.facility, scenario.starts.date())
        return asyncio.run(Player(ground, cast, scenario).play())


def told(played: Played) -> str:
    return "\n".join(report.told(played))


def _load(file: Path) -> tuple[Scenario, Cast]:
    try:
        return check.load(file)
    except Broken as broken:
        typer.echo(str(broken), err=True)
        raise typer.Exit(broken.exit_code) from None


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
