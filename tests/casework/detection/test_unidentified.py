"""報道が先に来る: どの医療機関等か分からないまま受け付け、後で結び付ける."""

from __future__ import annotations

from typing import Any

import pytest

from cases.errors import ActNotOpen, BadFacts, FactNeeded, OutsideJurisdiction, UnknownFacility
from cases.vocabulary import AttackKind, AwarenessSource, SystemKind
from tests.a_case import Case, jst
from tests.desk.test_refusals import refused_at_intake
from tests.house import House

PRESS: dict[str, Any] = {
    "facility": "県西部の病院",
    "unidentified": True,
    "awareness_source": "mass_media",
    "awareness_note": "架空新聞 10月31日朝刊 https://shimbun.invalid/1",
}


@pytest.fixture
def sought(house: House) -> Case:
    """報道だけで受け付けた、医療機関等の分からない案件."""
    return Case.opened(house, **PRESS)


@pytest.mark.requirement("R-061")
def test_把握の経緯を選ばなければ受け付けない(house: House) -> None:
    house.facility("町立病院")
    with house.desk(house.office("徳島県")["担当1"]) as desk, pytest.raises(BadFacts) as caught:
        desk.take(
            "report_suspicion", None, {"facility": "町立病院", "what_happened": "x", "detected_at": house.clock.now()}
        )
    assert caught.value.errors == [("awareness_source", "missing", {})]


@pytest.mark.requirement("R-061")
@pytest.mark.parametrize("source", list(AwarenessSource), ids=lambda one: one.label)
def test_把握の経緯はどれも選べて_そのまま残る(house: House, source: AwarenessSource) -> None:
    case = Case.opened(house, awareness_source=source, awareness_note="当直室への電話")
    assert case.sheet.awareness_source == source.label
    assert {"住民からの情報", "警察からの情報", "保守会社等からの情報", "厚生労働省からの共有"} <= {
        one.label for one in AwarenessSource
    }


@pytest.mark.requirement("R-061")
@pytest.mark.parametrize("source", ["mass_media", "press_release", "other"])
def test_報道とその他は_補足がなければ受け付けない(house: House, source: str) -> None:
    house.facility("町立病院")
    refusal = refused_at_intake(house, awareness_source=source)
    assert isinstance(refusal, FactNeeded)
    assert refusal.field_label == "把握の経緯の補足"


@pytest.mark.requirement("R-012")
@pytest.mark.parametrize("kind", list(AttackKind), ids=lambda one: one.label)
def test_攻撃の種別は受付のときから選べて_不明のままでもよい(house: House, kind: AttackKind) -> None:
    case = Case.opened(house, attack_kind=kind, attack_note="遠隔保守の乗っ取り")
    assert case.sheet.attack_kind == kind.label
    assert case.sheet.attack_note == "遠隔保守の乗っ取り"


@pytest.mark.requirement("R-012")
def test_攻撃の種別は言わなければ不明_その他には言葉が要る(house: House) -> None:
    case = Case.opened(house)
    assert case.sheet.attack_kind == "不明・確認中"
    assert isinstance(case.refused("担当1", "add_facts", attack_kind="other"), FactNeeded)
    case.take("担当1", "add_facts", attack_kind="other", attack_note="遠隔保守の乗っ取り")
    assert (case.sheet.attack_kind, case.sheet.attack_note) == ("その他", "遠隔保守の乗っ取り")


@pytest.mark.requirement("R-011")
def test_影響を受けたシステムは受付のときから選べる(house: House) -> None:
    case = Case.opened(house, affected_systems=["emr", "regional_network", "other"], systems_note="透析の記録")
    assert set(case.sheet.affected_systems) == {
        "電子カルテシステム",
        "地域医療情報連携ネットワーク",
        "その他の医療情報システム",
    }
    assert case.sheet.systems_note == "透析の記録"


@pytest.mark.requirement("R-011")
def test_不明とした後に分かれば_不明は消える(house: House) -> None:
    case = Case.opened(house, affected_systems=[SystemKind.UNKNOWN])
    case.take("担当1", "add_facts", affected_systems=["emr"])
    assert case.sheet.affected_systems == ("電子カルテシステム",)


@pytest.mark.requirement("R-063")
def test_報道だけで_医療機関等が分からなくても受け付ける(sought: Case) -> None:
    sheet = sought.sheet
    assert sheet.facility == "医療機関等は特定中（県西部の病院）"
    assert sheet.awareness_note.endswith("https://shimbun.invalid/1")
    assert sheet.unidentified
    assert sheet.unconfirmed
    assert {"identify_facility", "confirm_facts", "first_report"} <= sought.open_tasks
    assert sought.state("ministry_report") == "open"


@pytest.mark.requirement("R-063")
def test_報道の日時も残る(house: House) -> None:
    case = Case.opened(house, **PRESS, awareness_at=jst(2021, 10, 31, 0, 10))
    assert case.sheet.awareness_at == jst(2021, 10, 31, 0, 10)


def test_特定できない案件は一つの市区町村に幾つでも開ける(house: House) -> None:
    first = Case.opened(house, **PRESS, municipality="つるぎ町")
    second = house.suspicion(first.staff["担当1"], **{**PRESS, "facility": "別の診療所", "municipality": "つるぎ町"})
    sheet = house.case(first.staff["担当1"], second)
    assert (sheet.facility, sheet.municipality) == ("医療機関等は特定中（別の診療所）", "つるぎ町")
    assert sheet.facility_id == first.sheet.facility_id


def test_市区町村も分からなければ_その旨を示す(sought: Case) -> None:
    assert sought.sheet.municipality == "市区町村は確認中"


def test_通知にも伝えられた呼び名が載る(sought: Case) -> None:
    assert "県西部の病院" in sought.letters("case_received")[0].body


def test_一覧では伝えられた呼び名でも探せる(sought: Case) -> None:
    with sought.house.desk(sought.staff["担当1"]) as desk:
        assert [row.id for row in desk.worklist(search="県西部").rows] == [sought.id]


def test_特定中の行は_登録された医療機関等として選べない(sought: Case) -> None:
    with sought.house.desk(sought.staff["担当1"]) as desk:
        assert [one.label for one in desk.facilities()] == ["町立病院（つるぎ町・病院）"]


@pytest.mark.requirement("R-063")
def test_後で医療機関等に結び付けても_番号と記録は変わらない(sought: Case) -> None:
    sought.record("担当1", "record_phone_contact")
    before = sought.sheet
    sought.take("担当2", "attach_facility")
    after = sought.sheet
    assert (after.number, after.grasped_at, len(after.ministry_contacts)) == (before.number, before.grasped_at, 1)
    assert (after.facility, after.municipality, after.reported_facility) == ("町立病院", "つるぎ町", "県西部の病院")
    assert sought.task("identify_facility").state == "完了"
    assert sought.letters()[-1].subject  # letters go on
    assert not after.unidentified


@pytest.mark.requirement("R-063")
def test_医療機関等に確かめるまで未確認の印が付き_特定しないと確かめられない(sought: Case) -> None:
    refusal = sought.refused("担当1", "confirm_facts")
    assert isinstance(refusal, ActNotOpen)
    assert "医療機関等がまだ特定されていません" in refusal.missing[0]
    sought.take("担当1", "attach_facility")
    assert sought.sheet.unconfirmed
    sought.take("担当1", "confirm_facts")
    assert not sought.sheet.unconfirmed


def test_登録のない医療機関等や管轄外のものには結び付けられない(sought: Case) -> None:
    assert isinstance(sought.refused("担当1", "attach_facility", facility="無い病院"), UnknownFacility)
    sought.house.facility("高知の病院", "須崎市", authority="高知県")
    assert isinstance(sought.refused("担当1", "attach_facility", facility="高知の病院"), UnknownFacility)


def test_特定中のものを特定中に結び付けることはできない(sought: Case) -> None:
    refusal = sought.refused("担当1", "attach_facility", facility="医療機関等は特定中")
    assert isinstance(refusal, UnknownFacility)


@pytest.mark.requirement("R-060")
def test_特定できないものも_管轄の外の市区町村なら管轄の自治体を告げる(house: House) -> None:
    assert isinstance(refused_at_intake(house, **PRESS, municipality="宇陀市"), OutsideJurisdiction)


def test_取り違えた医療機関等は改められ_元の呼び名が残る(house: House) -> None:
    case = Case.opened(house)
    house.facility("町立第二病院", "美馬市")
    case.take("担当1", "attach_facility", facility="町立第二病院")
    assert (case.sheet.facility, case.sheet.reported_facility) == ("町立第二病院", "町立病院")
    assert isinstance(case.refused("担当1", "attach_facility", facility="町立第二病院"), ActNotOpen)


@pytest.mark.requirement("R-070")
def test_一覧には把握からの時間と次の業務が出る(house: House) -> None:
    case = Case.opened(house, grasped_at=house.clock.now())
    grasped = house.clock.now()
    house.later(hours=2)
    with house.desk(case.staff["担当1"]) as desk:
        row = desk.worklist().rows[0]
    assert (row.grasped_at, row.next_action) == (grasped, "保守会社等への連絡を確認する")
    case.vendor_called()
    case.judged(care="unknown")
    with house.desk(case.staff["担当1"]) as desk:
        assert desk.worklist().rows[0].next_action == "判断保留・判断待ちの項目を再確認し、判断し直す"


@pytest.mark.requirement("R-232")
def test_出来事の日時と入力の日時は別に_分まで残る(house: House) -> None:
    house.clock.set(jst(2021, 10, 31, 9, 47))
    case = Case.opened(house, detected_at=jst(2021, 10, 31, 0, 31), detected_approx=True)
    line = case.sheet.history[-1]
    assert (line.facts["detected_at"], line.facts["detected_approx"]) == ("2021-10-31T00:31:00+09:00", True)
    assert line.at == jst(2021, 10, 31, 9, 47)
