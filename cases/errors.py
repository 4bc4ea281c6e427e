"""Every refusal on one screen. A refusal is a fact with data; its Japanese sentence is chosen at the counter
(ui/texts.py), and a test checks that each class below has one. Anything that is not a Refused is our fault.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pydantic import ValidationError


class Refused(Exception):
    """Base of all refusals: nothing was stored."""

    @property
    def code(self) -> str:
        return type(self).__name__


@dataclass(frozen=True)
class Change:
    """One line of what happened since a form was drawn."""

    at: datetime
    who: str
    label: str
    facts: dict[str, object]


@dataclass(frozen=True)
class Candidate:
    """An open case that may tell of the same event, and why."""

    number: str
    facility: str
    grasped_at: datetime
    result: str
    why: str


@dataclass
class NotFound(Refused):
    """The thing does not exist, or lies outside what this officer may see: the two are not told apart."""

    what: str


@dataclass
class StaleVersion(Refused):
    """Somebody else changed the case after this form was drawn (R-132 of the field: lost updates)."""

    seen: int
    current: int
    changes: list[Change] = field(default_factory=list)


@dataclass
class UnknownAct(Refused):
    name: str


@dataclass
class WrongRole(Refused):
    act_label: str
    needed: list[str]


@dataclass
class ActNotOpen(Refused):
    """The stage is not open or a requirement is missing; `missing` holds sentences from the stage files."""

    act_label: str
    missing: list[str]


@dataclass
class CaseEnded(Refused):
    number: str
    ending: str


@dataclass
class BadFacts(Refused):
    """The facts do not fit the act's model: (field path, pydantic error type, context) per error."""

    act_label: str
    errors: list[tuple[str, str, dict[str, object]]]

    @classmethod
    def of(cls, act_label: str, error: ValidationError) -> Self:
        """Everything that pydantic found wrong."""
        found = [(".".join(map(str, one["loc"])), one["type"], dict(one.get("ctx") or {})) for one in error.errors()]
        return cls(act_label, found)


@dataclass
class ImpossibleTime(Refused):
    """A time in the future, or an order of times that cannot have been."""

    field_label: str
    value: datetime
    rule: str
    other_label: str = ""
    other: datetime | None = None


@dataclass
class UnknownMunicipality(Refused):
    name: str


@dataclass
class UnknownFacility(Refused):
    """No such facility in the jurisdiction, and too little said to register it."""

    name: str
    candidates: list[str] = field(default_factory=list)


@dataclass
class FactNeeded(Refused):
    """An answer that another answer makes necessary; `when` says which (R-012, R-051, R-061)."""

    field_label: str
    when: str


@dataclass
class OpenCases(Refused):
    """Cases are open that may be the same event; the intake goes on with a reason (R-057)."""

    facility: str
    candidates: list[Candidate] = field(default_factory=list)


@dataclass
class OutsideJurisdiction(Refused):
    municipality: str
    competent: str


@dataclass
class NoInspectionPower(Refused):
    """Medical Care Act 25 reaches hospitals, clinics and birth centres only (M-3.3, R-116)."""

    facility_kind: str


@dataclass
class PaperHasNoSubject(Refused):
    """The case has nothing yet that the paper speaks of. `way_out` is the sentence that names the act."""

    paper: str
    subject: str
    way_out: str


@dataclass
class PaperIncomplete(Refused):
    """The order lacks what this kind of paper needs; `missing` holds the fields' titles."""

    paper: str
    missing: tuple[str, ...]


@dataclass
class PaperWithoutAddressee(Refused):
    paper: str


@dataclass
class PaperUnprintable(Refused):
    """Characters that are in none of the papers' fonts. `places`: the words around them."""

    characters: tuple[str, ...]
    places: tuple[str, ...] = ()


@dataclass
class InspectorNotValid(Refused):
    """Not an appointee of this office, or not one whose appointment and certificate hold on that day (R-119)."""

    name: str
    on: date
    reason: str


@dataclass
class StillIdentifying(Refused):
    """A text for all offices still names somebody or something of the case (R-126); `found`: the pieces."""

    found: list[str]


@dataclass
class CannotAssign(Refused):
    """The person does not hold the role, is not active, or belongs to another office."""

    task_title: str
    role: str


@dataclass
class TaskNotOpen(Refused):
    task_title: str
    state: str


@dataclass
class BadRuleFile(Refused):
    """A rule file that cannot be used; `line` is None where no line can be named."""

    entry: str
    reason: str
    line: int | None = None


@dataclass
class CannotSwitchOn(Refused):
    """An unverified rule set, or a partly verified one that nobody vouches for; `reason` is a sentence."""

    reason: str


@dataclass
class SecondPersonNeeded(Refused):
    """Whoever drafted a rule set cannot confirm it."""

    title: str


@dataclass
class OverlappingDesk(Refused):
    """Two versions of the ministry's desk on one day (R-244)."""

    name: str
    effective_from: date
    effective_to: date | None


@dataclass
class NotRetroactive(Refused):
    """A setting that would reach back before today."""

    day: date
    earliest: date


@dataclass
class CannotStandIn(Refused):
    """A stand-in that cannot be: `why` is oneself, absent (the stand-in is away then), standing_in (the absent one
    stands in for somebody then) or overlap (the absent one has a stand-in already).
    """

    absent: str
    stand_in: str
    why: str
    from_day: date
    to_day: date


@dataclass
class NoDutyDays(Refused):
    """No day between the two on which the office opens, or more than a year of them."""

    from_day: date
    to_day: date


@dataclass
class RuleNotAdjustable(Refused):
    """A clock rule for which an authority cannot set this length; `reason` is a sentence."""

    title: str
    reason: str


@dataclass
class FileRefused(Refused):
    """The file may not be kept; `reason` is a word of ui/texts.py (FILE_REASONS)."""

    name: str
    reason: str


@dataclass
class NeedsClearing(Refused):
    """The file looks as if it held patients' personal data: a person has to confirm that it does not (R-235)."""

    name: str
    suspicion: str


@dataclass
class LinkNotValid(Refused):
    """Unknown, expired or revoked: the three are not told apart to somebody without an account."""


@dataclass
class AddressStopped(Refused):
    """A letter cannot go to that address: it is stopped, or no address at all; `reason` in plain words."""

    address: str
    reason: str


@dataclass
class LetterSettled(Refused):
    """The letter is not one that an official can send again or tell otherwise; `reason` says why."""

    subject: str
    reason: str


@dataclass
class WrongCredentials(Refused):
    """Sign-in failed; which half was wrong is not said."""


@dataclass
class SignInLocked(Refused):
    until: datetime


@dataclass
class NotSignedIn(Refused):
    pass
