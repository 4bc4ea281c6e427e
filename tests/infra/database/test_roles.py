"""利用者とデータベースを作る文: 名前は引用され、パスワードは実行するときだけ入る。"""

from __future__ import annotations

import psycopg
import pytest

from infra.database import roles
from infra.running.postgres import Cluster


def test_見せる文にパスワードはなく_行ごとの権限を超える力もない() -> None:
    shown = roles.role("renraku_desk").as_string()
    assert shown == 'CREATE ROLE "renraku_desk" LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE'
    assert roles.role("renraku_desk", "it's").as_string().endswith(" PASSWORD 'it''s'")


def test_名前の中の引用符は文を壊さない() -> None:
    assert roles.dropped('a"; DROP TABLE x; --').as_string() == (
        'DROP DATABASE IF EXISTS "a""; DROP TABLE x; --" WITH (FORCE)'
    )


def test_作った利用者と部屋は知られ_招かれた者だけが入れる(cluster: Cluster) -> None:
    with cluster.superuser() as connection:
        roles.run(connection, [roles.role("guest_of_test", "合言葉"), roles.role("stranger_of_test", "合言葉")])
        roles.run(connection, roles.database("room_of_test", "renraku_owner", ["guest_of_test"]))
        try:
            people, rooms = roles.known(connection)
            assert {"guest_of_test", "stranger_of_test"} <= people
            assert "room_of_test" in rooms
            address = cluster.superuser_url("room_of_test", driver="").partition("@")[2]
            with psycopg.connect(f"postgresql://guest_of_test:合言葉@{address}") as guest:
                assert guest.info.user == "guest_of_test"
            with pytest.raises(psycopg.OperationalError, match="CONNECT"):
                psycopg.connect(f"postgresql://stranger_of_test:合言葉@{address}")
        finally:
            roles.run(connection, [roles.dropped("room_of_test")])
            for name in ("guest_of_test", "stranger_of_test"):
                connection.execute(f"DROP ROLE {name}")  # type: ignore[call-overload]
        assert "room_of_test" not in roles.known(connection)[1]
