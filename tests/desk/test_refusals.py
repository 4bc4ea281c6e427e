"""Bad input: a clear refusal, and nothing stored."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from cases.errors import (
    ActNotOpen,
    BadFacts,
    ImpossibleTime,
    NotFound,
    OutsideJurisdiction,
    Refused,
    StaleVersion,
    UnknownAct,
    UnknownFacility,
    UnknownMunicipality,
    WrongRole,
)
from cases.vocabulary import FacilityKind
from tests.a_case import ORDINARY, Case, jst, rows
from tests.house import House
from ui.texts import sentence


def refused_at_intake(house: House, **facts: Any) -> Refused:
    """The refusal of a suspicion; fails when it is accepted or leaves anything behind."""
    officer = house.office("徳島県")["担当1"]
    before = rows(house)
    with pytest.raises(Refused) as caught:
        house.take(officer, "report_suspicion", **{**ORDINARY["report_suspicion"](house.clock.now()), **facts})
    assert rows(house) == before
    return caught.value


NEW = {"facility": "登録のない医院", "facility_kind": "clinic"}


@pytest.mark.requirement("R-060")
def test_登録のない医療機関は種別と市区町村を求められる(house: House) -> None:
    refusal = refused_at_intake(house)
    assert isinstance(refusal, UnknownFacility)
    assert "種別と市区町村を入力してください" in sentence(refusal)


@pytest.mark.requirement("R-060")
def test_登録のない医療機関も種別と市区町村があれば受け付ける(house: House) -> None:
    officer = house.office("徳島県")["担当1"]
    facts = {**ORDINARY["report_suspicion"](house.clock.now()), **NEW, "municipality": "徳島県つるぎ町"}
    sheet = house.case(officer, house.take(officer, "report_suspicion", **facts).case_id)
    assert (sheet.facility, sheet.facility_kind, sheet.municipality) == ("登録のない医院", "診療所（医科）", "つるぎ町")


def test_同じ名前の医療機関が二つあれば候補を示す(house: House) -> None:
    house.facility("中央病院", "つるぎ町")
    house.facility("中央病院", "美馬市")
    refusal = refused_at_intake(house, facility="中央病院")
    assert isinstance(refusal, UnknownFacility)
    assert len(refusal.candidates) == 2
    case = Case.opened(house, facility="中央病院", municipality="美馬市")
    assert case.sheet.municipality == "美馬市"


def test_ない市区町村は受け付けない(house: House) -> None:
    refusal = refused_at_intake(house, **NEW, municipality="架空町")
    assert isinstance(refusal, UnknownMunicipality)
    assert "「架空町」という市区町村は見つかりません" in sentence(refusal)


@pytest.mark.requirement("R-005")
@pytest.mark.parametrize(("place", "competent"), [("宇陀市", "奈良県"), ("岐阜市", "岐阜市"), ("千代田区", "千代田区")])
def test_管轄の外の医療機関には管轄の自治体を告げる(house: House, place: str, competent: str) -> None:
    refusal = refused_at_intake(house, **NEW, municipality=place)
    assert isinstance(refusal, OutsideJurisdiction)
    assert refusal.competent == competent


@pytest.mark.requirement("R-005")
def test_県庁は保健所設置市の医療機関を受け付けない(house: House) -> None:
    officer = house.office("岐阜県")["担当1"]
    with pytest.raises(OutsideJurisdiction):
        house.take(
            officer,
            "report_suspicion",
            **{**ORDINARY["report_suspicion"](house.clock.now()), **NEW, "municipality": "岐阜市"},
        )


@pytest.mark.parametrize("number", ["999999", "99999999999999999999999", "²", "\x00"])
def test_ない施設番号は受け付けない(house: House, number: str) -> None:
    assert isinstance(refused_at_intake(house, facility=number), UnknownFacility | BadFacts)


def test_貼り付けに紛れた空文字は取り除く(house: House) -> None:
    assert Case.opened(house, what_happened="画面が\x00暗い").sheet.what_happened == "画面が暗い"


@pytest.mark.requirement("R-062")
def test_覚知より前の把握は受け付けない(house: House) -> None:
    house.facility("町立病院")
    refusal = refused_at_intake(house, grasped_at=house.clock.now() - timedelta(minutes=1))
    assert isinstance(refusal, ImpossibleTime)
    assert (refusal.field_label, refusal.other_label) == ("把握日時", "覚知日時")


@pytest.mark.requirement("R-232")
@pytest.mark.parametrize("ahead", [timedelta(minutes=2), timedelta(days=365)])
def test_先の日時の覚知は受け付けない(house: House, ahead: timedelta) -> None:
    house.facility("町立病院")
    refusal = refused_at_intake(house, detected_at=house.clock.now() + ahead)
    assert isinstance(refusal, ImpossibleTime)
    assert refusal.rule == "future"


@pytest.mark.parametrize("year", [1, 21, 1999])
def test_書き誤りと分かる昔の日時は受け付けない(house: House, year: int) -> None:
    house.facility("町立病院")
    refusal = refused_at_intake(house, detected_at=jst(2021, 10, 31, 0).replace(year=year))
    assert isinstance(refusal, ImpossibleTime)
    assert refusal.other_label == "記録できる最も古い日時"


def test_書き誤りと分かる先の希望日時は受け付けない(case: Case) -> None:
    refusal = case.refused("厚生労働省", "ask_inquiry", wished_by=jst(9999, 12, 31, 23))
    assert isinstance(refusal, ImpossibleTime)


def test_時差の分からない日時は受け付けない(house: House) -> None:
    house.facility("町立病院")
    refusal = refused_at_intake(house, detected_at="2021-10-31T00:30:00")
    assert isinstance(refusal, BadFacts)
    assert refusal.errors[0][:2] == ("detected_at", "timezone_aware")


@pytest.mark.requirement("R-062")
def test_覚知より前の判断は受け付けない(case: Case) -> None:
    refusal = case.refused("担当1", "judge", judged_at=case.now - timedelta(minutes=1))
    assert isinstance(refusal, ImpossibleTime)
    assert "「判断日時」" in sentence(refusal)
    assert "「覚知日時」" in sentence(refusal)


@pytest.mark.requirement("R-062")
def test_覚知より後の発生は受け付けない(case: Case) -> None:
    later = case.later(hours=1)
    refusal = case.refused("担当1", "add_facts", occurred_at=later)
    assert isinstance(refusal, ImpossibleTime)
    assert refusal.rule == "after"


@pytest.mark.parametrize(
    ("act", "field"),
    [
        ("confirm_facts", "confirmed_at"),
        ("close_as_not_attack", "confirmed_at"),
        ("record_phone_contact", "contacted_at"),
        ("record_facility_contact", "contacted_at"),
        ("decide_voluntary_report", "decided_at"),
    ],
)
def test_覚知より前にはあり得ない操作は受け付けない(case: Case, act: str, field: str) -> None:
    assert isinstance(case.refused("担当1", act, **{field: case.now - timedelta(days=1)}), ImpossibleTime)


def test_足りない項目と余分な項目は一つずつ告げる(case: Case) -> None:
    refusal = case.refused("担当1", "confirm_facts", with_whom="", 余分="x")
    assert isinstance(refusal, BadFacts)
    assert {path for path, _, _ in refusal.errors} == {"with_whom", "余分"}


def test_ない操作は受け付けない(case: Case) -> None:
    before = rows(case.house)
    with pytest.raises(UnknownAct), case.house.desk(case.staff["担当1"]) as desk:
        desk.take("delete_case", case.id, {}, 1)
    assert rows(case.house) == before


def test_まだ始まっていない段階の操作は_いつ始まるかを告げて断る(case: Case) -> None:
    refusal = case.refused("課長", "decide_investigation")
    assert isinstance(refusal, ActNotOpen)
    assert refusal.missing[0].startswith(
        "「調査・指導・立入検査」はまだ始まっていません（サイバー攻撃を受けたと判断したとき"
    )


@pytest.mark.parametrize(
    ("who", "act"),
    [
        ("担当1", "approve_report"),
        ("医療監視員", "judge"),
        ("担当1", "record_receipt"),
        ("厚生労働省", "confirm_facts"),
    ],
)
def test_役割にない操作は_誰の操作かを告げて断る(case: Case, who: str, act: str) -> None:
    refusal = case.refused(who, act)
    assert isinstance(refusal, WrongRole)
    assert refusal.needed


def test_古い画面からの操作は_その間の変化を告げて断る(case: Case) -> None:
    seen = case.sheet.version
    case.take("担当2", "add_facts")
    before = rows(case.house)
    with pytest.raises(StaleVersion) as caught, case.house.desk(case.staff["担当1"]) as desk:
        desk.take("confirm_facts", case.id, ORDINARY["confirm_facts"](case.now), as_seen=seen)
    assert rows(case.house) == before
    assert [(c.who, c.label) for c in caught.value.changes] == [("徳島県 担当2", "事実を追記する")]


def test_見た版を告げない操作は断る(case: Case) -> None:
    with pytest.raises(StaleVersion), case.house.desk(case.staff["担当1"]) as desk:
        desk.take("confirm_facts", case.id, ORDINARY["confirm_facts"](case.now))


def test_自動処理が進んだだけなら_画面は古くならない(house: House) -> None:
    case = Case.opened(house, engine=False)
    seen = case.sheet
    house.drain()
    assert (case.sheet.version, case.sheet.pulse > seen.pulse) == (seen.version, True)
    with house.desk(case.staff["担当1"]) as desk:
        desk.take("confirm_facts", case.id, ORDINARY["confirm_facts"](case.now), as_seen=seen.version)


@pytest.mark.requirement("R-014")
@pytest.mark.parametrize("act", ["confirm_facts", "judge", "record_containment", "assign_lead"])
def test_ほかの自治体の案件は見つからない(case: Case, act: str) -> None:
    stranger = case.house.office("奈良県")["担当1"]
    before = rows(case.house)
    with pytest.raises(NotFound), case.house.desk(stranger) as desk:
        desk.take(act, case.id, ORDINARY[act](case.now), as_seen=case.sheet.version)
    assert rows(case.house) == before


def test_断られた操作の後も同じ案件を続けられる(case: Case) -> None:
    case.refused("担当1", "judge", judged_at=case.now - timedelta(minutes=1))
    case.judged()
    assert case.sheet.result == "連絡対象"


@pytest.mark.requirement("R-003")
def test_地域医療情報連携ネットワークも案件の対象になる(house: House) -> None:
    assert Case.opened(house, kind=FacilityKind.REGIONAL_NETWORK).state("vendor_contact") == "open"


def both(first: Callable[[], object], second: Callable[[], object]) -> list[object]:
    """What became of two deeds done at the same moment: the result, or the refusal."""

    def outcome(deed: Callable[[], object]) -> object:
        try:
            return deed()
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(outcome, (first, second)))


def test_二人が同時に操作すれば_後の一人だけが断られる(case: Case) -> None:
    seen = case.sheet.version

    def confirm(who: str) -> Callable[[], object]:
        def deed() -> object:
            with case.house.desk(case.staff[who]) as desk:
                return desk.take("confirm_facts", case.id, ORDINARY["confirm_facts"](case.now), as_seen=seen)

        return deed

    outcomes = both(confirm("担当1"), confirm("担当2"))
    assert sorted(type(one).__name__ for one in outcomes) == ["StaleVersion", "Taken"]
    assert case.sheet.version == seen + 1


def test_二人が同時に受け付けても_案件番号は重ならない(house: House) -> None:
    house.facility("町立病院")
    staff = house.office("徳島県")
    outcomes = both(
        lambda: house.suspicion(staff["担当1"], "町立病院"), lambda: house.suspicion(staff["担当2"], "町立病院")
    )
    numbers = {house.case(staff["担当1"], int(str(one))).number for one in outcomes}
    assert numbers == {"360007-2021-0001", "360007-2021-0002"}
