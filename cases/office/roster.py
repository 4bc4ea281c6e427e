"""Who gets a task: the case's own officer, the duty officer in office hours, the on-call order outside them, else
the least loaded. Pure: facts in, answer out. Source: house.md; R-241.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from cases.calendars import Calendar
from cases.clocks.deadlines import Target
from cases.office.notice_wishes import Wish
from cases.vocabulary import Role


@dataclass(frozen=True)
class Person:
    """An officer as the assignment sees one."""

    id: int
    office: str
    address: str
    roles: frozenset[Role]
    on_call_order: int | None
    authority_code: str
    wish: Wish = field(default_factory=Wish)


@dataclass(frozen=True)
class Away:
    """Who stands in for an absent officer; `also_absent`: the absent one is written to as well."""

    stand_in_id: int
    also_absent: bool = True


@dataclass(frozen=True)
class Choice:
    """The chosen person and why, in words that the task shows."""

    person: Person
    why: str


@dataclass
class Roster:
    """The people of one office, today's duty officer, and how many open tasks each holds (updated as tasks go)."""

    people: list[Person]
    duty_id: int | None = None
    load: Counter[int] = field(default_factory=Counter)
    calendar: Calendar = field(default_factory=Calendar)
    targets: tuple[Target, ...] = ()
    """The office's own lengths of clocks."""
    away: dict[int, Away] = field(default_factory=dict)
    """Absent officer → who stands in now."""

    def person(self, officer_id: int) -> Person | None:
        return next((person for person in self.people if person.id == officer_id), None)

    def with_role(self, role: Role) -> list[Person]:
        return [person for person in self.people if role in person.roles]

    def choose(self, role: Role, now: datetime, lead_id: int | None) -> Choice | None:
        """Whom to give a task of `role` at `now` (aware). None when nobody of the office holds the role."""
        able = self.with_role(role)
        if not able:
            return None
        chosen = self._lead(able, lead_id) or self._by_time(able, now) or self._least_loaded(able)
        self.load[chosen.person.id] += 1
        return chosen

    def _lead(self, able: list[Person], lead_id: int | None) -> Choice | None:
        return self._or_stand_in(able, lead_id, "案件の担当")

    def _by_time(self, able: list[Person], now: datetime) -> Choice | None:
        if self.calendar.is_open(now):
            return self._or_stand_in(able, self.duty_id, "本日の当番")
        on_call = sorted((p.on_call_order, p.id) for p in able if p.on_call_order is not None)
        found = (self._or_stand_in(able, officer_id, "閉庁時の呼出順") for _, officer_id in on_call)
        return next((choice for choice in found if choice), None)

    def _or_stand_in(self, able: list[Person], officer_id: int | None, why: str) -> Choice | None:
        """That person, or who stands in while they are absent; None where neither may."""
        meant = next((p for p in able if p.id == officer_id), None)
        away = self.away.get(officer_id) if officer_id is not None else None
        if meant is None or away is None:
            return Choice(meant, f"{why}のため") if meant else None
        stand_in = next((p for p in able if p.id == away.stand_in_id), None)
        return Choice(stand_in, f"{why}（{meant.office}）の代理のため") if stand_in else None

    def _least_loaded(self, able: list[Person]) -> Choice:
        present = [p for p in able if p.id not in self.away] or able
        person = min(present, key=lambda p: (self.load[p.id], p.id))
        return Choice(person, "持っている業務が最も少ないため")
