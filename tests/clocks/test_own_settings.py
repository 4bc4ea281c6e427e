"""An authority's own 目安 and days, and the statutory count of days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.calendars import is_public_closure
from cases.errors import (
    NotFound,
    NotRetroactive,
    Refused,
    RuleNotAdjustable,
    WrongRole,
)
from cases.rulebook.personal_information_act import appi_days
from cases.rulemaking.facts import OfficeDay, OwnTarget
from cases.vocabulary import DayKind
from cases.vocabulary.rules import Unit
from tests.a_case import Case, jst, opened_again
from tests.house import House


def own(length: int | None = 60, start: date = date(2021, 10, 31), **more: Any) -> OwnTarget:
    given = {"rule_id": "vendor-contact", "unit": Unit.MINUTES, "reason": "夜間の体制による", **more}
    return OwnTarget(length=length, effective_from=start, **given)


@pytest.mark.requirement("R-046")
@pytest.mark.requirement("R-230")
def test_自治体の目安は次に始まる計時から使われる(house: House) -> None:
    before = Case.opened(house)
    with house.desk(house.office("徳島県")["課長"]) as desk:
        desk.rules.set_target(own(start=date(2021, 11, 1)))
    house.later(days=1)
    after = opened_again(house)
    house.drain()
    assert before.clock("vendor-contact").due_at - before.clock("vendor-contact").started_at == timedelta(minutes=30)
    found = after.clock("vendor-contact")
    assert (found.due_at - found.started_at, found.label, found.set_by) == (timedelta(minutes=60), "目安", "徳島県")


def test_過ぎた日からの目安は定められない(house: House) -> None:
    with pytest.raises(NotRetroactive), house.desk(house.office("徳島県")["課長"]) as desk:
        desk.rules.set_target(own(start=date(2021, 10, 30)))


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"rule_id": "investigation-result-report"}, RuleNotAdjustable),
        ({"unit": Unit.OPEN_HOURS}, RuleNotAdjustable),
        ({"rule_id": "no-such-rule"}, NotFound),
    ],
)
def test_定められない目安は理由を言って断る(house: House, change: dict[str, Any], refused: type[Refused]) -> None:
    with pytest.raises(refused), house.desk(house.office("徳島県")["課長"]) as desk:
        desk.rules.set_target(own(**change))


def test_空欄の目安は製品の目安に戻す(house: House) -> None:
    with house.desk(house.office("徳島県")["課長"]) as desk:
        desk.rules.set_target(own())
        desk.rules.set_target(own(None))
        [line] = [line for line in desk.rules.timings() if line.rule.id == "vendor-contact"]
    assert (line.length, line.own, len(line.history)) == ("目安 30分", "", 2)


@pytest.mark.parametrize("who", ["担当1", "医療監視員"])
def test_目安と暦を定めるのは決裁者(house: House, who: str) -> None:
    with house.desk(house.office("徳島県")[who]) as desk:
        with pytest.raises(WrongRole):
            desk.rules.set_target(own())
        with pytest.raises(WrongRole):
            desk.rules.set_day(OfficeDay(on_date=date(2021, 11, 1), kind=DayKind.CLOSED, source="条例"))


# -- an authority's own days, and the statutory count ------------------------------------------------------------


@pytest.mark.requirement("R-325")
def test_自治体の閉庁日は照会への回答の目安に使われる(case: Case) -> None:
    with case.house.desk(case.staff["課長"]) as desk:
        desk.rules.set_day(OfficeDay(on_date=date(2021, 11, 1), kind=DayKind.CLOSED, source="県の条例（演習用）"))
    case.judged().reported()
    case.take("厚生労働省", "ask_inquiry")
    # Sunday 31 October, closed Monday, Tuesday 9:00 + 8 open hours
    assert case.clock("inquiry-answer").due_at == jst(2021, 11, 2, 17)


def test_国の暦に戻した日は元どおりになる(case: Case) -> None:
    with case.house.desk(case.staff["課長"]) as desk:
        for kind in (DayKind.CLOSED, DayKind.AS_NATIONAL):
            desk.rules.set_day(OfficeDay(on_date=date(2021, 11, 1), kind=kind, source="県の条例（演習用）"))
        assert [line.kind for line in desk.rules.days()] == [DayKind.AS_NATIONAL]
    case.judged().reported()
    case.take("厚生労働省", "ask_inquiry")
    assert case.clock("inquiry-answer").due_at == jst(2021, 11, 1, 17)


@pytest.mark.requirement("R-327")
def test_通知の時間は自治体の閉庁日にも進む(house: House) -> None:
    with house.desk(house.office("徳島県")["課長"]) as desk:
        desk.rules.set_day(OfficeDay(on_date=date(2021, 10, 31), kind=DayKind.CLOSED, source="県の条例（演習用）"))
    clock = Case.opened(house).clock("vendor-contact")
    assert clock.due_at - clock.started_at == timedelta(minutes=30)


@pytest.mark.requirement("R-328")
@pytest.mark.parametrize(
    ("known", "improper", "first", "last", "final"),
    [
        (date(2026, 2, 9), True, date(2026, 2, 11), date(2026, 2, 13), date(2026, 4, 9)),
        (date(2026, 2, 9), False, date(2026, 2, 11), date(2026, 2, 13), date(2026, 3, 10)),
        (date(2021, 10, 31), True, date(2021, 11, 2), date(2021, 11, 4), date(2022, 1, 4)),
        (date(2026, 3, 2), True, date(2026, 3, 4), date(2026, 3, 6), date(2026, 4, 30)),
        (date(2026, 3, 4), True, date(2026, 3, 6), date(2026, 3, 8), date(2026, 5, 7)),
        (date(2026, 11, 30), False, date(2026, 12, 2), date(2026, 12, 4), date(2027, 1, 4)),
    ],
)
def test_個人情報の報告の日数(known: date, improper: bool, first: date, last: date, final: date) -> None:
    days = appi_days(known, improper_purpose=improper)
    assert (days.preliminary_from, days.preliminary_to, days.final_on) == (first, last, final)


@pytest.mark.requirement("R-328")
@given(st.dates(date(2019, 1, 1), date(2035, 12, 31)), st.booleans())
def test_確報の日は必ず開庁日で_数えた日から離れない(known: date, improper: bool) -> None:
    days = appi_days(known, improper_purpose=improper)
    counted = known + timedelta(days=days.days - 1)
    assert not is_public_closure(days.final_on)
    assert days.final_on >= counted
    assert all(is_public_closure(counted + timedelta(days=n)) for n in range((days.final_on - counted).days))
