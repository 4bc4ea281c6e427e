"""取込みの記録: いつ、何を、どこまで取り込んだかが残り、途中で消えた取込みは中断と記される。"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from cases.vocabulary import RegistryKind, RunState
from infra.registry.reading import Reject
from infra.registry.runs import ImportRefused, Outcome, begin, note_end, note_interrupted
from tests.house import House


def outcome(day: date, kind: RegistryKind = RegistryKind.HOSPITAL) -> Outcome:
    return Outcome("01-1_x.csv", kind, day)


def runs(house: House) -> list[Any]:
    with house.owner.connect() as connection:
        return list(connection.execute(text("SELECT * FROM registry_run ORDER BY id")).mappings())


def ended(house: House, day: date, state: RunState) -> int:
    number = begin(house.owner, outcome(day), house.clock.now())
    with house.owner.begin() as connection:
        note_end(connection, number, outcome(day), state, house.clock.now())
    return number


def test_始まりと終わりの数が残る(house: House) -> None:
    came = outcome(date(2025, 12, 1))
    number = begin(house.owner, came, house.clock.now())
    assert [(one["id"], one["state"], one["finished_at"]) for one in runs(house)] == [(number, "running", None)]
    came.rows, came.added, came.updated, came.attached, came.delisted = 10, 3, 2, 1, 4
    came.rejects = [Reject(4, "名称が空欄です", "")]
    with house.owner.begin() as connection:
        note_end(connection, number, came, RunState.DONE, house.clock.now())
    [one] = runs(house)
    names = ("state", "rows_read", "added", "updated", "unchanged", "attached", "rejected", "delisted")
    assert [one[name] for name in names] == ["done", 10, 3, 2, 3, 1, 1, 4]
    assert one["finished_at"] == house.clock.now()


def test_失敗した取込みには数を残さない(house: House) -> None:
    ended(house, date(2025, 12, 1), RunState.FAILED)
    [one] = runs(house)
    assert (one["state"], one["rows_read"] or 0) == ("failed", 0)


def test_途中で消えた取込みは_次の取込みが中断と記す(house: House) -> None:
    begin(house.owner, outcome(date(2025, 12, 1)), house.clock.now())
    done = ended(house, date(2025, 12, 1), RunState.DONE)
    with house.owner.begin() as connection:
        note_interrupted(connection)
    assert {one["id"] == done: one["state"] for one in runs(house)} == {False: "interrupted", True: "done"}


def test_同じ種別のより新しいデータの後では_始めない(house: House) -> None:
    ended(house, date(2025, 12, 1), RunState.DONE)
    with pytest.raises(ImportRefused, match="2024年06月01日時点のデータです。より新しい2025年12月01日時点"):
        begin(house.owner, outcome(date(2024, 6, 1)), house.clock.now())
    assert len(runs(house)) == 1


def test_失敗した新しいデータと_ほかの種別は妨げない(house: House) -> None:
    ended(house, date(2025, 12, 1), RunState.FAILED)
    assert begin(house.owner, outcome(date(2024, 6, 1)), house.clock.now())
    ended(house, date(2025, 12, 1), RunState.DONE)
    assert begin(house.owner, outcome(date(2024, 6, 1), RegistryKind.PHARMACY), house.clock.now())
    assert begin(house.owner, outcome(date(2025, 12, 1)), house.clock.now()), "同じ時点のものは、もう一度取り込める"
