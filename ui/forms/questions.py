"""An act's model read as a list of questions: what is asked, of which kind, with which choices."""

from __future__ import annotations

import types
from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum, StrEnum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from cases.procedure import Facts
from cases.views.general import Choice


class Kind(StrEnum):
    MOMENT = "moment"
    DAY = "day"
    TEXT = "text"
    LONG = "long"
    LINES = "lines"
    FLAG = "flag"
    ONE = "one"
    MANY = "many"
    NUMBER = "number"


@dataclass(frozen=True)
class Question:
    """One field of a form. `default` is a JSON value; None stands for "not answered"."""

    name: str
    title: str
    help: str
    kind: Kind
    required: bool
    choices: tuple[Choice, ...] = ()
    default: Any = None
    lines: int = 1
    least: int | None = None
    longest: int | None = None
    future: bool = False
    officer: bool = False
    approx: str = ""
    """For a moment: the name of the flag that says 「頃」, drawn beside it."""
    known: bool = False
    """不明, 確認中 and 該当なし are answers too; drawn beside the field."""
    block: str = ""
    """The part of a long form that the field belongs to."""
    listed: bool = False
    """Always a list to pick from, however few there are today."""

    def among(self, choices: tuple[Choice, ...]) -> Question:
        """The same question with choices that the case at hand gives; its help speaks of numbers to type."""
        kind = Kind.MANY if self.kind in (Kind.LINES, Kind.MANY) else Kind.ONE
        return replace(self, kind=kind, choices=choices, listed=True, help="")


def questions(model: type[Facts]) -> tuple[Question, ...]:
    """The questions of an act in the model's order; a 「頃」 flag belongs to the moment before it."""
    return _questions(model)


@cache
def _questions(model: Hashable) -> tuple[Question, ...]:
    asked: list[Question] = []
    assert isinstance(model, type)
    assert issubclass(model, Facts)
    for name, field in model.model_fields.items():
        question = _question(name, field)
        last = asked[-1] if asked else None
        if last and last.kind is Kind.MOMENT and question.kind is Kind.FLAG and name.endswith("approx"):
            asked[-1] = replace(last, approx=name)
        else:
            asked.append(question)
    return tuple(asked)


def _question(name: str, field: FieldInfo) -> Question:
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    kind, choices = (Kind.FLAG, ()) if field.annotation is bool else _kind(field.annotation, extra)
    if kind is Kind.FLAG and field.is_required():
        kind, choices = Kind.ONE, (Choice("true", "はい"), Choice("false", "いいえ"))
    lengths = {type(m).__name__: m for m in field.metadata}
    least = getattr(lengths.get("Ge"), "ge", None)
    longest = getattr(lengths.get("MaxLen"), "max_length", None)
    lines = extra.get("lines", 1)
    return Question(
        name=name,
        title=field.title or name,
        help=field.description or "",
        kind=kind,
        required=field.is_required(),
        choices=choices,
        default=_default(field),
        lines=lines if isinstance(lines, int) else 1,
        least=least if isinstance(least, int) else None,
        longest=longest if isinstance(longest, int) else None,
        future=bool(extra.get("future")),
        officer=bool(extra.get("officer")),
        known="asks" in extra,
        block=str(extra.get("block", "")),
    )


def _default(field: FieldInfo) -> Any:
    if field.default is PydanticUndefined:
        return None
    default = field.default
    return str(default) if isinstance(default, Enum) else list(default) if isinstance(default, tuple) else default


def _kind(annotation: Any, extra: dict[str, Any]) -> tuple[Kind, tuple[Choice, ...]]:
    if asks := extra.get("asks"):
        return _ASKED[str(asks)], tuple(Choice(str(w), str(w)) for w in _listed(extra.get("words")))
    plain = _without_none(annotation)
    if get_origin(plain) is tuple:
        inner = get_args(plain)[0]
        return (Kind.MANY, _choices(inner, extra)) if _is_enum(inner) else (Kind.LINES, ())
    if get_origin(plain) is Literal:
        labels = extra.get("labels", {})
        return Kind.ONE, tuple(Choice(str(value), str(labels.get(value, value))) for value in get_args(plain))
    if _is_enum(plain):
        return Kind.ONE, _choices(plain, extra)
    if plain is bool:
        return Kind.FLAG, ()
    if plain is int:
        return Kind.NUMBER, ()
    if plain is date:
        return Kind.DAY, ()
    if plain is str:
        return (Kind.LONG if extra.get("lines") else Kind.TEXT), ()
    if isinstance(plain, type) and issubclass(plain, datetime):
        return Kind.MOMENT, ()
    return Kind.MOMENT if "AwareDatetime" in repr(plain) else Kind.TEXT, ()


_ASKED = {
    "text": Kind.TEXT,
    "long": Kind.LONG,
    "moment": Kind.MOMENT,
    "count": Kind.TEXT,
    "choice": Kind.ONE,
    "choices": Kind.MANY,
}
"""How the fields of the incident report are asked (cases/rules/incident_fields.toml)."""


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _is_enum(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Enum)


def _choices(words: Any, extra: dict[str, Any]) -> tuple[Choice, ...]:
    left_out = extra.get("omit", ())
    return tuple(Choice(str(word.value), str(word.label)) for word in words if word.value not in left_out)


def _without_none(annotation: Any) -> Any:
    """The type under an optional one; annotated types lose their metadata (pydantic keeps it on the field)."""
    if get_origin(annotation) in (Union, types.UnionType):
        kept = [part for part in get_args(annotation) if part is not type(None)]
        return _without_none(kept[0])
    return annotation
