"""演習の医療監視員は、任命され、証明書を持つ。"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from infra.exercises.appointments import appoint
from tests.house import House


def register(house: House) -> list[tuple[Any, ...]]:
    with house.owner.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT i.office, i.appointment_number, c.number, c.valid_to FROM inspector i"
                " LEFT JOIN inspector_certificate c ON c.inspector_id = i.id"
                " WHERE i.authority_code IN ('360007', 'MHLW') ORDER BY i.id"
            )
        )
        return [tuple(row) for row in rows]


def appointed(house: House, code: str, *offices: str, **facts: Any) -> None:
    with Session(house.owner) as session, session.begin():
        appoint(session, code, offices, **facts)


def test_番号は役所ごとに数え_国のものは国と分かる(house: House) -> None:
    appointed(house, "360007", "医療監視員", "課長")
    appointed(house, "MHLW", "担当")
    assert register(house) == [
        ("医療監視員", "演習任命第1号", "演習用 第1号", None),
        ("課長", "演習任命第2号", "演習用 第2号", None),
        ("担当", "演習任命第1号", "演習用 国第1号", None),
    ]


def test_既に任命された職は_もう一度任命しない(house: House) -> None:
    appointed(house, "360007", "医療監視員")
    appointed(house, "360007", "医療監視員", "課長")
    assert [row[0] for row in register(house)] == ["医療監視員", "課長"]


def test_期限の切れる証明書と_証明書のない任命も置ける(house: House) -> None:
    appointed(house, "360007", "医療監視員", certificate_to=date(2021, 3, 31))
    appointed(house, "360007", "課長", certificate=False)
    assert [row[2:] for row in register(house)] == [("演習用 第1号", date(2021, 3, 31)), (None, None)]
