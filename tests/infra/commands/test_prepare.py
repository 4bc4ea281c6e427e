"""起動の前の準備: データベースを今の版にし、本番では演習の職員を置かない。"""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from infra.commands import prepare
from infra.running.postgres import Cluster
from tests.infra.conftest import point_settings_at
from tests.kept import urls_of


@pytest.fixture
def empty(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """本番の設定で、まだ何もないデータベース."""
    cluster.create_database("unprepared")
    urls = urls_of(cluster, "unprepared")
    point_settings_at(urls, monkeypatch)
    level = logging.getLogger("alembic").level
    yield urls
    logging.getLogger("alembic").setLevel(level)
    cluster.drop_database("unprepared")


def test_空のデータベースが使えるようになり_利用者の一覧は示さない(
    empty: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    prepare.main()
    assert capsys.readouterr().out == ""
    owner = create_engine(empty["owner"])
    with owner.connect() as connection:
        assert connection.scalar(text("SELECT name FROM authority WHERE code = '360007'")) == "徳島県"
        assert connection.scalar(text("SELECT count(*) FROM officer")) == 0
    owner.dispose()
