"""部品は、自分の役割の接続先だけを受け取り、止められる順番と合図を持つ。"""

from __future__ import annotations

import signal
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from infra.commands import parts
from infra.running.postgres import Cluster
from infra.running.supervisor import Part
from infra.settings import PROJECT, Settings, settings

KEEP = {
    "準備": {"owner", "desk", "ministry", "engine", "gate", "guest"},
    "画面": {"desk", "ministry", "gate", "guest"},
    "自動処理": {"engine"},
    "Prefect": set(),
    "練習用メール": set(),
    "不達の受付": {"engine"},
}


@pytest.fixture
def mine(monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("PREFECT_API_KEY", "先に入っていた値")
    return settings()


def all_parts(mine: Settings) -> list[Part]:
    make = (
        parts.preparation,
        parts.screens,
        parts.engine,
        parts.prefect_server,
        parts.practice_mailbox,
        parts.bounce_door,
    )
    return [one(mine) for one in make]


def environment(part: Part) -> dict[str, str]:
    found = part.options["env"]
    assert isinstance(found, dict)
    return found


def test_部品は自分の役割の接続先だけを受け取る(mine: Settings) -> None:
    for part in all_parts(mine):
        told = environment(part)
        known = {role for role in KEEP["準備"] if told[f"RENRAKU_{parts.ROLE_URLS[role].upper()}"]}
        assert known == KEEP[part.name], part.name


def test_データベースのパスワードは_役割の外の部品のどこにもない(mine: Settings) -> None:
    owner = urlsplit(mine.database_url).password
    assert owner
    for part in all_parts(mine):
        text = "\n".join((*part.command, *environment(part).values()))
        assert (owner in text) is (part.name == "準備"), part.name


def test_Prefectの接続先と設定は_Prefectだけに渡る(mine: Settings) -> None:
    for part in all_parts(mine):
        told = environment(part)
        holds = any("renraku_prefect" in value for value in told.values())
        assert holds is (part.name == "Prefect"), part.name
        assert "PREFECT_API_KEY" not in told, part.name
        assert told["RENRAKU_PREFECT_DATABASE_URL"] == ""
    assert environment(parts.prefect_server(mine))["PREFECT_SERVER_API_AUTH_STRING"] == mine.prefect_auth_string


def test_Prefectの口は_設定の番号で開く(mine: Settings) -> None:
    where = urlsplit(mine.prefect_api_url)
    assert parts.prefect_server(mine).command[-2:] == (where.hostname, str(where.port))


def test_暗号化しないPrefectには_証明書を一つだけ読ませる(mine: Settings) -> None:
    file = Path(environment(parts.engine(mine))["PREFECT_API_SSL_CERT_FILE"])
    text = file.read_text(encoding="ascii")
    assert text.count("BEGIN CERTIFICATE") == text.count("END CERTIFICATE") == 1
    written = file.stat().st_mtime_ns
    parts.engine(mine)
    assert file.stat().st_mtime_ns == written, "あるものは書き直さない"
    over_tls = mine.model_copy(update={"prefect_api_url": "https://prefect.example/api"})
    assert "PREFECT_API_SSL_CERT_FILE" not in environment(parts.engine(over_tls))


def test_データベースは最後に_開いた処理を巻き戻す合図で止まる(mine: Settings) -> None:
    cluster = Cluster(mine.data_dir)
    database = parts.database(cluster)
    assert (database.last, database.stop_signal) == (True, signal.SIGINT)
    assert database.command[:3] == (str(database.command[0]), "-D", str(cluster.data))
    assert not any(one.last for one in all_parts(mine))
    assert {one.stop_signal for one in all_parts(mine)} == {signal.SIGTERM}


def test_部品はどこで命じられても_同じ場所で動く(
    mine: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert {one.options["cwd"] for one in all_parts(mine)} == {PROJECT}
