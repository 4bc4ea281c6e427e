"""How often one may knock: counted per person, in a sliding time, without remembering everybody for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ui.web.outside.limits import REMEMBERED, WITHIN, Knocks

NOON = datetime(2021, 10, 31, 3, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def knocked(*times: datetime, most: int = 3) -> Knocks:
    """What has been counted of one caller, who knocked at these times."""
    knocks = Knocks(most)
    for at in times:
        knocks.note("甲", at)
    return knocks


def test_三度までは待たされず_三度たたくと待たされる() -> None:
    assert not knocked(NOON, NOON).too_many("甲", NOON)
    assert knocked(NOON, NOON, NOON).too_many("甲", NOON)


def test_ほかの人は_待たされない() -> None:
    assert not knocked(NOON, NOON, NOON).too_many("乙", NOON)


def test_ちょうど十分で_初めの一度が忘れられる() -> None:
    knocks = knocked(NOON, NOON + MINUTE, NOON + 2 * MINUTE)
    assert knocks.too_many("甲", NOON + WITHIN - timedelta(seconds=1))
    assert not knocks.too_many("甲", NOON + WITHIN)


def test_待たされている間もたたき続ける人は_待たされ続ける() -> None:
    knocks = knocked(*(NOON + n * MINUTE for n in range(30)))
    assert knocks.too_many("甲", NOON + 30 * MINUTE)


def test_時計が戻っても_締め出されたままにはならない() -> None:
    assert not knocked(NOON, NOON, NOON).too_many("甲", NOON - timedelta(hours=1))


def test_覚えている人の数には限りがあり_古い人から忘れる() -> None:
    knocks = knocked(NOON, NOON, NOON)
    for n in range(REMEMBERED - 1):
        knocks.note(f"通行人{n}", NOON)
    assert knocks.too_many("甲", NOON)
    knocks.note("最後の通行人", NOON)
    assert not knocks.too_many("甲", NOON)
