"""What a field of facts says of itself beyond its type: what it names, how it is asked, whether it may lie ahead.

A signal stands in the annotation, `Annotated[str, Names.FACILITY]`, and tells itself in the JSON schema too, for those
who read the API's description or the catalogue of acts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.fields import FieldInfo
    from pydantic_core import CoreSchema

S = TypeVar("S")


class Signal:
    """The base of all: `said` are the words of the JSON schema."""

    def said(self) -> dict[str, Any]:
        raise NotImplementedError

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), **self.said()}


class Names(Signal, Enum):
    """The field's text names a thing of the office; the desk finds it (cases/desk/naming.py)."""

    OFFICER = "officer"
    FACILITY = "facility"
    GROUP = "group"
    CASE = "case"
    AUTHORITY = "authority"

    def said(self) -> dict[str, Any]:
        return {self.value: True}


@dataclass(frozen=True)
class Lines(Signal):
    """A field of several lines on the screen."""

    count: int

    def said(self) -> dict[str, Any]:
        return {"lines": self.count}


@dataclass(frozen=True)
class MayLieAhead(Signal):
    """A moment that may lie in the future."""

    def said(self) -> dict[str, Any]:
        return {"future": True}


@dataclass(frozen=True)
class Labels(Signal):
    """The Japanese words of a field's written-out values."""

    words: Mapping[str, str]

    def said(self) -> dict[str, Any]:
        return {"labels": dict(self.words)}


@dataclass(frozen=True)
class Omit(Signal):
    """The words of its list that the field does not take."""

    words: tuple[str, ...]

    def said(self) -> dict[str, Any]:
        return {"omit": [str(word) for word in self.words]}


@dataclass(frozen=True)
class Asked(Signal):
    """A field of the incident report (cases/rules/incident_fields.toml): its kind, its words, its block."""

    kind: str
    words: tuple[str, ...] = field(default=())
    block: str = ""

    def said(self) -> dict[str, Any]:
        return {"asks": self.kind, "words": list(self.words), "block": self.block}


def signal(of: FieldInfo, kind: type[S]) -> S | None:
    """The field's signal of that kind."""
    return next((one for one in of.metadata if isinstance(one, kind)), None)
