"""医療機関等の登録: found whatever the spelling, corrected by its own office, moved with its old cases kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text, update

from cases.clock import JST
from cases.errors import ActNotOpen, BadFacts, NotFound, OutsideJurisdiction, StaleVersion, UnknownFacility, WrongRole
from cases.records import Authority, Facility, Jurisdiction
from cases.registry.views import FacilitySheet
from cases.store.officers import SignedIn
from cases.views.general import Taken
from cases.vocabulary import AuthorityKind, FacilityKind
from infra.registry.reassign import reassign
from tests.a_case import Case
from tests.house import House

WHO = "担当1"
VENDOR = {"company": "架空システム株式会社", "phone": "088-000-0000"}
MUNICIPAL = {
    "municipal": True,
    "operating_body": "架空町病院局",
    "operating_kind": "public_enterprise",
    "operating_phone": "088-000-0001",
    "owner_municipality": "つるぎ町",
    "owner_prefecture": "徳島県",
}


@pytest.fixture
def officer(house: House) -> SignedIn:
    return house.office("徳島県")[WHO]


def sheet(house: House, officer: SignedIn, facility: int) -> FacilitySheet:
    with house.desk(officer) as desk:
        found = desk.registry.sheet(facility)
        assert isinstance(found, FacilitySheet)
        return found


def do(house: House, officer: SignedIn, facility: int, name: str, /, **facts: Any) -> Taken:
    with house.desk(officer) as desk:
        taken = desk.registry.take(name, facility, facts, desk.registry.sheet(facility).version)
        assert isinstance(taken, Taken)
        return taken


def found(house: House, officer: SignedIn, words: str = "", **filters: Any) -> list[str]:
    with house.desk(officer) as desk:
        return [row.name for row in desk.registry.search(words, **filters).rows]


class TestSearch:
    @pytest.mark.parametrize(
        "words",
        [
            "ハンダ",
            "はんだ",
            "ﾊﾝﾀﾞ",
            "半田",
            "つるぎ町立半田",
            "ツルギ町 病院",
            "半田　つるぎ町",
            "ＡＢＣ",
            "abc",
            "つるぎ町立　半田病院",
        ],
    )
    def test_全角半角もひらがなカタカナも区切りも問わない(self, house: House, officer: SignedIn, words: str) -> None:
        house.facility("つるぎ町立 半田病院")
        house.facility("別の診療所", kind=FacilityKind.CLINIC)
        with house.owner.begin() as connection:
            connection.execute(
                update(Facility)
                .where(Facility.name == "つるぎ町立 半田病院")
                .values(kana="ツルギチョウリツハンダビョウイン", short_name="ＡＢＣ")
            )
        assert found(house, officer, words) == ["つるぎ町立 半田病院"]

    @pytest.mark.parametrize("words", ["%", "_", "\\", "'", "\x00"])
    def test_記号は記号として探す(self, house: House, officer: SignedIn, words: str) -> None:
        house.facility("半田病院")
        assert found(house, officer, words) == ([] if words != "\x00" else ["半田病院"])

    def test_種別と市区町村と印でしぼる(self, house: House, officer: SignedIn) -> None:
        house.facility("甲病院")
        house.facility("乙診療所", kind=FacilityKind.CLINIC, municipality="美馬市", vendors=())
        assert found(house, officer, kind=FacilityKind.CLINIC) == ["乙診療所"]
        assert found(house, officer, without_vendor=True) == ["乙診療所"]
        with house.desk(officer) as desk:
            code = next(c.value for c in desk.registry.municipalities() if c.label == "美馬市")
        assert found(house, officer, municipality=code) == ["乙診療所"]
        assert found(house, officer, municipal=True) == []

    def test_よその自治体のものは出ない_国には全国が出る(self, house: House, officer: SignedIn) -> None:
        house.facility("甲病院")
        house.facility("乙病院", "宇陀市", authority="奈良県")
        assert found(house, officer) == ["甲病院"]
        assert set(found(house, house.office("厚生労働省")["担当"])) == {"甲病院", "乙病院"}

    def test_頁の外を尋ねても_最後の頁を返す(self, house: House, officer: SignedIn) -> None:
        for n in range(3):
            house.facility(f"病院{n}")
        with house.desk(officer) as desk:
            page = desk.registry.search(page=99, size=2)
        assert (page.page, page.total, [row.name for row in page.rows]) == (2, 3, ["病院2"])


class TestRegister:
    @pytest.mark.requirement("R-003")
    def test_医療機関コードのないネットワークを登録し_案件の対象にできる(self, house: House, officer: SignedIn) -> None:
        with house.desk(officer) as desk:
            taken = desk.registry.register(
                {"name": "架空医療連携ネット", "kind": "regional_network", "municipality": "徳島市"}
            )
        case = house.suspicion(officer, "架空医療連携ネット")
        sheet_ = house.case(officer, case)
        assert (sheet_.facility, sheet_.facility_kind) == ("架空医療連携ネット", "地域医療情報連携ネットワーク")
        assert sheet(house, officer, taken.case_id).row.institution_code == ""

    @pytest.mark.requirement("R-004")
    @pytest.mark.parametrize("kind", list(FacilityKind))
    def test_九つの種別のどれでも登録でき_立入検査の可否は種別で決まる(
        self, house: House, officer: SignedIn, kind: FacilityKind
    ) -> None:
        with house.desk(officer) as desk:
            desk.registry.register({"name": "架空の施設", "kind": kind, "municipality": "徳島市"})
        assert found(house, officer, kind=kind) == ["架空の施設"]
        case = house.suspicion(officer, "架空の施設")
        assert house.case(officer, case).may_be_inspected is (
            kind in ("hospital", "clinic", "dental_clinic", "birth_centre")
        )

    def test_同じ名称は書き方が違っても二度登録できない(self, house: House, officer: SignedIn) -> None:
        house.facility("半田病院")
        with house.desk(officer) as desk, pytest.raises(ActNotOpen, match="半田病院"):
            desk.registry.register({"name": "半田　病院", "kind": "hospital", "municipality": "つるぎ町"})

    def test_ネットワークの参加者を_管内のものは登録と結び_管外のものは名称で残す(
        self, house: House, officer: SignedIn
    ) -> None:
        hospital = house.facility("半田病院")
        network = house.facility("架空ネット", kind=FacilityKind.REGIONAL_NETWORK)
        do(house, officer, network, "add_member", name="半田　病院")
        do(house, officer, network, "add_member", name="よその県の診療所")
        members = sheet(house, officer, network).members
        assert [(name, facility) for _, name, _, facility in members] == [
            ("半田病院", hospital),
            ("よその県の診療所", None),
        ]
        assert sheet(house, officer, hospital).networks == ((network, "架空ネット"),)
        do(house, officer, network, "end_member", member=members[0][0])
        assert sheet(house, officer, hospital).networks == ()
        with pytest.raises(ActNotOpen):
            do(house, officer, hospital, "add_member", name="x")


class TestCorrect:
    def test_訂正は前後と職名を残し_公表データより優先する(self, house: House, officer: SignedIn) -> None:
        facility = house.facility("半田病院")
        with house.owner.begin() as connection:
            connection.execute(
                update(Facility).values(registry_id="3610000000001", listed_on=date(2025, 12, 1), address="旧住所")
            )
        do(house, officer, facility, "correct_facility", name="半田病院", address="新住所", registry_id="3610000000001")
        now = sheet(house, officer, facility)
        assert now.differs == (("所在地", "新住所", "旧住所"),)
        assert (now.changes[0].actor, now.changes[0].rows) == ("徳島県 担当1", (("所在地", "旧住所", "新住所"),))
        do(house, officer, facility, "correct_facility", name="半田病院", address="旧住所", registry_id="3610000000001")
        assert sheet(house, officer, facility).differs == ()

    def test_同僚が先に直していれば断り_何が変わったかを示す(self, house: House, officer: SignedIn) -> None:
        facility = house.facility("半田病院")
        seen = sheet(house, officer, facility).version
        do(house, house.office("徳島県")["担当2"], facility, "correct_facility", name="半田病院", phone="0883-00-0000")
        with house.desk(officer) as desk, pytest.raises(StaleVersion) as caught:
            desk.registry.take("correct_facility", facility, {"name": "別の名前"}, seen)
        assert [(change.who, change.label) for change in caught.value.changes] == [
            ("徳島県 担当2", "登録内容を訂正する")
        ]
        assert sheet(house, officer, facility).row.name == "半田病院"

    def test_よその自治体の職員には無いのと同じ_国と医療監視員は直せない(self, house: House, officer: SignedIn) -> None:
        facility = house.facility("半田病院")
        with pytest.raises(NotFound):
            sheet(house, house.office("奈良県")[WHO], facility)
        for who in (house.office("厚生労働省")["担当"], house.office("徳島県")["医療監視員"]):
            assert sheet(house, who, facility).editable is False
            with pytest.raises(WrongRole):
                do(house, who, facility, "correct_facility", name="x")

    def test_医療機関コードの検証数字は注意だけで_登録できる(self, house: House, officer: SignedIn) -> None:
        facility = house.facility("半田病院")
        do(house, officer, facility, "correct_facility", name="半田病院", institution_code="０１１０１１３７１８")
        now = sheet(house, officer, facility)
        assert now.row.institution_code == "0110113718"
        assert "検証数字" in now.code_warning
        do(house, officer, facility, "correct_facility", name="半田病院", institution_code="0110113719")
        assert sheet(house, officer, facility).code_warning == ""

    def test_公表データのIDは13桁で_ほかと重ならない(self, house: House, officer: SignedIn) -> None:
        one, two = house.facility("甲病院"), house.facility("乙病院")
        do(house, officer, one, "correct_facility", name="甲病院", registry_id="3610000000001")
        with pytest.raises(BadFacts):
            do(house, officer, two, "correct_facility", name="乙病院", registry_id="361")
        with pytest.raises(ActNotOpen, match="甲病院"):
            do(house, officer, two, "correct_facility", name="乙病院", registry_id="3610000000001")

    def test_変わるところのない訂正は残さない(self, house: House, officer: SignedIn) -> None:
        facility = house.facility("半田病院")
        with pytest.raises(ActNotOpen, match="変わるところがありません"):
            do(house, officer, facility, "correct_facility", name="半田病院")


class TestVendors:
    @pytest.mark.requirement("R-042")
    def test_保守会社等を幾つでも登録でき_一社もなければ未記入と示す(self, house: House, officer: SignedIn) -> None:
        facility = house.facility("半田病院", vendors=())
        assert found(house, officer, without_vendor=True) == ["半田病院"]
        do(house, officer, facility, "add_vendor", **VENDOR)
        do(
            house,
            officer,
            facility,
            "add_vendor",
            company="架空回線株式会社",
            phone="088-000-0002",
            person="保守窓口",
            systems="院内ネットワーク",
            all_hours=True,
            contract_number="第7号",
            contract_from="2021-04-01",
            contract_to="2024-03-31",
        )
        first, second = sheet(house, officer, facility).vendors
        assert (first.company, first.phone) == ("架空システム株式会社", "088-000-0000")
        assert (second.person, second.systems, second.all_hours) == ("保守窓口", "院内ネットワーク", True)
        assert (second.contract_number, second.contract_to) == ("第7号", date(2024, 3, 31))
        assert found(house, officer, without_vendor=True) == []

    def test_電話番号のない保守会社等は登録できない(self, house: House, officer: SignedIn) -> None:
        facility = house.facility("半田病院")
        with pytest.raises(BadFacts):
            do(house, officer, facility, "add_vendor", company="架空")

    def test_外した保守会社等は連絡先に出ず_記録には残る(self, house: House, officer: SignedIn) -> None:
        facility = house.facility("半田病院")
        (vendor,) = sheet(house, officer, facility).vendors
        do(house, officer, facility, "correct_vendor", vendor=vendor.id, company="架空新社", phone="088-111-1111")
        do(house, officer, facility, "end_vendor", vendor=vendor.id, reason="契約の終了")
        assert sheet(house, officer, facility).vendors == ()
        rows = [row for line in sheet(house, officer, facility).changes for row in line.rows]
        assert rows == [
            ("保守会社等", "架空新社（088-111-1111）", "外した（契約の終了）"),
            ("保守会社等", "架空システム株式会社（088-000-0000）", "架空新社（088-111-1111）"),
        ]
        with pytest.raises(NotFound):
            do(house, officer, facility, "end_vendor", vendor=vendor.id, reason="もう一度")

    def test_よその医療機関の保守会社等は直せない(self, house: House, officer: SignedIn) -> None:
        one, two = house.facility("甲病院"), house.facility("乙病院")
        (vendor,) = sheet(house, officer, two).vendors
        with pytest.raises(NotFound):
            do(house, officer, one, "correct_vendor", vendor=vendor.id, **VENDOR)


class TestMunicipal:
    @pytest.mark.requirement("R-080")
    @pytest.mark.parametrize(
        "missing", ["operating_body", "operating_kind", "operating_phone", "owner_municipality", "owner_prefecture"]
    )
    def test_自治体立病院とするには_運営部署と設置者と連絡先が要る(
        self, house: House, officer: SignedIn, missing: str
    ) -> None:
        facility = house.facility("半田病院")
        with pytest.raises(ActNotOpen, match="も入力してください"):
            do(house, officer, facility, "set_municipal", **{k: v for k, v in MUNICIPAL.items() if k != missing})
        assert sheet(house, officer, facility).row.municipal is False
        do(house, officer, facility, "set_municipal", **MUNICIPAL)
        now = sheet(house, officer, facility)
        assert now.row.municipal is True
        assert ("運営部署（団体）の区分", "公営企業局") in now.operating

    def test_自治体立病院でなければ_何も要らない(self, house: House, officer: SignedIn) -> None:
        facility = house.facility("半田病院")
        do(house, officer, facility, "set_municipal", **MUNICIPAL)
        do(house, officer, facility, "set_municipal", municipal=False)
        assert sheet(house, officer, facility).row.municipal is False


def core_city(house: House, city: str, code: str, since: date) -> None:
    """A fictional future: the city gets a health centre of its own."""
    before = since - timedelta(days=1)
    with house.owner.begin() as connection:
        connection.execute(
            insert(Authority).values(
                code=code, kind=AuthorityKind.HEALTH_CENTRE_CITY, name=city, prefecture="徳島県", effective_from=since
            )
        )
        connection.execute(
            update(Jurisdiction).where(Jurisdiction.municipality_code == code).values(effective_to=before)
        )
        connection.execute(
            insert(Jurisdiction).values(municipality_code=code, authority_code=code, effective_from=since)
        )


class TestAuthorityMoves:
    """鳴門市が保健所設置市になる（架空）."""

    CITY, CODE, SINCE = "鳴門市", "362026", date(2022, 4, 1)

    @pytest.mark.requirement("R-006")
    def test_新しい案件は新しい自治体が受け_これまでの案件は元の自治体に残る(
        self, house: House, officer: SignedIn
    ) -> None:
        facility = house.facility("架空病院", self.CITY)
        old = house.suspicion(officer, "架空病院")
        core_city(house, self.CITY, self.CODE, self.SINCE)
        house.clock.set(datetime(2022, 3, 31, 12, 0, tzinfo=JST))
        before = house.suspicion(officer, "架空病院", separate_reason="別の事案")
        house.clock.set(datetime(2022, 4, 1, 9, 0, tzinfo=JST))
        with pytest.raises(OutsideJurisdiction) as caught:
            house.suspicion(officer, "架空病院")
        assert (caught.value.municipality, caught.value.competent) == (self.CITY, self.CITY)
        with house.owner.begin() as connection:
            assert reassign(connection, self.SINCE, house.clock.now()) == [("徳島県", self.CITY, 1)]
        city = house.office(self.CITY)[WHO]
        new = house.suspicion(city, "架空病院")
        assert house.case(city, new).number.startswith(self.CODE)
        for case in (old, before):
            kept = house.case(officer, case)
            assert (kept.facility, kept.authority, kept.vendors[0].company) == (
                "架空病院",
                "徳島県",
                "架空システム株式会社",
            )
            with pytest.raises(NotFound):
                house.case(city, case)
        with house.desk(officer) as desk:
            assert {row.id for row in desk.worklist().rows} == {old, before}
            assert desk.registry.search().total == 0
        with pytest.raises(NotFound):
            house.case(officer, new)
        with pytest.raises(UnknownFacility):
            house.suspicion(officer, "架空病院")
        (line,) = sheet(house, city, facility).changes
        assert (line.label, line.on_date, line.rows) == (
            "所管自治体の変更",
            self.SINCE,
            (("所管自治体", "徳島県", self.CITY),),
        )

    def test_前の日には動かず_二度実行しても同じ(self, house: House, officer: SignedIn) -> None:
        facility = house.facility("架空病院", self.CITY)
        core_city(house, self.CITY, self.CODE, self.SINCE)
        for day, moved in ((date(2022, 3, 31), 0), (self.SINCE, 1), (self.SINCE, 0)):
            with house.owner.begin() as connection:
                assert len(reassign(connection, day, house.clock.now())) == moved
        assert sheet(house, house.office(self.CITY)[WHO], facility).row.authority == self.CITY

    @pytest.mark.requirement("R-006")
    def test_よその管内へ移転すれば_登録も移り_案件は残る(self, house: House, officer: SignedIn) -> None:
        facility = house.facility("架空病院")
        case = house.suspicion(officer, "架空病院")
        do(house, officer, facility, "move_facility", municipality="宇陀市", address="新住所", moved_on="2021-10-30")
        with house.desk(officer) as desk:
            assert desk.registry.search().total == 0
        assert house.case(officer, case).facility == "架空病院"
        moved = sheet(house, house.office("奈良県")[WHO], facility)
        assert (moved.row.municipality, moved.row.authority, moved.row.address) == ("宇陀市", "奈良県", "新住所")
        assert moved.changes[0].on_date == date(2021, 10, 30)
        with pytest.raises(NotFound):
            do(house, officer, facility, "correct_facility", name="元の自治体からの訂正")

    def test_よその自治体の医療機関等を移すことはできない(self, house: House, officer: SignedIn) -> None:
        """Not even by calling the database's own function."""
        facility = house.facility("架空病院", "宇陀市", authority="奈良県")
        with house.doors.desk.begin() as connection:
            connection.execute(text("SELECT set_config('renraku.codes', '360007', true)"))
            call = text("SELECT hand_over_facility(:id, '364681', '2021-10-31')")
            assert connection.scalar(call, {"id": facility}) is None
        assert sheet(house, house.office("奈良県")[WHO], facility).row.municipality == "宇陀市"


def test_案件の一覧と検索は_二十万件でも索引か一度の走査で済む(case: Case) -> None:
    """The plans of the desk's own questions, under row-level security."""
    house = case.house
    with house.owner.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO facility (authority_code, municipality_code, kind, name, kana, municipality_name, address,"
                " phone, municipal, operating_body, owner_municipality, registry_id)"
                " SELECT j.authority_code, m.code, 'clinic', '架空' || n, '', m.name, '', '', false, '', '',"
                " lpad(n::text, 13, '0') FROM generate_series(1, 20000) n"
                " JOIN LATERAL (SELECT * FROM municipality OFFSET n % 1800 LIMIT 1) m ON true"
                " JOIN jurisdiction j ON j.municipality_code = m.code AND j.effective_to IS NULL"
            )
        )
    with house.owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE facility"))
    with house.doors.desk.begin() as connection:
        connection.execute(text("SELECT set_config('renraku.codes', '360007', true)"))

        def plan(query: str) -> str:
            return "\n".join(str(line) for line in connection.scalars(text(f"EXPLAIN {query}")))

        searching = plan(
            "SELECT * FROM facility WHERE authority_code = '360007' AND NOT unidentified"
            " AND strpos(search, search_form('はんだ')) > 0 ORDER BY municipality_code, name, id LIMIT 25"
        )
        assert "uq_facility_authority_code" in searching
        worklist = plan(
            "SELECT c.*, f.name FROM case_file c JOIN facility f ON f.id = c.facility_id"
            " WHERE c.closed_at IS NULL AND c.authority_code = '360007' ORDER BY c.next_due LIMIT 25"
        )
        assert "Index Scan" in worklist
        assert "Seq Scan on facility" not in worklist
