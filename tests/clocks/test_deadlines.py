"""Due times of the 2018 clocks, and how they are said."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.calendars import Calendar
from cases.clock import JST
from cases.clocks.deadlines import due_at, is_overdue, length_words, remaining, remaining_words, reminders
from cases.rulebook import TimingRule, Unit, rulebook
from ui.pages.of_rules.settings import ladder_words, rung_words

ON = date(2021, 10, 31)
DESK = Calendar()
SUNDAY_NIGHT = datetime(2021, 10, 31, 0, 30, tzinfo=JST)
NOON = datetime(2021, 11, 1, 12, 0, tzinfo=JST)


def rule(rule_id: str) -> TimingRule:
    found = rulebook().timing(rule_id, ON)
    assert found is not None
    return found


@pytest.mark.requirement("R-327")
@pytest.mark.parametrize(
    ("rule_id", "due"),
    [
        ("vendor-contact", datetime(2021, 10, 31, 1, 0, tzinfo=JST)),
        ("facility-ministry-contact", datetime(2021, 11, 1, 0, 30, tzinfo=JST)),
        ("authority-ministry-report", datetime(2021, 11, 1, 0, 30, tzinfo=JST)),
        ("judgement-recheck", datetime(2021, 10, 31, 2, 30, tzinfo=JST)),
    ],
)
def test_2018年通知の目安は夜も休日も進む(rule_id: str, due: datetime) -> None:
    assert due_at(rule(rule_id), SUNDAY_NIGHT, DESK) == due


def test_照会への回答だけは開庁時間で数える() -> None:
    assert due_at(rule("inquiry-answer"), SUNDAY_NIGHT, DESK) == datetime(2021, 11, 1, 17, 0, tzinfo=JST)


@pytest.mark.parametrize("rule_id", ["investigation-result-report", "remediation-item"])
def test_必要に応じて行うものは期限を計算しない(rule_id: str) -> None:
    assert due_at(rule(rule_id), SUNDAY_NIGHT, DESK) is None
    assert length_words(rule(rule_id)) == "期限の計算なし"


@pytest.mark.parametrize(
    ("unit", "due"),
    [
        (Unit.OPEN_DAYS, datetime(2021, 11, 5, 9, 0, tzinfo=JST)),
        (Unit.CALENDAR_DAYS, datetime(2021, 11, 3, 0, 30, tzinfo=JST)),
    ],
)
def test_日で数える規則(unit: Unit, due: datetime) -> None:
    days = rule("inquiry-answer").model_copy(update={"unit": unit, "length": 3})
    assert due_at(days, SUNDAY_NIGHT, DESK) == due


def test_期日は協定世界時で返る() -> None:
    due = due_at(rule("vendor-contact"), SUNDAY_NIGHT, DESK)
    assert due is not None
    assert due.tzinfo is UTC


@pytest.mark.requirement("R-008")
@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(hours=3, minutes=20), "残り 3時間20分"),
        (timedelta(days=1), "残り 1日"),
        (timedelta(seconds=30), "残り 1分未満"),
        (timedelta(0), "残り 1分未満"),
        (-timedelta(seconds=1), "1分未満 超過"),
        (-timedelta(days=2, hours=4), "2日4時間 超過"),
    ],
)
def test_残りと超過の言い方(left: timedelta, words: str) -> None:
    assert remaining_words(NOON + left, NOON) == words


def test_期日ちょうどはまだ超過でない() -> None:
    assert not is_overdue(NOON, NOON)
    assert is_overdue(NOON, NOON + timedelta(microseconds=1))


@pytest.mark.requirement("R-008")
@given(st.timedeltas(-timedelta(days=400), timedelta(days=400)))
def test_違反とは言わない(left: timedelta) -> None:
    words = remaining_words(NOON + left, NOON)
    assert "違反" not in words
    assert ("超過" in words) is (remaining(NOON + left, NOON) < timedelta(0))


def test_催促は期日から数えて早い順に並ぶ() -> None:
    rungs = reminders(rule("vendor-contact"), NOON)
    assert [rung.minutes for rung in rungs] == [-10, 0, 30]
    assert rungs[0].at == NOON - timedelta(minutes=10)


@pytest.mark.requirement("R-046")
def test_目安であることを長さに添える() -> None:
    assert length_words(rule("vendor-contact")) == "目安 30分"
    assert length_words(rule("inquiry-answer")) == "目安 8開庁時間"


@pytest.mark.parametrize(
    ("minutes", "words"), [(-2880, "2日前"), (-10, "10分前"), (0, "目安の時刻"), (30, "30分後"), (720, "12時間後")]
)
def test_知らせる時点の言い方(minutes: int, words: str) -> None:
    assert rung_words(minutes) == words


def test_知らせる相手は担当から上司_本省へ広がる() -> None:
    assert ladder_words(rule("authority-ministry-report")) == (
        "担当に毎回。目安の時刻からは決裁者にも。12時間後からは厚生労働省にも"
    )
    assert ladder_words(rule("vendor-contact")) == "担当に毎回。目安の時刻からは決裁者にも"
