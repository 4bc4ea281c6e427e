"""演習: public incidents walk through the house; a wrong expectation fails the play; a broken file names its line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cases import handbook
from infra import exercise
from infra.cluster_home import OUTSIDE
from infra.exercises import as_json, catalogue, check
from infra.exercises.lines import Lines
from infra.exercises.names import REFUSALS
from infra.exercises.player import Played
from infra.exercises.scenario import Broken

FOLDER = Path(__file__).parent / "exercises"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"```toml\n(.*?)```", README, re.S)[0]
S2 = (FOLDER / "s2_handa.toml").read_text(encoding="utf-8")
FIRST_NIGHT = S2.partition("# 自動処理が止まっていても")[0]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The README's example as a file."""
    return written(tmp_path, EXAMPLE)


@pytest.fixture
def on_shared_cluster(urls: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`renraku exercise play` in this test's own database instead of a cluster of its own."""

    @contextmanager
    def here() -> Iterator[dict[str, str]]:
        yield urls

    monkeypatch.setattr(exercise, "scratch", here)


def written(folder: Path, text: str) -> Path:
    file = folder / "exercise.toml"
    file.write_text(text, encoding="utf-8")
    return file


def played(urls: dict[str, str], file: Path) -> Played:
    return exercise.play_on(urls, *check.load(file))


def faults(folder: Path, text: str) -> list[tuple[int, str]]:
    with pytest.raises(Broken) as broken:
        check.load(written(folder, text))
    return broken.value.faults


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("s1_uda", marks=pytest.mark.requirement("R-350")),
        pytest.param("s2_handa", marks=pytest.mark.requirement("R-351")),
        pytest.param("s3_osaka", marks=pytest.mark.requirement("R-352")),
    ],
)
@pytest.mark.usefixtures("on_shared_cluster")
def test_公表された事案が期待どおりに進む(name: str) -> None:
    result = CliRunner().invoke(exercise.app, ["play", str(FOLDER / f"{name}.toml"), "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["ok"]
    assert len(told["expectations"]) > 40
    assert told["letters_delivered"] == len(told["cases"]["main"]["letters"]) > 10


WRONG = (
    ('judge = "徳島県 担当1"', 'judge = "徳島県 担当2"', "業務 judge の担当: 期待は「徳島県 担当2」"),
    ('vendor-contact = "overdue"', 'vendor-contact = "met"', "期待は「達成」、実際は「目安超過」"),
    ('"奈良県" = false', '"奈良県" = true', "奈良県から案件が: 期待は「見える」、実際は「見えない」"),
    ('"徳島県 担当1" = 2', '"徳島県 担当1" = 9', "期待は「9 通以上」、実際は「2 通」"),
    ('refused = "StaleVersion"', 'refused = "ActNotOpen"', "期待は「断られる（ActNotOpen）」"),
    ('refused = "WrongRole"', "", "操作「案件を終結する」: 期待は「行われる」、実際は「断られた（WrongRole"),
)


@pytest.mark.usefixtures("on_shared_cluster")
def test_違った期待はすべて見つかったものと並べて示される(tmp_path: Path) -> None:
    text = FIRST_NIGHT
    for right, wrong, _ in WRONG:
        assert right in text
        text = text.replace(right, wrong, 1)
    result = CliRunner().invoke(exercise.app, ["play", str(written(tmp_path, text))])
    assert result.exit_code == 1
    assert f"期待どおりでないものが {len(WRONG)} 件あります" in result.stdout
    for _, _, said in WRONG:
        assert said in result.stdout


@pytest.mark.usefixtures("on_shared_cluster")
def test_期待が一つ違うだけで失敗で終わる(tmp_path: Path) -> None:
    file = written(tmp_path, EXAMPLE.replace('vendor_contact = "進行中"', 'vendor_contact = "完了"'))
    result = CliRunner().invoke(exercise.app, ["play", str(file)])
    assert result.exit_code == 1
    assert "段階「保守会社連絡」: 期待は「完了」、実際は「進行中」" in result.stdout


def test_行われるべきでない操作が行われたら失敗になる(urls: dict[str, str], tmp_path: Path) -> None:
    act = 'act = "report_suspicion"\nby = "徳島県 担当1"\n'
    told = played(urls, written(tmp_path, EXAMPLE.replace(act, act + 'refused = "WrongRole"\n')))
    assert not told.ok
    assert told.events[1].expectations[0].found == "行われた"


@pytest.mark.parametrize(
    ("right", "wrong", "line_of", "reason"),
    [
        ('act = "report_suspicion"', 'act = "report_suspicon"', "report_suspicon", "「report_suspicion」のことでは"),
        ('open_tasks = ["confirm', 'open_task = ["confirm', "open_task =", "「open_tasks」のことではありませんか"),
        ("detected_at", "detectd_at", "detectd_at", "「detected_at」のことではありませんか"),
        ('municipality = "徳島市"', 'municipality = "府中市"', '"府中市"', "prefecture を書いてください"),
        ("at = 2026-04-06T09:10:00", "at = 2026-04-06T08:10:00", "T08:10:00+", "時刻の順に並べてください"),
        ('by = "徳島県 担当1"', 'by = "徳島県 部長"', "部長", "「部長」はいません"),
        ('detection = "open"', 'detection = "opened"', "opened", "使える値: waiting（未着手）"),
        ('title = "故障', 'title = 故障"', "title =", "TOML として読めません"),
        ('refused = "WrongRole"', 'refused = "Wrong"', 'refused = "Wrong"', "「WrongRole」のことではありませんか"),
        ('ending = "not_attack"', 'ending = "over"', '"over"', "「over」は使えません"),
        ('inject = "電子', 'engine = "up"\ninject = "電子', "[[step]]", "一つだけ書いてください"),
        ('reason = "保守会社', 'resaon = "保守会社', "resaon", "「reason」のことではありませんか"),
    ],
)
def test_壊れたファイルは行番号と理由を示す(tmp_path: Path, right: str, wrong: str, line_of: str, reason: str) -> None:
    assert right in EXAMPLE
    text = EXAMPLE.replace(right, wrong, 1)
    line = next(n for n, one in enumerate(text.splitlines(), 1) if line_of in one)
    assert any(at == line and reason in said for at, said in faults(tmp_path, text))


def test_壊れたファイルは二で終わり何も再生しない(tmp_path: Path) -> None:
    text = EXAMPLE.replace("report_suspicion", "judg")
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "judg" in one)
    file = written(tmp_path, text)
    result = CliRunner().invoke(exercise.app, ["play", str(file)])
    assert result.exit_code == 2
    assert f"{file}:{line} 行目: 「judg」という操作はありません" in result.stderr
    assert result.stdout == ""


def test_ないファイルは二で終わる(tmp_path: Path) -> None:
    result = CliRunner().invoke(exercise.app, ["check", str(tmp_path / "ない.toml")])
    assert result.exit_code == 2
    assert "ファイルがありません" in result.stderr


def test_自動処理が止まっている間は段階が進まず動けば追いつく(urls: dict[str, str], tmp_path: Path) -> None:
    stop = '[[step]]\nat = 2026-04-06T09:05:00+09:00\nengine = "down"\n\n'
    step = '[[step]]\nat = 2026-04-06T09:10:00+09:00\nact = "report_suspicion"'
    text = EXAMPLE.partition("[[step]]\nat = 2026-04-06T09:20")[0].replace(step, stop + step)
    waiting = 'stages = { vendor_contact = "waiting" }\n\n[[step]]\nat = 2026-04-06T09:30:00+09:00\nengine = "up"\n'
    caught_up = '  [step.expect]\n  stages = { vendor_contact = "open" }\n  open_tasks = ["vendor_contact"]\n'
    text = text.partition("  open_tasks")[0] + waiting + caught_up
    told = played(urls, written(tmp_path, text))
    assert told.ok, as_json.document(told)["expectations"]


def test_手引きの例がそのまま動く(urls: dict[str, str], file: Path) -> None:
    told = played(urls, file)
    assert told.ok
    assert [event.kind for event in told.events] == ["inject", "act", "refused", "act", "look"]


def test_手引きにすべての符号がある() -> None:
    words = {act.name for _, act in handbook.all_acts()} | {act.past for _, act in handbook.all_acts()} | REFUSALS
    for stage in handbook.STAGES:
        words |= {str(stage.key), *(t.code for t in stage.tasks), *(c.rule for c in stage.clocks)}
        words |= {paper.kind for paper in stage.documents}
    assert not {word for word in words if f"`{word}`" not in README}


def test_操作の一覧はすべての操作とその事実の題名を示す() -> None:
    result = CliRunner().invoke(exercise.app, ["acts", "--json"])
    entries = json.loads(result.stdout)
    assert {entry["act"] for entry in entries} == {act.name for _, act in handbook.all_acts()}
    for entry in entries:
        for name, field in entry["facts"]["properties"].items():
            assert not field["title"].isascii(), f"{entry['act']}.{name}"
    judge = next(entry for entry in catalogue.entries() if entry["act"] == "judge")
    assert judge["facts"]["properties"]["leak"]["x-labels"]["none"] == "無"
    assert judge["roles"]["officer"] == "担当職員"


def test_行の数え方() -> None:
    text = '[a]\nx = """\n[[b]]\n"""\n[[b]]\nk = 1\n[[b]]\n[[b.c]]\nk = 2\n[b.d]\nk = { z = 1 }\n'
    lines = Lines(text)
    assert lines.of(("a", "x")) == 2
    assert lines.of(("b", 0, "k")) == 6
    assert lines.of(("b", 1, "c", 0, "k")) == 9
    assert lines.of(("b", 1, "d", "k", "z")) == 11
    assert lines.of(("nowhere",)) == 1


def test_使い捨てのデータベースは何も残さない(file: Path, tmp_path: Path) -> None:
    place = tmp_path / "tmp"
    place.mkdir()
    around = {**os.environ, "TMPDIR": str(place), "PREFECT_API_URL": "http://127.0.0.1:9/api"}
    command = [sys.executable, "-m", "infra.cli", "exercise", "play", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, env=around, cwd=FOLDER.parents[2], check=False)
    assert done.returncode == 0, done.stderr
    assert "すべて期待どおりでした" in done.stdout
    assert list(place.iterdir()) == []
    homes = [mark.read_text(encoding="utf-8") for mark in OUTSIDE.glob("cluster-*/belongs-to")]
    assert not [home for home in homes if home.startswith(str(place))]
