"""国が先に把握した事案と、医療機関等から国への直接の連絡 (M-1.4, M-3.2)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from cases.errors import ActNotOpen, NotFound, UnknownFacility, UnknownMunicipality, WrongRole
from cases.records import DirectContact
from cases.vocabulary import Sharing
from tests.a_case import Case
from tests.house import House

HEARD = {"facility": "町立病院", "what_happened": "電子カルテが開かないと電話があった"}


def receive(house: House, **facts: Any) -> tuple[Sharing, str]:
    with house.desk(house.office("厚生労働省")["担当"]) as desk:
        outcome, number = desk.receive_contact({"detected_at": house.clock.now(), **HEARD, **facts})
    house.drain()
    return outcome, number


def case_of(house: House, number: str) -> Case:
    with house.desk(house.office("徳島県")["担当1"]) as desk:
        return Case(house, desk.find(number))


@pytest.fixture
def offices(house: House) -> House:
    house.office("徳島県")
    house.office("厚生労働省")
    house.facility("町立病院")
    return house


@pytest.mark.requirement("R-109")
def test_国からの依頼は案件がなくても出せ_所管の自治体の一覧に案件ができる(offices: House) -> None:
    heard = offices.later(hours=2)
    taken = offices.take(
        offices.office("厚生労働省")["担当"],
        "share_incident",
        facility="町立病院",
        what_happened="脆弱性のある装置が公開されている",
        detected_at=heard,
        learned_from="関係機関からの情報提供",
        kind="investigate",
        question="装置の設定を調べてほしい",
    )
    offices.drain()
    case = case_of(offices, taken.number)
    sheet = case.sheet
    assert (sheet.authority, sheet.awareness_source, sheet.awareness_note) == (
        "徳島県",
        "厚生労働省からの共有",
        "関係機関からの情報提供",
    )
    assert sheet.grasped_at == heard
    assert dict(sheet.exchanges[0].rows)["内容"] == "装置の設定を調べてほしい"
    assert case.task("answer_inquiry").holder == "担当1"
    assert sheet.lead == "担当1"


@pytest.mark.requirement("R-056")
def test_案件のない医療機関の直接の連絡は_自治体の把握として案件になる(offices: House) -> None:
    outcome, number = receive(offices)
    assert outcome is Sharing.OPENED
    sheet = case_of(offices, number).sheet
    assert (sheet.awareness_source, sheet.grasped_at) == ("厚生労働省からの共有", offices.clock.now())
    assert sheet.ministry_contacts[0].title == "医療機関等から直接連絡"


@pytest.mark.requirement("R-056")
def test_案件のある医療機関の直接の連絡は_その案件に残り_担当に知らされる(offices: House) -> None:
    number = case_of(offices, receive(offices)[1]).sheet.number
    offices.later(hours=1)
    outcome, again = receive(offices, gist="復旧の見込みについて")
    case = case_of(offices, again)
    assert (outcome, again) == (Sharing.TOLD, number)
    assert len(case.sheet.ministry_contacts) == 2
    assert case.read_by("facility_contacted") == {("担当1", False)}


@pytest.mark.requirement("R-056")
def test_共有しない設定の自治体には案件を開かず_連絡は国に残る(offices: House) -> None:
    with offices.desk(offices.office("厚生労働省")["担当"]) as desk:
        desk.choose_sharing("360007", False, "自治体の希望による")
    assert receive(offices) == (Sharing.KEPT, "")
    with offices.desk(offices.office("徳島県")["担当1"]) as desk:
        assert desk.worklist().total == 0
    with offices.owner.connect() as connection:
        assert connection.scalars(select(DirectContact.facility)).all() == ["町立病院"]
    with offices.desk(offices.office("厚生労働省")["担当"]) as desk:
        desk.choose_sharing("360007", True, "共有することになった")
    assert receive(offices)[0] is Sharing.OPENED


def test_登録のない医療機関は_市区町村から所管の自治体が決まる(offices: House) -> None:
    with pytest.raises(UnknownFacility):
        receive(offices, facility="架空診療所")
    with pytest.raises(UnknownMunicipality):
        receive(offices, facility="架空診療所", municipality="架空市", facility_kind="clinic")
    outcome, number = receive(offices, facility="架空診療所", municipality="鳴門市", facility_kind="clinic")
    assert (outcome, case_of(offices, number).sheet.municipality) == (Sharing.OPENED, "鳴門市")


def test_既に案件があるときは二つ目を開かない(offices: House) -> None:
    receive(offices)
    with pytest.raises(ActNotOpen) as refused:
        offices.take(offices.office("厚生労働省")["担当"], "share_incident", detected_at=offices.clock.now(), **HEARD)
    assert "既に開いています" in refused.value.missing[0]


@pytest.mark.requirement("R-245")
def test_前の窓口への直接の連絡も受け付けて_回付したことが残る(offices: House) -> None:
    offices.clock.set(offices.clock.now().replace(year=2023))
    _, number = receive(offices, addressed_to="03-3595-2430")
    assert "回付しました" in dict(case_of(offices, number).sheet.ministry_contacts[0].rows)["回付"]


def test_自治体の職員は国の連絡を記録できず_記録も見えない(offices: House) -> None:
    officer = offices.office("徳島県")["担当1"]
    with pytest.raises(WrongRole), offices.desk(officer) as desk:
        desk.receive_contact({"detected_at": offices.clock.now(), **HEARD})
    with pytest.raises(NotFound), offices.desk(officer) as desk:
        desk.find("360007-2021-0001")
