"""自前の PostgreSQL: 設定にある利用者とデータベースを作り、足りないことは起動の前に日本語で言う。"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import create_engine, text

from infra.cli import main
from infra.commands import database as own_server
from infra.database import update
from infra.database.roles import DATABASE_ROLES
from infra.running.cluster_home import socket_dir
from infra.running.postgres import ROLES, Cluster
from infra.settings import Settings, load


def say(words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["renraku", *words.split()])
    with pytest.raises(SystemExit) as left:
        main()
    shown = capsys.readouterr()
    return int(left.value.code or 0), shown.out + shown.err


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Cluster]:
    """A server that has never heard of us, and an administrator who is no superuser."""
    server = Cluster(tmp_path / "server", durable=False)
    server.start()
    with server.superuser() as connection:
        for name in ("renraku", "prefect"):
            connection.execute(f"DROP DATABASE {name}")
        for role in ROLES:
            connection.execute(f"DROP ROLE renraku_{role}")
        connection.execute("CREATE ROLE dba LOGIN CREATEROLE CREATEDB PASSWORD 'dba-secret'")
        connection.execute("CREATE ROLE clerk LOGIN PASSWORD 'clerk-secret'")
        connection.execute("GRANT CONNECT ON DATABASE postgres TO dba, clerk")
    yield server
    server.destroy()


def at(server: Cluster, user: str, password: str, name: str = "renraku") -> str:
    return f"postgresql://{user}:{password}@/{name}?host={quote(str(socket_dir(server.home)), safe='')}"


@pytest.fixture
def told(empty: Cluster, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation whose settings name that server."""
    monkeypatch.setenv("RENRAKU_DATABASE_URL", at(empty, "renraku_owner", "secret-owner"))
    for role in DATABASE_ROLES:
        monkeypatch.setenv(f"RENRAKU_{role.upper()}_DATABASE_URL", at(empty, f"renraku_{role}", f"secret-{role}"))
    monkeypatch.setenv("RENRAKU_PREFECT_DATABASE_URL", at(empty, "renraku_prefect", "secret-prefect", "prefect"))
    return load()


def test_空のサーバーに利用者とデータベースを作り_そのまま使える(
    empty: Cluster, told: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, shown = say("database check", monkeypatch, capsys)
    assert code == 2
    assert "利用者 renraku_desk は、この名前とパスワードでは入れません。" in shown
    assert "secret" not in shown

    clerk = at(empty, "clerk", "clerk-secret", "postgres")
    code, shown = say(f"database make --admin {clerk}", monkeypatch, capsys)
    assert code == 2
    assert "管理者 clerk には、利用者とデータベースを作る権限" in shown

    dba = at(empty, "dba", "dba-secret", "postgres")
    code, shown = say(f"database make --admin {dba}", monkeypatch, capsys)
    assert (code, "secret" in shown) == (0, False)
    assert "作りました: renraku_owner、renraku_desk" in shown
    assert "すべて既にありました" in say(f"database make --admin {dba}", monkeypatch, capsys)[1]

    update.update(told.role_url("owner"))
    desk = create_engine(told.role_url("desk"))
    with desk.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM case_file")).scalar() == 0
    desk.dispose()
    assert "7 個の利用者すべてでつながりました" in say("database check", monkeypatch, capsys)[1]
    _shortcomings(empty, told)


def _shortcomings(empty: Cluster, told: Settings) -> None:
    with empty.superuser() as connection:
        connection.execute("ALTER ROLE renraku_desk BYPASSRLS")
        connection.execute("GRANT renraku_owner TO renraku_guest")
        connection.execute("ALTER ROLE renraku_gate PASSWORD 'another'")
        connection.execute("REVOKE CONNECT ON DATABASE renraku FROM renraku_engine")
    with empty.superuser("prefect") as connection:
        connection.execute("DROP EXTENSION pg_trgm")
    with pytest.raises(own_server.NotReady) as refused:
        own_server.refuse(told)
    assert [line.partition("。")[0] for line in refused.value.lines] == [
        "利用者 renraku_desk は、行ごとの権限を超えられます",
        "利用者 renraku_engine に、データベース renraku へつなぐ権限がありません",
        "利用者 renraku_gate は、この名前とパスワードでは入れません",
        "利用者 renraku_guest は、行ごとの権限を超えられます",
        "データベース prefect に拡張 pg_trgm がありません",
        "「renraku database make」で作るか、「renraku database sql」が示す文を管理者に渡してください",
    ]


def test_準備の文は_管理者がそのまま使え_パスワードを含まない(
    empty: Cluster, told: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, shown = say("database sql", monkeypatch, capsys)
    assert (code, "secret" in shown) == (0, False)
    with empty.superuser() as connection:
        for line in shown.splitlines():
            if line.endswith(";") and "EXTENSION" not in line:
                connection.execute(line)
        for role in ROLES:
            connection.execute(f"ALTER ROLE renraku_{role} PASSWORD 'secret-{role}'")
    with empty.superuser("prefect") as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
    own_server.refuse(told)


@pytest.mark.parametrize(
    ("variable", "value", "line"),
    [
        ("DESK_DATABASE_URL", "postgresql://clerk:x@/renraku", "利用者は renraku_desk にしてください"),
        ("DESK_DATABASE_URL", "postgresql://renraku_desk:x@db.example/renraku", "RENRAKU_DATABASE_URL と同じに"),
        ("PREFECT_DATABASE_URL", "postgresql://renraku_prefect:x@/renraku", "案件とは別のデータベース"),
    ],
)
def test_接続先どうしが食い違うときは_つなぐ前に言う(
    variable: str, value: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENRAKU_DATABASE_URL", "postgresql://renraku_owner:x@/renraku")
    monkeypatch.setenv("RENRAKU_PREFECT_DATABASE_URL", "postgresql://renraku_prefect:x@/prefect")
    for role in DATABASE_ROLES:
        monkeypatch.setenv(f"RENRAKU_{role.upper()}_DATABASE_URL", f"postgresql://renraku_{role}:x@/renraku")
    monkeypatch.setenv(f"RENRAKU_{variable}", value)
    with pytest.raises(own_server.NotReady, match=line):
        own_server.refuse(load())


def test_動いていないサーバーと_内蔵のままの設定(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "内蔵の PostgreSQL を使います。準備は要りません。" in say("database check", monkeypatch, capsys)[1]
    nowhere = quote(str(tmp_path), safe="")
    monkeypatch.setenv("RENRAKU_DATABASE_URL", f"postgresql://renraku_owner:x@/renraku?host={nowhere}")
    monkeypatch.setenv("RENRAKU_PREFECT_API_URL", "http://prefect.example/api")
    for role in DATABASE_ROLES:
        monkeypatch.setenv(
            f"RENRAKU_{role.upper()}_DATABASE_URL", f"postgresql://renraku_{role}:x@/renraku?host={nowhere}"
        )
    code, shown = say("up", monkeypatch, capsys)
    assert code == 2
    assert shown.count("の PostgreSQL につながりません。") == 1
