"""書き誤りとファイルの不都合は、日本語の一文で告げる。"""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from infra.commands.usage import file_trouble
from tests.infra.conftest import Renraku


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("letters replay --since", "--since の書き方が違います。値が要るか、値を付けられない指定です。"),
        ("registry import", "FILE… を書いてください。"),
        ("registry generate --out x --rows 3", "--rows の値が使えません。"),
        ("registry generate --out x --broken 0.9", "--broken の値が使えません。"),
        ("exercise check", "ファイル を書いてください。"),
        ("rules chek", "「chek」という命令はありません。使える命令: check。"),
        ("up now", "「now」が余分です。"),
    ],
)
def test_書き誤りの理由(renraku: Renraku, words: str, told: str) -> None:
    shown = renraku(words)
    assert shown.printed == ""
    assert shown.code == 2
    assert told in shown.aside


def trouble(path: Path, mode: str) -> str:
    try:
        path.open(mode).close()
    except OSError as error:
        return file_trouble(error)
    return ""


def test_開けないファイルの理由(tmp_path: Path) -> None:
    assert trouble(tmp_path / "ない", "r") == f"{tmp_path / 'ない'} がありません。"
    assert trouble(tmp_path, "w") == f"{tmp_path} はフォルダです。ファイルを指定してください。"
    (tmp_path / "file").touch()
    assert trouble(tmp_path / "file" / "x", "w").startswith(f"{tmp_path / 'file' / 'x'} を読み書きできません（")


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.EACCES, "/x を読み書きする権限がありません。"),
        (errno.EROFS, "/x を読み書きする権限がありません。"),
        (errno.ENOSPC, "/x を書く空きがありません。"),
    ],
)
def test_権限と空きの不足(number: int, told: str) -> None:
    assert file_trouble(OSError(number, os.strerror(number), "/x")) == told
