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
from cases.vocabulary.signals import Asked, Labels, Lines, MayLieAhead, Names, Omit, signal


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
    kind, choices = (Kind.FLAG, ()) if field.annotation is bool else _kind(field)
    if kind is Kind.FLAG and field.is_required():
        kind, choices = Kind.ONE, (Choice("true", "はい"), Choice("false", "いいえ"))
    lengths = {type(m).__name__: m for m in field.metadata}
    least = getattr(lengths.get("Ge"), "ge", None)
    longest = getattr(lengths.get("MaxLen"), "max_length", None)
    lines, asked = signal(field, Lines), signal(field, Asked)
    return Question(
        name=name,
        title=field.title or name,
        help=field.description or "",
        kind=kind,
        required=field.is_required(),
        choices=choices,
        default=_default(field),
        lines=lines.count if lines else 1,
        least=least if isinstance(least, int) else None,
        longest=longest if isinstance(longest, int) else None,
        future=signal(field, MayLieAhead) is not None,
        officer=signal(field, Names) is Names.OFFICER,
        known=asked is not None,
        block=asked.block if asked else "",
    )


def _default(field: FieldInfo) -> Any:
    if field.default is PydanticUndefined:
        return None
    default = field.default
    return str(default) if isinstance(default, Enum) else list(default) if isinstance(default, tuple) else default


def _kind(field: FieldInfo) -> tuple[Kind, tuple[Choice, ...]]:
    if asked := signal(field, Asked):
        return _ASKED[asked.kind], tuple(Choice(word, word) for word in asked.words)
    plain = _without_none(field.annotation)
    if get_origin(plain) is tuple:
        inner = get_args(plain)[0]
        return (Kind.MANY, _choices(inner, field)) if _is_enum(inner) else (Kind.LINES, ())
    if get_origin(plain) is Literal:
        labels = signal(field, Labels)
        words = labels.words if labels else {}
        return Kind.ONE, tuple(Choice(str(value), words.get(value, str(value))) for value in get_args(plain))
    if _is_enum(plain):
        return Kind.ONE, _choices(plain, field)
    if plain is bool:
        return Kind.FLAG, ()
    if plain is int:
        return Kind.NUMBER, ()
    if plain is date:
        return Kind.DAY, ()
    if plain is str:
        return (Kind.LONG if signal(field, Lines) else Kind.TEXT), ()
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


def _is_enum(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Enum)


def _choices(words: Any, field: FieldInfo) -> tuple[Choice, ...]:
    omitted = signal(field, Omit)
    left_out = set(omitted.said()["omit"]) if omitted else set()
    return tuple(Choice(str(word.value), str(word.label)) for word in words if word.value not in left_out)


def _without_none(annotation: Any) -> Any:
    """The type under an optional one; annotated types lose their metadata (pydantic keeps it on the field)."""
    if get_origin(annotation) in (Union, types.UnionType):
        kept = [part for part in get_args(annotation) if part is not type(None)]
        return _without_none(kept[0])
    return annotation
