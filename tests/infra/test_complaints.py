"""設定の書き誤りは、何行目のどの名前かを示す。"""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.complaints import unknown_names
from infra.settings import SettingsError, load

KNOWN = {"RENRAKU_PORT", "RENRAKU_SMTP_HOST"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def test_envファイルの読めない行は_行番号で示す(file: Path) -> None:
    file.write_text("RENRAKU_PORT=1\nこれは 設定 ではない\n", encoding="utf-8")
    assert unknown_names(KNOWN, "RENRAKU_", {}, file) == [
        ".env の 2 行目が読めません。「名前=値」の形で書いてください。"
    ]


def test_よその名前は気にしない(file: Path) -> None:
    file.write_text("PATH=/x\nrenraku_port=1\n", encoding="utf-8")
    assert unknown_names(KNOWN, "RENRAKU_", {"HOME": "/", "RENRAKU_SMTP_HOST": "x"}, file) == []


def test_似た名前がなければ_つづりを確かめるよう求める(file: Path) -> None:
    assert unknown_names(KNOWN, "RENRAKU_", {"RENRAKU_AZUKIIRO_NO_MIZUUMI": "青"}, file) == [
        "RENRAKU_AZUKIIRO_NO_MIZUUMI という設定はありません。つづりを確かめるか、消してください。"
    ]


def test_文字コードの違うファイルは_保存し直すよう求める(file: Path) -> None:
    file.write_bytes("RENRAKU_MAIL_FROM=係\n".encode("cp932"))
    assert unknown_names(KNOWN, "RENRAKU_", {}, file) == [
        ".env が読めません。UTF-8 で保存し、読む権限を付けてください。"
    ]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("BOUNCE_DOMAIN", "係のドメイン", "example.jp のようなドメイン名で書いてください。"),
        ("PREFECT_AUTH_STRING", "user:with space", "「利用者:パスワード」の、空白のない形で書いてください。"),
        ("BOUNCE_PORT", "-1", "1 から 65535 までの番号で書いてください。"),
        ("BOUNCE_PROTOCOL", "http", "smtp、lmtp のどれかを書いてください。"),
        ("PORT", "8501.5", "整数で書いてください。"),
    ],
)
def test_形の違う値には_その設定の形を示す(monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str) -> None:
    monkeypatch.setenv(f"RENRAKU_{name}", value)
    with pytest.raises(SettingsError) as refused:
        load()
    [line] = refused.value.lines
    assert line.startswith(f"RENRAKU_{name} の値")
    assert told in line
