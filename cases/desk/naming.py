"""What the facts of an act name is found before it changes anything: an officer, a registered facility, a group.

The fields say what they name (`Names`); here each kind has its finder. The other case of an act that changes two is
found earlier still, because both are locked in one order; an authority is found by the deed, in the rule book.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.casework.detection import intake
from cases.casework.relations import groups
from cases.casework.tasks import find_open
from cases.clocks import moments
from cases.errors import CannotAssign, NotFound, UnknownFacility
from cases.procedure import Deed, Facts
from cases.records import MINISTRY_CODE, CaseFile, Officer
from cases.store.officers import SignedIn
from cases.vocabulary.signals import Names, signal


@dataclass(frozen=True)
class Naming:
    """One act as far as it is known: on which case, by whom, with which facts."""

    session: Session
    officer: SignedIn
    case: CaseFile
    facts: Facts
    deed: Deed

    def said(self, field: str) -> str:
        return str(getattr(self.facts, field))


def resolve(asked: Naming) -> Naming:
    """The same act with everything found that its facts name. Raises NotFound, CannotAssign, UnknownFacility."""
    for field, info in type(asked.facts).model_fields.items():
        names = signal(info, Names)
        if names is not None:
            asked = FINDERS[names](asked, field)
    return asked


def _officer(asked: Naming, field: str) -> Naming:
    """An officer of this office by id or login; the role of the task that goes to them is checked (R-119)."""
    number = moments.row_number(asked.said(field))
    key = Officer.id == number if number is not None else Officer.login == asked.said(field)
    office = MINISTRY_CODE if asked.officer.at_ministry else asked.case.authority_code
    person = asked.session.scalar(select(Officer).where(key, Officer.active, Officer.authority_code == office))
    if person is None:
        raise NotFound("職員")
    if task_name := getattr(asked.facts, "task", None):
        task = find_open(asked.case, task_name)
        if task.role not in person.roles:
            raise CannotAssign(task.title, task.role.label)
    return replace(asked, facts=asked.facts.model_copy(update={field: str(person.id)}))


def _facility(asked: Naming, field: str) -> Naming:
    """The facility by number or name, out of the register of the case's authority (R-063)."""
    found = intake.find_facilities(asked.session, asked.said(field), asked.case.authority_code)
    if len(found) != 1:
        near = [f"{f.name}（{f.municipality_name}・{f.kind.label}）" for f in found]
        raise UnknownFacility(asked.said(field), near)
    return replace(asked, deed=replace(asked.deed, facility=found[0]))


def _group(asked: Naming, field: str) -> Naming:
    return replace(asked, deed=replace(asked.deed, group=groups.find(asked.session, asked.said(field))))


def _elsewhere(asked: Naming, field: str) -> Naming:
    """Found elsewhere: see the head of this file."""
    return asked


FINDERS: Mapping[Names, Callable[[Naming, str], Naming]] = {
    Names.OFFICER: _officer,
    Names.FACILITY: _facility,
    Names.GROUP: _group,
    Names.CASE: _elsewhere,
    Names.AUTHORITY: _elsewhere,
}
