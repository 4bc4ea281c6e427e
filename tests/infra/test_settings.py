"""設定の誤りは、どの設定がどう悪く、何と書けばよいかを日本語で伝える。"""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from infra.settings import PROJECT, SettingsError, environment, load, settings

OWN = {
    "RENRAKU_DATABASE_URL": "postgresql://owner:pw@db.example/renraku",
    "RENRAKU_DESK_DATABASE_URL": "postgresql://desk:pw@db.example/renraku",
    "RENRAKU_MINISTRY_DATABASE_URL": "postgresql://ministry:pw@db.example/renraku",
    "RENRAKU_ENGINE_DATABASE_URL": "postgresql://engine:pw@db.example/renraku",
    "RENRAKU_GATE_DATABASE_URL": "postgresql://gate:pw@db.example/renraku",
    "RENRAKU_GUEST_DATABASE_URL": "postgresql://guest:pw@db.example/renraku",
    "RENRAKU_PREFECT_API_URL": "http://prefect.example/api",
}


def complaint() -> str:
    with pytest.raises(SettingsError) as caught:
        load()
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PORT", "八千", "整数で書いてください"),
        ("PORT", "70000", "1 から 65535"),
        ("PRACTICE", "たぶん", "true か false"),
        ("LOG_LEVEL", "loud", "debug、info、warning、error"),
        ("BASE_URL", "renraku.example", "http:// か https://"),
        ("MAIL_FROM", "係", "メールアドレス"),
        ("PREFECT_AUTH_STRING", "nocolon", "利用者:パスワード"),
        ("DATABASE_URL", "mysql://u:p@h/d", "postgresql://"),
    ],
)
def test_誤った値は設定の名前と直し方を添えて断る(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(f"RENRAKU_{name}", value)
    said = complaint()
    assert said.startswith(f"RENRAKU_{name} の値")
    assert told in said
    assert ".env の行の例: RENRAKU_" in said


def test_誤りが二つあれば二つとも伝える(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENRAKU_PORT", "x")
    monkeypatch.setenv("RENRAKU_PRACTICE", "x")
    assert len(complaint().splitlines()) == 2


def test_知らない設定には近い名前を示す(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENRAKU_SMTP_HOTS", "mail.example")
    said = complaint()
    assert "RENRAKU_SMTP_HOTS という設定はありません" in said
    assert "RENRAKU_SMTP_HOST のことではありませんか" in said


def test_envファイルの誤りは行番号で示す(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# 設定\nRENRAKU_PORT=abc\nRENRAKU_COLOUR=blue\n", encoding="utf-8")
    monkeypatch.setenv("RENRAKU_ENV_FILE", str(file))
    assert ".env の 3 行目の RENRAKU_COLOUR" in complaint()
    file.write_text("# 設定\nRENRAKU_PORT=abc\n", encoding="utf-8")
    assert ".env の 2 行目の RENRAKU_PORT の値「abc」" in complaint()


def test_パスワードを含む値は画面に出さない(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENRAKU_DATABASE_URL", "mysql://u:himitsu@h/d")
    assert "himitsu" not in complaint()
    assert "himitsu" not in repr(SettingsError([]))


def test_メールの暗号化は_口と食い違わない一つの仕方で指定する(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENRAKU_SMTP_PORT", "465")
    assert load().smtp_port == 465  # the practice mailbox may listen anywhere
    monkeypatch.setenv("RENRAKU_SMTP_HOST", "mail.example")
    assert "RENRAKU_SMTP_TLS=true を加えて" in complaint()
    monkeypatch.setenv("RENRAKU_SMTP_TLS", "true")
    assert load().smtp_tls
    monkeypatch.setenv("RENRAKU_SMTP_STARTTLS", "true")
    assert "どちらか一方" in complaint()


def test_自前のデータベースには五つの利用者がすべて要る(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in OWN.items():
        monkeypatch.setenv(name, value)
    assert load().practice is False
    monkeypatch.delenv("RENRAKU_DESK_DATABASE_URL")
    assert "RENRAKU_DESK_DATABASE_URL も必要です" in complaint()


def test_自前のデータベースならデータは作らず接続先だけを整える(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in OWN.items():
        monkeypatch.setenv(name, value)
    mine = settings()
    assert mine.desk_database_url == "postgresql+psycopg://desk:pw@db.example/renraku"
    assert not mine.embedded_database
    assert not mine.own_prefect


def test_何も指定しなければ演習用の一式がそろう(tmp_path: Path) -> None:
    mine = settings()
    assert mine.practice
    assert mine.practice_mailbox
    assert mine.own_prefect
    assert mine.base_url == "http://127.0.0.1:8501"
    assert "renraku_desk" in mine.desk_database_url
    assert mine.prefect_database_url.startswith("postgresql+asyncpg://renraku_prefect")
    assert mine == settings.__wrapped__()  # asked again, the kept passwords and ports are the same
    secrets = tmp_path / "data" / "secrets.json"
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600
    assert all(len(one) >= 40 for one in json.loads(secrets.read_text()).values())
    assert not any(one in repr(mine) for one in json.loads(secrets.read_text()).values())


def test_子プロセスは同じ設定を受け取る(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENRAKU_PRACTICE", "false")
    mine = settings()
    for name, value in environment(mine).items():
        monkeypatch.setenv(name, value)
    assert settings.__wrapped__() == mine


def test_端末では一行の文で断り_終了コードは2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENRAKU_PORT", "abc")
    said = subprocess.run(
        [sys.executable, "-m", "infra.cli", "up"], capture_output=True, text=True, cwd=PROJECT, check=False
    )
    assert said.returncode == 2
    assert said.stderr.startswith("RENRAKU_PORT の値「abc」は使えません")
    assert "Traceback" not in said.stderr
