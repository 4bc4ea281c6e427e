"""自治体・市区町村・所管の表は、同梱のファイルのとおりにデータベースに入る。"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine, text

from cases.records import MINISTRY_CODE
from cases.rulebook import rulebook
from infra.database import reference


@pytest.fixture
def owner(urls: dict[str, str]) -> Iterator[Connection]:
    engine = create_engine(urls["owner"])
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def forget(owner: Connection) -> None:
    """As if the files had changed since."""
    owner.execute(text("COMMENT ON TABLE jurisdiction IS 'いつかの版'"))


def test_ファイルのすべての行が入り_厚生労働省が加わる(owner: Connection) -> None:
    book = rulebook()
    codes = set(owner.scalars(text("SELECT code FROM authority")))
    assert codes == {one.code for one in book.authorities} | {MINISTRY_CODE}
    assert set(owner.scalars(text("SELECT code FROM municipality"))) == {one.code6 for one in book.municipalities}
    rows = owner.execute(
        text("SELECT municipality_code, authority_code, effective_from, effective_to FROM jurisdiction")
    )
    assert {tuple(row) for row in rows} == {
        (one.code6, one.authority_code, one.effective_from, one.effective_to) for one in book.jurisdictions
    }


def test_変わっていないファイルは読み直さない(owner: Connection) -> None:
    owner.execute(text("UPDATE authority SET name = '手で直した名' WHERE code = '360007'"))
    reference.load(owner)
    assert owner.scalar(text("SELECT name FROM authority WHERE code = '360007'")) == "手で直した名"


def test_変わったファイルは読み直し_何も消さない(owner: Connection) -> None:
    owner.execute(text("UPDATE authority SET name = '古い名' WHERE code = '360007'"))
    owner.execute(text("UPDATE municipality SET kana = '' WHERE code = '362018'"))
    owner.execute(text("DELETE FROM jurisdiction WHERE municipality_code = '362018'"))
    owner.execute(
        text("INSERT INTO municipality (code, name, kana, prefecture) VALUES ('369999', '旧町', '', '徳島県')")
    )
    forget(owner)
    reference.load(owner)
    assert owner.scalar(text("SELECT name FROM authority WHERE code = '360007'")) == "徳島県"
    assert owner.scalar(text("SELECT kana FROM municipality WHERE code = '362018'")) != ""
    assert owner.scalar(text("SELECT count(*) FROM jurisdiction WHERE municipality_code = '362018'")) == 1
    assert owner.scalar(text("SELECT name FROM municipality WHERE code = '369999'")) == "旧町"
    mark = owner.scalar(text("SELECT obj_description('jurisdiction'::regclass)"))
    assert len(str(mark)) == 64
