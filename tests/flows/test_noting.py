"""What a turn notes for Prefect: steps of few cases, a row for each case, each missed clock once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest

from cases import handbook, system
from cases.system import CaseTurn, Missed, TurnTaken
from cases.vocabulary import StageKey
from flows import detection
from flows.steps import turns
from flows.steps.noting import Notes, noted
from flows.steps.programme import Programme, Step
from flows.steps.trace import MOST_ROWS, _table
from flows.world import here
from tests.a_case import Case
from tests.house import House


@pytest.fixture
def missed(monkeypatch: pytest.MonkeyPatch) -> list[Missed]:
    """The clocks that the turns of this test call missed."""
    found: list[Missed] = []
    take = system.take_turn

    def watched(*given: Any, **named: Any) -> TurnTaken:
        taken = take(*given, **named)
        found.extend(taken.missed)
        return taken

    monkeypatch.setattr(turns.system, "take_turn", watched)
    return found


def test_目安を過ぎた計時は_期日ごとに一度だけ数えられる(house: House, missed: list[Missed]) -> None:
    case = Case.opened(house)
    assert missed == []
    for _ in range(4):
        case.later(hours=3)
        house.drain()
    assert [(one.number, one.rule, one.label) for one in missed] == [(case.sheet.number, "vendor-contact", "目安")]


def test_期日より前の催促は_過ぎたものに数えない(house: House, missed: list[Missed]) -> None:
    case = Case.opened(house)
    clock = case.clock("vendor-contact")
    house.clock.set(clock.due_at)
    case.record("担当1", "record_vendor_contact")
    house.drain()
    assert missed == []


def turn(house: House, programme: Programme, *, each: bool) -> tuple[Notes, TurnTaken]:
    """The new case's detection turn, noted as a run of Prefect notes it."""
    notes, world = Notes(), here()
    work = system.claim(world.database, StageKey.DETECTION, 0, 10)
    steps: Sequence[Any] = noted(programme, notes, world.clock, each=each)
    stage = handbook.stage(StageKey.DETECTION)
    taken = system.take_turn(world.database, world.clock, stage, work, steps, world.sender, direct=False)
    return notes, taken


def test_少ない案件の段は順に控えられ_何を行い次に何があるかが一行になる(house: House) -> None:
    case = Case.opened(house, engine=False)
    notes, _ = turn(house, detection.STEPS, each=True)
    assert [step.title for step in notes.steps] == [step.title for step in detection.STEPS]
    given = next(step for step in notes.steps if step.title == "業務を割り当てる")
    assert [words.partition("」")[0] for words in given.said] == [
        "業務「医療機関等に状況を確認する",
        "業務「四つの判断を行う（攻撃・障害・漏洩・診療への支障）",
    ]
    [row] = notes.rows.values()
    assert row.case == case.sheet.number
    assert set(given.said) <= set(row.done)
    assert row.coming[0].startswith("医療機関等に状況を確認する（担当")


def test_多い案件では段を控えず_案件ごとの行だけが残る(house: House) -> None:
    Case.opened(house, engine=False)
    notes, _ = turn(house, detection.STEPS, each=False)
    assert notes.steps == []
    assert len(notes.rows) == 1


def test_できなかった段は_誤りの名とともに控えられる(house: House) -> None:
    def fail(_: CaseTurn) -> None:
        raise ValueError("壊れた案件")

    Case.opened(house, engine=False)
    notes, taken = turn(house, (*detection.STEPS[:2], Step("壊れた段", fail)), each=True)
    assert [step.failure for step in notes.steps] == ["", "", "ValueError"]
    assert len(taken.failed) == 1
    assert notes.rows == {}


def test_表は大波でも長くなりすぎない(house: House) -> None:
    Case.opened(house, engine=False)
    notes, _ = turn(house, detection.STEPS, each=False)
    [row] = notes.rows.values()
    table = _table(uuid4(), StageKey.MINISTRY_REPORT, [row] * (MOST_ROWS + 1))
    assert table.key == "renraku-ministry-report"
    assert str(table.data).count("案件を開く") == MOST_ROWS
