"""通知の文面の確認: 件名は一行、差し込みは知られたものだけ、宛先は自動処理の知る者だけ。"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cases import handbook
from infra.checks.letters import LETTERS, letter_problems, names


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "letters"
    shutil.copytree(LETTERS, copy)
    return copy


def test_同梱の文面に問題はなく_写しも同じ(folder: Path) -> None:
    assert letter_problems(LETTERS) == []
    assert names(folder) == names(LETTERS)


@pytest.mark.parametrize(
    ("part", "content", "line", "reason"),
    [
        ("subject.txt", b"", 1, "件名は一行で書きます"),
        ("subject.txt", "一行目\n二行目\n".encode(), 1, "件名は一行で書きます"),
        ("body.txt", "【{number}】\n\n{patient}\n".encode(), 3, "不明な差し込み項目 {patient} があります"),
        ("body.txt", b"{number:>5}\n", 1, "差し込み項目 {number} には、書式を付けられません"),
        ("body.txt", "開いた { まま\n".encode(), 1, "{ と } が対になっていません"),
        ("body.txt", "件名".encode("cp932"), None, "ファイルを読めません"),
    ],
)
def test_使えない文面は_ファイルと行と理由を示す(
    folder: Path, part: str, content: bytes, line: int | None, reason: str
) -> None:
    (folder / "task_opened" / part).write_bytes(content)
    [found] = letter_problems(folder)
    assert (found.file, found.entry, found.line, found.reason) == (
        f"letters/task_opened/{part}",
        "task_opened",
        line,
        reason,
    )


def test_段階が出す通知の文面がなければ示す(folder: Path) -> None:
    stage = next(one for one in handbook.STAGES if one.letters)
    owed = stage.letters[0].name
    shutil.rmtree(folder / owed)
    found = [(one.file, one.entry, one.reason) for one in letter_problems(folder)]
    assert (f"stages/{stage.key}.py", owed, "この名前の文面がありません") in found
    assert {entry for _, entry, _ in found} == {owed}
