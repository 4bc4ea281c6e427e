"""The scenario file: its shape, and everything that can be wrong with it, told with line and reason.

The format is described for its writers in tests/scenarios/exercises/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from cases.judgement import Result
from cases.procedure import without_nul
from cases.rulebook.toml_text import BrokenToml, Lines, Place, parsed
from cases.vocabulary import Ending, FacilityKind, MinistryKnows, ReportKind, Role, StageKey, StageState
from cases.vocabulary.complaints import written
from infra.complaints import Complaint
from infra.exercises import names
from infra.exercises.words import Moment, near, one_of, shifted, spelled, word

READINGS = {
    "running": "進行中",
    "met": "達成",
    "late": "目安超過後に達成",
    "cancelled": "取りやめ",
    "overdue": "目安超過",
    "not_started": "始まっていない",
}
TIMES = {
    "occurred_at": "発生",
    "detected_at": "覚知",
    "judged_at": "判断",
    "grasped_at": "把握",
    "closed_at": "終結",
}
ENGINE = {"up": "再開", "down": "停止"}
MAIL = {"refused": "不達", "delayed": "遅延", "delivered": "回復"}

ActName = Annotated[str, spelled(names.deeds)]
TaskCode = Annotated[str, spelled(names.tasks)]
ONE_OR_MORE = BeforeValidator(
    lambda value: value if isinstance(value, list | tuple) else [value] if value != "" else []
)
RuleId = Annotated[str, spelled(names.clocks)]


class Broken(Complaint):
    """The file cannot be played. `faults`: (line, reason in Japanese) each."""

    exit_code = 2

    def __init__(self, file: str, faults: list[tuple[int, str]]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(f"{file}:{line} 行目: {reason}" for line, reason in self.faults))


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _without_nul(cls, value: Any) -> Any:
        return without_nul(value)


class Heading(_Part):
    """[exercise]"""

    title: str = Field(min_length=1)
    source: str = ""
    starts: Moment | None = None
    practice: str = ""


class OfficerPart(_Part):
    """[[office.officer]]: known by office (職名) and roles, never by a person's name."""

    login: str = ""
    office: str = Field(min_length=1)
    roles: tuple[Annotated[Role, word(Role)], ...] = Field(min_length=1)
    on_call_order: int | None = Field(default=None, ge=1)
    duty: tuple[date, ...] = ()
    email: str = ""


class OfficePart(_Part):
    """[[office]]"""

    authority: str = Field(min_length=1)
    officer: tuple[OfficerPart, ...] = ()


class VendorPart(_Part):
    """[[facility.vendor]]"""

    company: str = Field(min_length=1)
    phone: str = ""
    person: str = ""
    systems: str = ""
    all_hours: bool = False


class FacilityPart(_Part):
    """[[facility]]"""

    name: str = Field(min_length=1)
    kind: Annotated[FacilityKind, word(FacilityKind)] = FacilityKind.HOSPITAL
    municipality: str = Field(min_length=1)
    prefecture: str = ""
    kana: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    municipal: bool = False
    operating_body: str = ""
    owner_municipality: str = ""
    vendor: tuple[VendorPart, ...] = ()


class Expect(_Part):
    """[step.expect]: what must be so after the step; what is not named is not looked at."""

    stages: dict[Annotated[StageKey, word(StageKey)], Annotated[StageState, word(StageState)]] = {}
    open_tasks: tuple[TaskCode, ...] = ()
    no_open_tasks: tuple[TaskCode, ...] = ()
    holders: dict[TaskCode, str] = {}
    lead: str = ""
    clocks: dict[RuleId, Annotated[tuple[Annotated[str, one_of(READINGS)], ...], ONE_OR_MORE]] = {}
    """Of the newest clocks of the rule, as many as are written, in the order in which they started."""
    due: dict[RuleId, Annotated[tuple[Moment, ...], ONE_OR_MORE]] = {}
    letters: dict[str, Annotated[int, Field(ge=0)]] = {}
    letter_subjects: tuple[str, ...] = ()
    documents: tuple[Annotated[str, spelled(names.documents)], ...] = ()
    reports: tuple[Annotated[ReportKind, word(ReportKind)], ...] | None = None
    withdrawn: tuple[int, ...] | None = None
    reception_opens: Moment | None = None
    result: Annotated[Result, word(Result)] | None = None
    ministry_knows: Annotated[MinistryKnows, word(MinistryKnows)] | None = None
    ending: Annotated[Ending, word(Ending)] | Literal[""] | None = None
    times: dict[Annotated[str, one_of(TIMES)], Moment] = {}
    open_items: int | None = Field(default=None, ge=0)
    visible: dict[str, bool] = {}
    missing: dict[ActName, str] = {}
    history: tuple[Annotated[str, spelled(names.history)], ...] = ()


class Step(_Part):
    """[[step]]: an inject, an act, the engine going or coming, and what is expected afterwards."""

    at: Moment
    inject: str = ""
    act: ActName = ""
    by: str = ""
    facts: dict[str, Any] = {}
    case: str = "main"
    as_seen: int | None = None
    refused: Annotated[tuple[str, ...], ONE_OR_MORE] = ()
    """The refusals of which one is right; none: the act is to be done."""
    because: str = ""
    """Words that the refusal's sentence must hold."""
    engine: Annotated[str, one_of(ENGINE)] | None = None
    mail: dict[str, Annotated[str, one_of(MAIL)]] = {}
    expect: Expect | None = None
    mark: str = ""


class Scenario(_Part):
    """One file. Steps stand in time order; moments are UTC."""

    exercise: Heading
    office: tuple[OfficePart, ...] = ()
    facility: tuple[FacilityPart, ...] = ()
    step: tuple[Step, ...] = Field(min_length=1)

    @property
    def starts(self) -> datetime:
        return self.exercise.starts or self.step[0].at

    def until(self, mark: str) -> Self:
        """The steps up to and with the one that carries the mark. Raises LookupError."""
        for n, step in enumerate(self.step, start=1):
            if step.mark == mark:
                return self.model_copy(update={"step": self.step[:n]})
        raise LookupError(mark)

    def moved(self, by: timedelta) -> Self:
        """The same happening at another time, without expectations (they name the public dates)."""
        steps = [
            s.model_copy(update={"at": s.at + by, "facts": shifted(s.facts, by), "expect": None}) for s in self.step
        ]
        heading = self.exercise.model_copy(update={"starts": self.starts + by})
        return self.model_copy(update={"step": tuple(steps), "exercise": heading})


def read(file: Path) -> tuple[Scenario, Lines]:
    """The file's content in its shape, and where each part stands. Raises Broken."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Broken(str(file), [(1, "ファイルがありません。")]) from None
    except (OSError, UnicodeDecodeError):
        raise Broken(str(file), [(1, "ファイルを読めません。UTF-8 の TOML で保存してください。")]) from None
    try:
        content = parsed(text)
    except BrokenToml as error:
        raise Broken(str(file), [(error.line, f"{error.reason}。")]) from None
    lines = Lines(text)
    try:
        return Scenario.model_validate(content), lines
    except ValidationError as error:
        faults = [(lines.of(place(e["loc"])) or 1, _reason(e)) for e in error.errors() if not _follows(e, error)]
        raise Broken(str(file), faults) from None


def place(loc: tuple[str | int, ...]) -> Place:
    """Without pydantic's own marks for keys and the branches of a union."""
    return tuple(part for part in loc if isinstance(part, int) or not re.search(r"[\[\]()]|^literal|^function", part))


def _follows(one: Mapping[str, Any], error: ValidationError) -> bool:
    """Whether it only repeats another fault: a list is called empty because nothing in it could be read, or a word
    that is none is not the empty one either.
    """
    if one["type"] == "literal_error" and one["ctx"]["expected"] == "''":
        return True
    inside = [e["loc"][: len(one["loc"])] for e in error.errors() if len(e["loc"]) > len(one["loc"])]
    return one["type"] == "too_short" and one["loc"] in inside


def _reason(error: Mapping[str, Any]) -> str:
    names = [str(part) for part in place(error["loc"]) if isinstance(part, str)]
    name = names[-1] if names else ""
    said = f"{written(error['type'], error.get('ctx') or {}, name, error.get('input'))}。"
    match error["type"]:
        case "extra_forbidden":
            return said + near(name, _known(names[:-1]))
        case "value_error":
            return f"「{name}」: {said}"
        case _:
            return said


_TABLES: Mapping[tuple[str, ...], type[BaseModel]] = {
    (): Scenario,
    ("exercise",): Heading,
    ("office",): OfficePart,
    ("office", "officer"): OfficerPart,
    ("facility",): FacilityPart,
    ("facility", "vendor"): VendorPart,
    ("step",): Step,
    ("step", "expect"): Expect,
}


def _known(table: list[str]) -> list[str]:
    model = _TABLES.get(tuple(table))
    return list(model.model_fields) if model else []
