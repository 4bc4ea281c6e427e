"""保守会社連絡, unattended: numbers that nobody has confirmed for long are named before the officer dials."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from tests.a_case import Case
from tests.flows.test_inspection import said
from tests.house import House

WORDS = "確かめた記録がありません"


def confirmed(house: House, facility: int, days_ago: int) -> None:
    """The office asked the hospital about its vendor that many days ago."""
    with house.owner.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO contact_check (facility_id, authority_code, vendor_id, known_at, opened_at, settled_at, "
                "settled_by, settled_office, note) SELECT v.facility_id, v.authority_code, v.id, NULL, :at, :at, "
                "(SELECT min(id) FROM officer WHERE authority_code = v.authority_code), '担当1', '電話で確認' "
                "FROM facility_vendor v WHERE v.facility_id = :facility"
            ),
            {"facility": facility, "at": house.clock.now() - timedelta(days=days_ago)},
        )


def opened(house: House, days_ago: int | None) -> Case:
    staff = house.office("徳島県")
    facility = house.facility()
    if days_ago is not None:
        confirmed(house, facility, days_ago)
    case = Case(house, house.suspicion(staff["担当1"]))
    house.drain()
    return case


def test_長く確かめていない番号は_始まりに一度だけ言われ_担当の業務に載る(house: House) -> None:
    case = opened(house, 500)
    case.take("担当1", "record_containment")
    [words] = said(case, WORDS)
    assert words.startswith("架空システム株式会社の電話番号は、2020年6月18日(木) 00:30以後、")
    assert words.endswith("先に医療機関等に番号を確かめてください")
    assert words in case.task("vendor_contact").note


def test_登録の後に確かめた記録のない番号も言われる(house: House) -> None:
    assert len(said(opened(house, None), "登録の後、確かめた記録がありません")) == 1


def test_近ごろ確かめた番号については何も言わない(house: House) -> None:
    case = opened(house, 30)
    assert said(case, WORDS) == []
    assert case.task("vendor_contact").note == ""
