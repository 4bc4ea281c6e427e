"""一覧は、書き方の違いにかかわらず探せる: width, case, kana, reading, separators; signs are only signs."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from cases.records import CaseFile, Facility
from tests.a_case import Case
from tests.house import House

SAME = ("半田", "ハンダ", "はんだ", "ﾊﾝﾀﾞ", "つるぎ町立　半田", "ＡＢＣ", "ツルギ町 はんだ", "HANDA総合")
SIGNS = ("%", "_", "\\", "'", "半田%", "半田 奈良")


@pytest.fixture
def known(case: Case) -> Case:
    with case.house.owner.begin() as connection:
        connection.execute(
            update(Facility)
            .where(Facility.name == "町立病院")
            .values(name="つるぎ町立 半田病院", kana="ツルギチョウリツハンダビョウイン", short_name="ＡＢＣ")
        )
        connection.execute(update(CaseFile).where(CaseFile.id == case.id).values(reported_facility="ｈａｎｄａ総合"))
    return case


@pytest.mark.requirement("R-238")
def test_案件は_全角半角もかなも読みも番号の区切りも問わずに探せる(known: Case) -> None:
    number = known.sheet.number
    with known.house.desk(known.staff["担当1"]) as desk:
        for words in (*SAME, number, number.replace("-", ""), "３６０００７－２０２１", f"{number}　半田"):
            assert [row.id for row in desk.worklist(search=words).rows] == [known.id], words
        for words in SIGNS:
            assert desk.worklist(search=words).rows == [], words
        assert desk.worklist(search="\x00").total == 1


def test_届かない通知も_同じように探せる(known: Case, house: House) -> None:
    with house.owner.begin() as connection:
        connection.exec_driver_sql("UPDATE letter SET state = 'refused', address = 'Tantou-1@example.lg.jp'")
    with house.desk(known.staff["担当1"]) as desk:
        everything = desk.post.not_reached()
        for words in ("ｔａｎｔｏｕ", "TANTOU1", known.sheet.number):
            assert desk.post.not_reached(search=words) == everything, words
        assert {one.recipient for one in desk.post.not_reached(search="担当１")} == {"担当1"}
        assert len(everything) > 1
        assert not desk.post.not_reached(search="%")
