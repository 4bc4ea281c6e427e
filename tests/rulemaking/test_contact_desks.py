"""The ministry's desk changes: registered with its days, never two at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from cases.errors import (
    OverlappingDesk,
    Refused,
)
from cases.records import ContactDeskEntry
from cases.rulebook.contact_desks import desk_on, reception_at
from cases.rulemaking.facts import DeskVersion
from cases.store.officers import SignedIn
from tests.a_case import jst
from tests.house import House

NEW_DESK = "厚生労働省（演習用）新しい窓口"


def version(start: date, end: date | None = None, **more: Any) -> DeskVersion:
    given = {
        "full_name": "厚生労働省（演習用）新しい窓口",
        "office": "新しい窓口",
        "source": "演習用の事務連絡",
        **more,
    }
    return DeskVersion(effective_from=start, effective_to=end, **given)


@pytest.mark.requirement("R-244")
def test_窓口は登録した日から替わり_その日の窓口に送られる(house: House, ministry: tuple[SignedIn, SignedIn]) -> None:
    with house.desk(ministry[0]) as desk:
        desk.rules.appointment_desk(
            version(
                date(2026, 12, 1), phone="00-0000-0000", email="desk@example.jp", open_from="08:30", open_to="17:15"
            )
        )
    with house.desk(house.office("徳島県")["担当1"]):
        assert desk_on(jst(2026, 11, 30, 23, 59)).full_name.endswith("医療情報担当参事官室")
        new = desk_on(jst(2026, 12, 1, 0))
    assert (new.full_name, new.phone, new.email) == (
        "厚生労働省（演習用）新しい窓口",
        "00-0000-0000",
        "desk@example.jp",
    )
    assert not reception_at(jst(2026, 12, 1, 17, 15)).open_now
    assert reception_at(jst(2026, 12, 1, 17, 15)).opens_at == jst(2026, 12, 2, 8, 30)


@pytest.mark.requirement("R-244")
@pytest.mark.parametrize(
    ("start", "end", "overlaps"),
    [
        (date(2021, 11, 1), date(2021, 11, 30), True),
        (date(2022, 11, 9), None, True),
        (date(2022, 11, 10), None, True),
        (date(2026, 11, 30), None, True),
        (date(2026, 12, 1), None, True),
        (date(2027, 1, 31), None, True),
        (date(2027, 2, 1), None, False),
        (date(2023, 1, 1), date(2026, 11, 30), True),
    ],
)
def test_期間の重なる窓口は登録できない(
    house: House, ministry: tuple[SignedIn, SignedIn], start: date, end: date | None, overlaps: bool
) -> None:
    with house.desk(ministry[0]) as desk:
        desk.rules.appointment_desk(version(date(2026, 12, 1), date(2027, 1, 31)))
    refused: Refused | None = None
    try:
        with house.desk(ministry[0]) as desk:
            desk.rules.appointment_desk(version(start, end))
    except OverlappingDesk as error:
        refused = error
    assert (refused is not None) is overlaps


@pytest.mark.requirement("R-244")
def test_重なる窓口はデータベースも断る(house: House, ministry: tuple[SignedIn, SignedIn]) -> None:
    row = {
        "office": ["室"],
        "full_name": "室",
        "source": "演習用",
        "entered_by": ministry[0].id,
        "entered_office": "担当",
        "entered_at": house.clock.now(),
    }
    with house.owner.begin() as connection:
        connection.execute(insert(ContactDeskEntry).values(**row, effective_from=date(2026, 12, 1)))
    with pytest.raises(IntegrityError, match="ex_contact_desk_overlap"), house.owner.begin() as connection:
        connection.execute(insert(ContactDeskEntry).values(**row, effective_from=date(2027, 5, 1)))


def test_取り消した窓口の前の窓口は続く(house: House, ministry: tuple[SignedIn, SignedIn]) -> None:
    with house.desk(ministry[0]) as desk:
        desk.rules.appointment_desk(version(date(2026, 12, 1)))
    with house.desk(ministry[0]) as desk:
        wrong = desk.rules.appointment_desk(version(date(2027, 4, 1), full_name="誤った窓口"))
    with house.desk(ministry[0]) as desk:
        assert desk_on(jst(2027, 5, 1, 12)).full_name == "誤った窓口"
        desk.rules.withdraw_desk(wrong, "名称の誤り")
    with house.desk(ministry[0]) as desk:
        assert desk_on(jst(2027, 5, 1, 12)).full_name == NEW_DESK
        assert "名称の誤り" in [one.withdrawn for one in desk.rules.desks()]
