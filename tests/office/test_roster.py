"""Who gets a task: the case's own officer, the duty officer, the on-call order, the least loaded."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.clock import JST
from cases.office.roster import Person, Roster
from cases.vocabulary import Role

OFFICE_HOURS = datetime(2021, 11, 1, 10, tzinfo=JST)
SUNDAY_NIGHT = datetime(2021, 10, 31, 0, 30, tzinfo=JST)
HOLIDAY = datetime(2021, 11, 3, 10, tzinfo=JST)
CLOSING_TIME = datetime(2021, 11, 1, 18, tzinfo=JST)


def person(id: int, on_call: int | None = None, *roles: Role) -> Person:
    return Person(id, f"担当{id}", f"{id}@example.jp", frozenset(roles or {Role.OFFICER}), on_call, "360007")


def chosen(roster: Roster, at: datetime, lead: int | None = None, role: Role = Role.OFFICER) -> tuple[int, str]:
    choice = roster.choose(role, at, lead)
    assert choice is not None
    return choice.person.id, choice.why


@pytest.mark.requirement("R-241")
@pytest.mark.parametrize(
    ("at", "lead", "duty", "expected"),
    [
        (OFFICE_HOURS, None, 2, (2, "本日の当番のため")),
        (SUNDAY_NIGHT, None, 2, (3, "閉庁時の呼出順のため")),
        (HOLIDAY, None, 2, (3, "閉庁時の呼出順のため")),
        (CLOSING_TIME, None, 2, (3, "閉庁時の呼出順のため")),
        (OFFICE_HOURS, None, None, (1, "持っている業務が最も少ないため")),
        (OFFICE_HOURS, 3, 2, (3, "案件の担当のため")),
        (SUNDAY_NIGHT, 2, None, (2, "案件の担当のため")),
        (OFFICE_HOURS, 9, 9, (1, "持っている業務が最も少ないため")),
    ],
)
def test_割り当ての順序(at: datetime, lead: int | None, duty: int | None, expected: tuple[int, str]) -> None:
    people = [person(1), person(2, 2), person(3, 1)]
    assert chosen(Roster(people, duty), at, lead) == expected


def test_案件の担当でも役割がなければ選ばれない() -> None:
    people = [person(1, None, Role.OFFICER), person(2, None, Role.INSPECTOR)]
    assert chosen(Roster(people), OFFICE_HOURS, lead=1, role=Role.INSPECTOR)[0] == 2


def test_呼出順が同じなら番号の若い職員() -> None:
    assert chosen(Roster([person(5, 1), person(4, 1)]), SUNDAY_NIGHT)[0] == 4


def test_呼出順がだれにもなければ夜でも業務の少ない職員() -> None:
    roster = Roster([person(1), person(2)], load=Counter({1: 3}))
    assert chosen(roster, SUNDAY_NIGHT) == (2, "持っている業務が最も少ないため")


def test_役割の職員がいなければ選ばない() -> None:
    assert Roster([person(1)]).choose(Role.SUPERVISOR, OFFICE_HOURS, None) is None


@given(st.integers(1, 6), st.integers(0, 40))
def test_業務は職員に均等に行き渡る(people: int, tasks: int) -> None:
    roster = Roster([person(n) for n in range(1, people + 1)])
    held = Counter(chosen(roster, OFFICE_HOURS)[0] for _ in range(tasks))
    assert max(held.values(), default=0) - min((held[n] for n in range(1, people + 1)), default=0) <= 1
