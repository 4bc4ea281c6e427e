"""Clocks moved by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from cases.clock import JST, HandClock, MachineClock

SUNDAY_NIGHT = datetime(2021, 10, 31, 0, 30, tzinfo=JST)


def test_the_hand_clock_speaks_utc() -> None:
    assert HandClock(SUNDAY_NIGHT).now().isoformat() == "2021-10-30T15:30:00+00:00"


def test_the_hand_clock_moves_on() -> None:
    clock = HandClock(SUNDAY_NIGHT)
    clock.advance(timedelta(minutes=30))
    clock.set(clock.now() + timedelta(hours=8))
    assert clock.now() == datetime(2021, 10, 31, 9, 0, tzinfo=JST)


def test_the_hand_clock_may_stand_still() -> None:
    clock = HandClock(SUNDAY_NIGHT)
    clock.set(SUNDAY_NIGHT)
    assert clock.now() == SUNDAY_NIGHT


def test_the_hand_clock_does_not_go_back() -> None:
    clock = HandClock(SUNDAY_NIGHT)
    with pytest.raises(ValueError, match="does not go back"):
        clock.set(SUNDAY_NIGHT - timedelta(seconds=1))
    with pytest.raises(ValueError, match="does not go back"):
        clock.advance(timedelta(seconds=-1))
    assert clock.now() == SUNDAY_NIGHT


def test_a_moment_needs_its_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        HandClock(datetime(2021, 10, 31, 0, 30))  # noqa: DTZ001


def test_the_machine_clock_is_aware_and_in_utc() -> None:
    assert MachineClock().now().tzinfo is UTC
