"""Who gets a letter: one answer for each member of `Recipient`, with the tasks that the letter lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

from cases.office.roster import Person
from cases.records import Task
from cases.system import CaseTurn
from cases.vocabulary import Recipient, Role
from flows.steps import owing

Found: TypeAlias = list[tuple[Person, list[Task]]]


def recipients(turn: CaseTurn, to: Recipient) -> Found:
    """The people that `to` means in this turn, each once."""
    return ANSWERS[to](turn)


# -- people ----------------------------------------------------------------------------------------------------


def supervisors(turn: CaseTurn) -> list[Person]:
    return turn.roster.with_role(Role.SUPERVISOR)


def ministry_desk(turn: CaseTurn) -> list[Person]:
    return turn.ministry.with_role(Role.MINISTRY)


def lead(turn: CaseTurn) -> list[Person]:
    """The case's officer, if it has one."""
    return [person for person in turn.roster.people if person.id == turn.case.lead_officer_id]


def lead_or_supervisors(turn: CaseTurn) -> list[Person]:
    return lead(turn) or supervisors(turn)


def everybody(turn: CaseTurn) -> dict[int, Person]:
    """Who may hold a task of the case: the office's people and the ministry's."""
    return {person.id: person for person in (*turn.roster.people, *turn.ministry.people)}


# -- the answers -----------------------------------------------------------------------------------------------


def _holders(turn: CaseTurn) -> Found:
    return _by_holder(turn, turn.new_tasks)


def _newly(turn: CaseTurn) -> Found:
    told = _told_by_the_act(turn)
    return _by_holder(turn, [task for task in turn.new_tasks if task.holder_id not in told])


def _assigned(turn: CaseTurn) -> Found:
    return _by_holder(turn, owing.task_meant(turn))


def _supervisors(turn: CaseTurn) -> Found:
    holders = {task.holder_id for task in turn.new_tasks}
    return _without_tasks(person for person in supervisors(turn) if person.id not in holders)


def _asker(turn: CaseTurn) -> Found:
    answered = [(e.answered_at, e.seq, e.asked_by_id) for e in turn.case.exchanges if e.answered_at and e.asked_by_id]
    asker = max(answered)[2] if answered else turn.case.lead_officer_id
    return _without_tasks(person for person in turn.roster.people if person.id == asker)


def _offerer(turn: CaseTurn) -> Found:
    if not turn.case.transfers:
        return []
    offer = turn.case.transfers[-1]
    return _without_tasks(p for p in turn.others[offer.from_code].people if p.id == offer.offered_by_id)


def _receiver(turn: CaseTurn) -> Found:
    if not turn.case.transfers:
        return []
    there = turn.others[turn.case.transfers[-1].to_code]
    chosen = there.choose(Role.OFFICER, turn.now, None)
    people = {p.id: p for p in [*([chosen.person] if chosen else []), *there.with_role(Role.SUPERVISOR)]}
    return _without_tasks(people.values())


ANSWERS: Final[Mapping[Recipient, Callable[[CaseTurn], Found]]] = {
    Recipient.HOLDERS: _holders,
    Recipient.NEWLY: _newly,
    Recipient.ASSIGNED: _assigned,
    Recipient.LEAD: lambda turn: _without_tasks(lead(turn)),
    Recipient.DESK: lambda turn: _without_tasks(lead_or_supervisors(turn)),
    Recipient.ASKER: _asker,
    Recipient.SUPERVISORS: _supervisors,
    Recipient.MINISTRY: lambda turn: _without_tasks(ministry_desk(turn)),
    Recipient.OFFERER: _offerer,
    Recipient.RECEIVER: _receiver,
}


def _without_tasks(people: Iterable[Person]) -> Found:
    return [(person, []) for person in people]


def _by_holder(turn: CaseTurn, tasks: Iterable[Task]) -> Found:
    """Each holder with their tasks. Of a task that nobody could be given the supervisors hear."""
    people = everybody(turn)
    found: dict[int, list[Task]] = {}
    for task in tasks:
        if task.holder_id in people:
            found.setdefault(task.holder_id, []).append(task)
        elif task.holder_id is None:
            for supervisor in supervisors(turn):
                found.setdefault(supervisor.id, []).append(task)
    return [(people[holder], mine) for holder, mine in found.items()]


def _told_by_the_act(turn: CaseTurn) -> set[int]:
    """Whom the act's own letter calls to act: one letter is enough for them."""
    calling = (Recipient.LEAD, Recipient.MINISTRY)
    own = [t for t in turn.stage.letters if t.after == owing.act(turn) and t.must_act and t.to in calling]
    return {person.id for template in own for person, _ in recipients(turn, template.to)}
