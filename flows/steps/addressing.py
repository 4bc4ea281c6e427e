"""Who really gets a letter: somebody who is absent has a stand-in, and the letter says why it comes (R-241)."""

from __future__ import annotations

from dataclasses import dataclass

from cases.office.roster import Person
from cases.system import CaseTurn


@dataclass(frozen=True)
class Addressed:
    """`notes`: sentences below the heading. `quiet`: on the screen only, for somebody else has it in hand."""

    person: Person
    notes: tuple[str, ...] = ()
    quiet: bool = False


def addressed(turn: CaseTurn, person: Person, told: set[int]) -> list[Addressed]:
    """The person and, while they are absent, who stands in; whoever is in `told` gets it anyhow. `told` grows."""
    roster = turn.others.get(person.authority_code)
    away = roster.away.get(person.id) if roster else None
    stand_in = roster.person(away.stand_in_id) if roster and away else None
    told.add(person.id)
    if away is None or stand_in is None:
        return [Addressed(person)]
    found = [Addressed(person, (f"不在の間、{stand_in.office}が代理です。",), quiet=not away.also_absent)]
    if stand_in.id not in told:
        told.add(stand_in.id)
        found.append(Addressed(stand_in, (f"{person.office}の代理のため、この通知を送ります。",)))
    return found
