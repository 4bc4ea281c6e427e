"""シナリオの形: 書き誤りはすべて、行と直し方を添えて一度に示される。"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from infra.exercises.scenario import Broken, Scenario, read
from tests.infra.exercises.test_player import EXAMPLE, S2, written


def scenario(folder: Path, text: str) -> Scenario:
    return read(written(folder, text))[0]


def faults(folder: Path, text: str) -> list[tuple[int, str]]:
    with pytest.raises(Broken) as broken:
        read(written(folder, text))
    return broken.value.faults


HEAD = '[exercise]\ntitle = "題"\n'
STEP = '[[step]]\nat = 2026-04-06T09:00:00\ninject = "電話"\n'


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (STEP, 1, "項目 exercise がありません。"),
        (HEAD, 1, "項目 step がありません。"),
        ("step = []\n" + HEAD, 1, "「step」は空にできません。"),
        ('[exercise]\ntitle = ""\n' + STEP, 2, "「title」は空にできません。"),
        (
            HEAD + "[[step]]\nat = 2026-04-06\n",
            4,
            "「at」: 日付と時刻（例 2021-10-31T00:30:00+09:00）",
        ),
        (HEAD + STEP + "facts = 3\n", 6, "「facts」は表（{ 項目 = 値 }）で書いてください。"),
        (HEAD + STEP + 'as_seen = "二"\n', 6, "「as_seen」は整数で書いてください。"),
        (HEAD + STEP + "by = 3\n", 6, "「by」は引用符で囲んだ文字で書いてください。"),
        (HEAD + STEP + "expect = { open_items = -1 }\n", 6, "「open_items」は0以上の整数で書いてください。"),
        (HEAD + STEP + 'expect = { visible = { "徳島県" = "はい" } }\n', 6, "は true か false で書いてください。"),
        (HEAD + STEP + 'expect = { open_tasks = "judge" }\n', 6, "「open_tasks」は [ ] で並べて書いてください。"),
        (
            HEAD + STEP + 'engine = "寝る"\n',
            6,
            "「寝る」は使えません。使える値: up（再開）、down（停止）。",
        ),
        (HEAD + STEP + 'expect = { ending = "over" }\n', 6, "「over」は使えません。"),
        (HEAD + "[[facility]]\n" + STEP, 3, "項目 name がありません。"),
        (HEAD + '[[office]]\nauthority = "徳島県"\n[[office.officer]]\noffice = "x"\nroles = []\n' + STEP, 7, "空に"),
        (HEAD + STEP + "inejct = 1\n", 6, "知らない項目 inejct があります。「inject」のことではありませんか。"),
    ],
)
def test_書き誤りは_行と直し方を示す(tmp_path: Path, text: str, line: int, told: str) -> None:
    found = faults(tmp_path, text)
    assert [at for at, said in found if told in said] == [line], found


def test_誤りは行の順に一度ずつ示され_終了コードは2(tmp_path: Path) -> None:
    text = HEAD.replace("title", "titel") + STEP.replace("at =", "att =") + STEP
    with pytest.raises(Broken) as broken:
        read(written(tmp_path, text))
    lines = [line for line, _ in broken.value.faults]
    assert lines == sorted(lines)
    assert len(set(broken.value.faults)) == len(lines) == 4
    assert broken.value.exit_code == 2
    assert str(broken.value).splitlines()[0].startswith(f"{tmp_path}/exercise.toml:1 行目: ")


def test_読めないファイルは_そう告げる(tmp_path: Path) -> None:
    with pytest.raises(Broken, match="ファイルがありません。"):
        read(tmp_path / "ない.toml")
    with pytest.raises(Broken, match="UTF-8 の TOML で保存してください。"):
        read(tmp_path)


def test_しるしまでの演習と_ないしるし(tmp_path: Path) -> None:
    whole = scenario(tmp_path, S2)
    some = whole.until("疑いの受付")
    assert some.step[-1].mark == "疑いの受付"
    assert 0 < len(some.step) < len(whole.step)
    with pytest.raises(LookupError, match="ないしるし"):
        whole.until("ないしるし")


def test_別の日に移した演習は_事実の日時も動き_期待は持たない(tmp_path: Path) -> None:
    whole = scenario(tmp_path, EXAMPLE)
    moved = whole.moved(timedelta(days=30))
    assert moved.starts == datetime(2026, 5, 6, 0, 0, tzinfo=UTC)
    assert [one.at - before.at for one, before in zip(moved.step, whole.step, strict=True)] == [timedelta(days=30)] * 4
    assert moved.step[1].facts["detected_at"] == whole.step[1].facts["detected_at"] + timedelta(days=30)
    assert not any(one.expect for one in moved.step)
    assert whole.step[1].expect is not None


def test_始まりは_書かなければ最初の段の日時(tmp_path: Path) -> None:
    assert scenario(tmp_path, HEAD + STEP).starts == datetime(2026, 4, 6, 0, 0, tzinfo=UTC)
