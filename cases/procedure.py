"""The words in which a stage is written: Stage, TaskTemplate, ClockTemplate, Act, Requirement, Criterion.

A stage file holds data and predicates on the case's facts and runs nothing by itself. It is read by the desk
(allow or refuse), the screen (buttons, unmet requirements), the flow (tasks, clocks, letters, completion) and the
handbook (diagram and manual).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeAlias, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator

from cases.errors import BadFacts
from cases.vocabulary import Recipient, Role, StageKey
from cases.vocabulary.signals import Lines, MayLieAhead

if TYPE_CHECKING:
    from cases.calendars import Calendar
    from cases.records import Base, CaseFile, CaseGroup, Facility, InspectionPractice, Inspector

Predicate: TypeAlias = Callable[["CaseFile"], bool]
Moment: TypeAlias = Callable[["CaseFile"], datetime | None]
F = TypeVar("F", bound="Facts")

LONG = Lines(4)
"""A field of several lines on the screen."""
WISHED = "希望期限"
"""The due moment that the asking side wished for: neither 目安 nor 法定期限."""
HOURS = r"^$|^([01]\d|2[0-3]):[0-5]\d$"
"""An hour of the day as typed, or nothing."""
FUTURE = MayLieAhead()
"""A moment that may lie ahead."""


def without_nul(value: Any) -> Any:
    """What was typed without NUL characters: a pasted one has no meaning, and PostgreSQL cannot keep it."""
    match value:
        case str():
            return value.replace("\x00", "")
        case list() | tuple():
            return [without_nul(one) for one in value]
        case dict():
            return {key: without_nul(one) for key, one in value.items()}
        case _:
            return value


class Facts(BaseModel):
    """The facts of one act. The screen's form, the API, the exercise file and the history line share the model."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, str_max_length=4000)

    @field_validator("*", mode="before")
    @classmethod
    def _without_nul(cls, value: Any) -> Any:
        return without_nul(value)

    @classmethod
    def checked(cls, label: str, given: Mapping[str, Any] | Facts) -> Self:
        """The facts of the deed with that label. Raises BadFacts with every field that does not fit."""
        try:
            return cls.model_validate(given.model_dump() if isinstance(given, Facts) else given)
        except ValidationError as error:
            raise BadFacts.of(label, error) from None


def moment(title: str, description: str = "", **kw: Any) -> Any:
    """A required aware time in the past; aware, because a time without offset is a guess."""
    return Field(title=title, description=description, **kw)


When: TypeAlias = AwareDatetime


class Books(Protocol):
    """What an act may ask or write beside its case: the acting office's register, the case's authority's own days."""

    def inspectors(self) -> Sequence[Inspector]:
        """The appointees of the office that acts, with their certificates."""

    def practice(self, authority_code: str) -> InspectionPractice | None:
        """That authority's days; None where none were set."""

    def calendar(self, authority_code: str) -> Calendar:
        """When that authority's office is open."""

    def keep(self, row: Base) -> None:
        """Write a row that belongs to no case."""


@dataclass(frozen=True)
class Deed:
    """Who acts, and when it is entered (UTC). Event times are in the facts."""

    officer_id: int
    office: str
    authority_code: str
    roles: frozenset[Role]
    now: datetime
    books: Books
    facility: Facility | None = None
    """The registered facility that the facts name, found by the desk."""
    group: CaseGroup | None = None
    """The group of related cases that the facts name, found by the desk."""
    other: CaseFile | None = None
    """The second case that the act changes (see `Second`), locked and whole."""
    once: list[str] = field(default_factory=list)
    """What the act has to tell the one who took it, once, and nobody else: the token of a new link."""


@dataclass(frozen=True)
class Requirement:
    """What must hold before an act; `unmet` is the sentence that the officer reads when it does not."""

    unmet: str
    met: Predicate
    source: str = ""
    names: Callable[[CaseFile], list[str]] | None = None
    """Names each thing that is missing, in sentences, where there may be several."""

    def said(self, case: CaseFile) -> list[str]:
        """What the officer reads; nothing when it is met."""
        if self.met(case):
            return []
        return self.names(case) if self.names else [self.unmet]


@dataclass(frozen=True)
class Criterion:
    """One condition of a stage's completion, shown as a check list on the case page."""

    label: str
    met: Predicate


@dataclass(frozen=True)
class TaskTemplate:
    """A task for an official: opened when it applies, done when the facts say so."""

    code: str
    title: str
    role: Role
    done: Predicate
    applies: Predicate = lambda case: True
    clock: str = ""
    """The clock rule whose due moment is this task's due moment."""
    anytime: bool = False
    """Owed also while its stage is not open: the ministry may ask before there is a report."""
    source: tuple[str, ...] = ()


@dataclass(frozen=True)
class Occurrence:
    """One of several things that a clock runs for: this inquiry, this visit. `about` tells them apart within a rule
    and is read by people (「第2号」); a wished or promised moment of its own takes the place of the rule's length.
    """

    about: str
    start: datetime
    met: datetime | None
    due: datetime | None = None
    label: str = WISHED
    """What an own due is called."""


@dataclass(frozen=True)
class ClockTemplate:
    """A clock of the rule book (cases/rules/timing.toml): when it starts and when it was met. With `occurrences`
    one clock runs for each; then `starts` and `met` are not asked.
    """

    rule: str
    starts: Moment = lambda case: None
    met: Moment = lambda case: None
    applies: Predicate = lambda case: True
    occurrences: Callable[[CaseFile], Iterable[Occurrence]] | None = None
    anytime: bool = False
    """Kept also while its stage is not open."""


@dataclass(frozen=True)
class LetterTemplate:
    """A letter of cases/letters/<name>/. Written when the stage opens, or after the act named in `after`."""

    name: str
    to: Recipient
    must_act: bool
    after: str = ""


@dataclass(frozen=True)
class DocumentTemplate:
    """A document that the engine drafts for the officer when the stage opens."""

    kind: str
    title: str
    lines: Callable[[CaseFile], list[tuple[str, str]]]


@dataclass(frozen=True)
class Second:
    """An act that changes two cases: which the other one is, and how its own history tells it."""

    named: str
    """The name of the fact that holds the other case's number, or `SURVIVOR`."""
    past: str
    label: str


SURVIVOR = "#survivor"
"""The case that this one was merged into."""


@dataclass(frozen=True)
class Act(Generic[F]):
    """The unit of everything: a deed of the office with its facts, who may do it and what it requires.

    `change` alters the records; it may raise Refused. `anytime` acts need no open stage.
    """

    name: str
    past: str
    label: str
    facts: type[F]
    roles: frozenset[Role]
    change: Callable[[CaseFile, F, Deed], None]
    help: str = ""
    requires: tuple[Requirement, ...] = ()
    source: tuple[str, ...] = ()
    anytime: bool = False
    after_end: bool = False
    opens_case: bool = False
    tells: str = ""
    second: Second | None = None
    by_offer: bool = False
    """Taken by the authority that a transfer was offered to: it does not see the case yet."""
    after_merge: bool = False
    """Open also on a case that was merged into another; all else is then done there."""


@dataclass(frozen=True)
class Stage:
    """One article of the notice."""

    key: StageKey
    purpose: str
    source: tuple[str, ...]
    opens_when: Predicate
    opens_label: str
    tasks: tuple[TaskTemplate, ...]
    acts: tuple[Act[Any], ...]
    completes_when: tuple[Criterion, ...]
    clocks: tuple[ClockTemplate, ...] = ()
    letters: tuple[LetterTemplate, ...] = ()
    documents: tuple[DocumentTemplate, ...] = ()
    skipped_when: Callable[[CaseFile], str | None] = field(default=lambda case: None)
    follows: tuple[StageKey, ...] = ()

    @property
    def label(self) -> str:
        return self.key.label

    def unmet(self, case: CaseFile) -> list[str]:
        """The labels of what is still missing for completion, in the stage file's order."""
        return [criterion.label for criterion in self.completes_when if not criterion.met(case)]
