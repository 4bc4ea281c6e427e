"""Who gets a task: the case's own officer, the duty officer in office hours, the on-call order outside them, else
the least loaded. Pure: facts in, answer out. Source: house.md; R-241.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from cases.calendars import Calendar
from cases.deadlines import Target
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
        return next((Choice(p, "案件の担当のため") for p in able if p.id == lead_id), None)

    def _by_time(self, able: list[Person], now: datetime) -> Choice | None:
        if self.calendar.is_open(now):
            return next((Choice(p, "本日の当番のため") for p in able if p.id == self.duty_id), None)
        on_call = [p for p in able if p.on_call_order is not None]
        first = min(on_call, key=lambda p: (p.on_call_order or 0, p.id), default=None)
        return Choice(first, "閉庁時の呼出順のため") if first else None

    def _least_loaded(self, able: list[Person]) -> Choice:
        person = min(able, key=lambda p: (self.load[p.id], p.id))
        return Choice(person, "持っている業務が最も少ないため")
