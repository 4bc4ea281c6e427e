"""データベースを今の版にする: 何度行ってもよく、所管の変更は医療機関等に及ぶ。"""

from __future__ import annotations

from sqlalchemy import create_engine, text

from infra.database.update import update
from infra.running.postgres import Cluster
from tests.house import House


def test_新しいデータベースは_一度で使えるようになり_二度目は何も変えない(cluster: Cluster) -> None:
    url = cluster.create_database("empty_one")
    try:
        update(url)
        engine = create_engine(url)
        with engine.connect() as connection:
            before = connection.execute(text("SELECT xmin::text, code FROM authority ORDER BY code")).all()
        update(url)
        with engine.connect() as connection:
            assert connection.execute(text("SELECT xmin::text, code FROM authority ORDER BY code")).all() == before
            assert len(before) > 100
            for table in ("case_file", "officer", "facility"):
                assert connection.scalar(text(f"SELECT count(*) FROM {table}")) == 0
        engine.dispose()
    finally:
        cluster.drop_database("empty_one")


def test_所管が変わっていれば_医療機関等は移り_経過に残る(house: House) -> None:
    facility = house.facility("架空あかし病院", "明石市", authority="兵庫県")
    update(house.urls["owner"])
    update(house.urls["owner"])
    with house.owner.connect() as connection:
        assert connection.scalar(text("SELECT authority_code FROM facility")) == "282031"
        changes = connection.execute(text("SELECT facility_id, actor, label, changes FROM facility_change")).all()
    moved = {"authority": ["兵庫県", "明石市"]}
    assert [tuple(row) for row in changes] == [(facility, "所管の変更", "所管自治体の変更", moved)]
