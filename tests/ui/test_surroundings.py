"""What the screens show around a case and a desk: related cases, and who is called now."""

from __future__ import annotations

from tests.house import House
from ui.pages.my_desk import rota_html

VENDOR = (("共通システム株式会社", "000-0000-0000"),)


def test_cases_of_the_same_vendor_are_related_within_ones_own_scope_only(house: House) -> None:
    mine, theirs = house.office("徳島県")["担当1"], house.office("高知県")["担当1"]
    house.facility("第一病院", "つるぎ町", vendors=VENDOR)
    house.facility("第二病院", "美馬市", vendors=VENDOR)
    house.facility("第三病院", "美馬市")
    house.facility("第四病院", "須崎市", authority="高知県", vendors=VENDOR)
    first, second = house.suspicion(mine, "第一病院"), house.suspicion(mine, "第二病院")
    house.suspicion(mine, "第三病院")
    house.suspicion(theirs, "第四病院")
    again = house.suspicion(mine, "第一病院")
    with house.desk(mine) as desk:
        found = desk.related(first)
    assert [(one.facility, one.vendor) for one in found] == [("第一病院", ""), ("第二病院", "共通システム株式会社")]
    assert [one.number for one in found] == [house.case(mine, case).number for case in (again, second)]
    with house.desk(house.office("厚生労働省")["担当"]) as desk:
        assert {one.facility for one in desk.related(second)} == {"第一病院", "第四病院"}


def test_outside_office_hours_the_call_order_comes_first(house: House) -> None:
    officers = house.office("徳島県")
    with house.desk(officers["担当1"]) as desk:
        night = desk.rota()
    assert not night.office_hours
    assert night.on_call == ("担当1", "課長", "担当2")
    assert "本日の当番: 登録なし" in rota_html(night)
    house.later(days=1, hours=10)
    house.duty(officers["担当2"], house.clock.now())
    with house.desk(officers["担当1"]) as desk:
        day = desk.rota()
    assert (day.office_hours, day.duty) == (True, "担当2")
    assert "本日の当番は <strong>担当2</strong>" in rota_html(day)
