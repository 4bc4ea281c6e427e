"""所管の変更: その日に所管する自治体へ移し、案件は元の自治体に残す。"""

from __future__ import annotations

from datetime import date

from sqlalchemy import text

from infra.registry.reassign import reassign
from tests.house import House
from tests.infra.registry.registry_files import listed

NEW_CITY = date(2018, 4, 1)
"""明石市の中核市への移行."""


def moved(house: House, day: date) -> list[tuple[str, str, int]]:
    with house.owner.begin() as connection:
        return reassign(connection, day, house.clock.now())


def test_移るのは_その日に所管が違うものだけで_二度目は何も移らない(house: House) -> None:
    for name in ("架空あかし病院", "架空おおくら病院"):
        house.facility(name, "明石市", authority="兵庫県")
    house.facility()
    assert moved(house, NEW_CITY) == [("兵庫県", "明石市", 2)]
    assert [one.authority_code for one in listed(house)] == ["282031", "282031", "360007"]
    versions = [one.version for one in listed(house)]
    assert moved(house, NEW_CITY) == []
    assert [one.version for one in listed(house)] == versions


def test_前の日なら移らない(house: House) -> None:
    house.facility("架空あかし病院", "明石市", authority="兵庫県")
    assert moved(house, date(2018, 3, 31)) == []


def test_保守会社も移り_これまでの案件は元の自治体に残る(house: House) -> None:
    staff = house.office("徳島県")
    house.facility()
    case = house.suspicion(staff["担当1"])
    with house.owner.begin() as connection:
        connection.execute(
            text("UPDATE jurisdiction SET authority_code = '372013' WHERE municipality_code = :town"),
            {"town": listed(house)[0].municipality_code},
        )
    today = house.clock.now().date()
    assert moved(house, today) == [("徳島県", "高松市", 1)]
    with house.owner.connect() as connection:
        assert connection.scalar(text("SELECT authority_code FROM facility_vendor")) == "372013"
        said = connection.execute(text("SELECT label, on_date, changes FROM facility_change")).one()
    assert tuple(said) == ("所管自治体の変更", today, {"authority": ["徳島県", "高松市"]})
    assert house.case(staff["担当1"], case).authority == "徳島県"
