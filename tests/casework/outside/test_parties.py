"""自治体立病院の関係者: three offices come in, somebody leads, the State's information is complete or visibly not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from cases.casework.outside import parties
from cases.clock import JST
from cases.records import Facility, Letter
from cases.vocabulary import FacilityKind, OperatingKind, PartyRole
from tests.a_case import Case, jst, rows
from tests.house import House
from ui.pages.of_case.coordination import banner_html


def municipal(
    house: House,
    *,
    operator: str,
    owner: str,
    place: str = "つるぎ町",
    authority: str = "徳島県",
    **registered: object,
) -> Case:
    """A suspicion at a municipal hospital, taken in; the engine has done its part."""
    staff = house.office(authority)
    ministry = house.office("厚生労働省")
    facility = house.facility("公立病院", place, authority=authority)
    with house.owner.begin() as connection:
        connection.execute(
            update(Facility)
            .where(Facility.id == facility)
            .values(municipal=True, operating_body=operator, owner_municipality=owner, **registered)
        )
    case = Case(house, house.suspicion(staff["担当1"], "公立病院"))
    case.staff = {**staff, "厚生労働省": ministry["担当"]}
    house.drain()
    return case


@pytest.fixture
def handa(house: House) -> Case:
    return municipal(house, operator="つるぎ町病院事業課", owner="つるぎ町")


@pytest.mark.requirement("R-081")
def test_自治体立病院の案件には三者が自動で加わる(handa: Case) -> None:
    assert [(p.roles, p.name) for p in handa.sheet.parties] == [
        ("運営部署（団体）", "つるぎ町病院事業課"),
        ("都道府県", "徳島県"),
        ("病院を有する市区町村等", "つるぎ町"),
    ]
    handa.take("担当1", "confirm_facts")
    assert len(handa.sheet.parties) == 3


def test_登録にある運営部署の連絡先が使われ_通知が届く(house: House) -> None:
    contact = {
        "operating_contact": "病院事業課長",
        "operating_phone": "000-0000-0000",
        "operating_email": "byoin@example.jp",
    }
    case = municipal(house, operator="つるぎ町病院事業課", owner="つるぎ町", **contact)
    body, *others = case.sheet.parties
    assert (body.person, body.phone, body.email) == ("病院事業課長", "000-0000-0000", "byoin@example.jp")
    assert [p.email for p in others] == ["", ""]
    assert [letter.to for letter in case.letters("party_added")] == ["つるぎ町病院事業課"]


def test_一つの団体が二つの立場を持つときは一者として数える(house: House) -> None:
    case = municipal(house, operator="つるぎ町", owner="つるぎ町")
    assert [(p.roles, p.name) for p in case.sheet.parties] == [
        ("運営部署（団体）・病院を有する市区町村等", "つるぎ町"),
        ("都道府県", "徳島県"),
    ]


def test_その他の病院には加わらない(case: Case) -> None:
    assert case.sheet.parties == ()
    assert case.sheet.coordination is None
    assert banner_html(case.sheet) == ""
    assert case.tasks("name_lead_reporter") == []


@pytest.mark.requirement("R-082")
def test_主報告者は必ず決めることになり_決めるまで報告の段階は完了しない(handa: Case) -> None:
    handa.judged()
    assert handa.task("name_lead_reporter").state == "未了"
    handa.reported().reported("final")
    assert handa.state("ministry_report") == "open"
    assert [label for label, met in handa.stage("ministry_report").criteria if not met] == [
        "主報告者を決めた（自治体立病院のとき）"
    ]
    handa.take("課長", "name_lead_reporter", lead="prefecture", agreed_with="つるぎ町病院事業課長")
    assert handa.state("ministry_report") == "done"
    assert handa.task("name_lead_reporter").state == "完了"
    assert handa.sheet.coordination is not None
    assert handa.sheet.coordination.lead == "都道府県"
    assert "主報告者: <strong>都道府県</strong>" in banner_html(handa.sheet)


def test_主報告者は運営部署にも所管の市にも決められ_空欄では決められない(handa: Case) -> None:
    for word, label in (("operating_body", "運営部署（団体）"), ("health_centre_city", "保健所設置市・特別区")):
        handa.take("担当1", "name_lead_reporter", lead=word)
        assert handa.sheet.coordination is not None
        assert handa.sheet.coordination.lead == label
    assert handa.refused("担当1", "name_lead_reporter", lead="").code == "BadFacts"


@pytest.mark.requirement("R-084")
def test_国への連絡と三者の確認がそろうまで赤く表示される(handa: Case) -> None:
    def panel() -> tuple[int, bool]:
        state = handa.sheet.coordination
        assert state is not None
        return len(state.missing), "rk-bad" in banner_html(handa.sheet)

    assert panel() == (5, True)
    handa.take("担当1", "record_phone_contact")
    handa.take("担当1", "name_lead_reporter")
    assert panel() == (3, True)
    for number in (1, 2):
        handa.take("担当1", "record_party_confirmation", number=number)
    assert panel() == (1, True)
    assert "病院を有する市区町村等（つるぎ町）の確認がまだです。" in banner_html(handa.sheet)
    handa.take("担当1", "record_party_confirmation", number=3)
    assert panel() == (0, False)
    assert "確認済み" in banner_html(handa.sheet)
    told = handa.sheet.coordination
    assert told is not None
    assert [(at.astimezone(JST), who, how) for at, who, how in told.informed] == [
        (jst(2021, 10, 31, 0, 30), "自治体", "電話連絡")
    ]


def test_メールアドレスのある関係者には一度だけ通知する(handa: Case) -> None:
    assert handa.letters("party_added") == []
    handa.take("担当1", "correct_participant", number=1, email="byoin@example.jp")
    handa.take("担当1", "add_facts")
    (letter,) = handa.letters("party_added")
    assert letter.to == "つるぎ町病院事業課"
    assert "プリンタ" not in letter.body
    with handa.house.owner.connect() as connection:
        row = connection.execute(Letter.__table__.select().where(Letter.name == "party_added")).one()
    assert (row.address, row.recipient_id) == ("byoin@example.jp", None)


@pytest.mark.parametrize("address", ["byoin", "a@b", "a b@example.jp", "a@example.jp,b@example.jp", "<a@example.jp>"])
def test_読めない宛先は受け付けない(handa: Case, address: str) -> None:
    assert handa.refused("担当1", "correct_participant", number=1, email=address).code == "ActNotOpen"


def test_同じ関係者を二度は加えられない(handa: Case) -> None:
    assert "すでに関係者" in str(handa.refused("担当1", "add_participant", name="徳島県").missing)
    handa.take("担当1", "add_participant", roles=["other"], name="架空組合")
    handa.take("担当1", "correct_participant", number=4, left_reason="関わりがないと分かった")
    assert handa.sheet.parties[3].left_reason
    assert handa.refused("担当1", "record_party_confirmation", number=4).code == "ActNotOpen"
    handa.take("担当1", "add_participant", roles=["other"], name="架空組合")


@pytest.mark.requirement("R-085")
def test_保健所設置市にある県立病院では_検査する市と運営する県が別である(house: House) -> None:
    case = municipal(house, operator="岡山県病院局", owner="岡山県", place="岡山市北区", authority="岡山市")
    state = case.sheet.coordination
    assert state is not None
    assert state.conflict == "運営は岡山県病院局、調査・立入検査は岡山市が行います（別の団体です）。"
    assert [p.same_as_authority for p in case.sheet.parties] == [False, False]
    assert case.sheet.parties[1].roles == "都道府県・病院を有する市区町村等"


@pytest.mark.requirement("R-086")
def test_自分の病院を検査する自治体には利益相反が表示される(house: House) -> None:
    case = municipal(house, operator="徳島県病院局", owner="徳島県")
    assert "▲" in banner_html(case.sheet)
    assert (
        "利益相反の表示: この病院を運営する徳島県病院局は、調査・立入検査を行う徳島県と同じ団体です。"
        in banner_html(case.sheet)
    )
    case.judged().take("課長", "decide_investigation", reason="被害の範囲を確かめる")
    assert dict(case.sheet.decisions[-1].rows)["理由"].splitlines() == [
        "被害の範囲を確かめる",
        "（利益相反の表示: 病院を運営する団体が、調査・指導を行う自治体と同じです。）",
    ]
    case.take("担当1", "correct_participant", number=1, same_as_authority="no")
    assert "利益相反の表示" not in banner_html(case.sheet)


NAMES = st.sampled_from(["", "つるぎ町", "徳島県", "徳島県病院局", "つるぎ町病院事業課", "地方独立行政法人架空機構"])


@given(operator=NAMES, owner=NAMES)
def test_どのような登録でも三つの立場がちょうど一度ずつ現れる(operator: str, owner: str) -> None:
    facility = Facility(kind=FacilityKind.HOSPITAL, operating_body=operator, owner_municipality=owner)
    found = parties.expected(facility, "徳島県", "徳島県", jst(2021, 10, 31, 0, 30))
    assert sorted(role for p in found for role in p.roles) == sorted(
        str(r) for r in PartyRole if r is not PartyRole.OTHER
    )
    named = [p.name for p in found if p.name]
    assert len(named) == len(set(named))


@pytest.mark.parametrize(
    ("name", "authority", "part"),
    [
        ("徳島県", "徳島県", True),
        ("徳島県病院局", "徳島県", True),
        ("大阪府立病院機構", "大阪府", False),
        ("地方独立行政法人大阪府立病院機構", "大阪府", False),
        ("つるぎ町", "徳島県", False),
        ("", "徳島県", False),
    ],
)
def test_団体が所管自治体の一部かどうか(name: str, authority: str, part: bool) -> None:
    assert parties.is_part_of(name, authority) is part


def test_地方独立行政法人は名前が似ていても別の団体である(house: House) -> None:
    case = municipal(house, operator="徳島県病院事業", owner="徳島県", operating_kind=OperatingKind.LOCAL_AGENCY)
    assert not case.sheet.parties[0].same_as_authority


def test_断られた操作は何も残さない(case: Case) -> None:
    before = rows(case.house)
    assert case.refused("担当1", "name_lead_reporter").code == "ActNotOpen"
    assert rows(case.house) == before
