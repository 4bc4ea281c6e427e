"""Reading what people write into a scenario: codes or Japanese words, times with or without offset (then JST)."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, TypeAlias, get_args

from pydantic import BeforeValidator
from pydantic.fields import FieldInfo

from cases.clock import JST, in_utc
from cases.procedure import Facts


def label_of(word: Any) -> str:
    """The Japanese word of a member of any word list."""
    return str(getattr(word, "label", word))


def in_jst(value: datetime) -> datetime:
    """The moment in UTC; a time without offset is one of Japan."""
    return in_utc(value if value.tzinfo else value.replace(tzinfo=JST))


def _moment(value: object) -> datetime:
    if not isinstance(value, datetime):
        raise ValueError("引用符なしの日時（例 2021-10-31T00:30:00+09:00）で書いてください")
    return in_jst(value)


Moment: TypeAlias = Annotated[datetime, BeforeValidator(_moment)]


def word(words: type[StrEnum]) -> BeforeValidator:
    """A validator for a code or the Japanese word of a word list; the value is the member."""

    def read(value: object) -> object:
        for one in words:
            if value in (str(one), label_of(one)):
                return one
        known = "、".join(f"{one}（{label_of(one)}）" for one in words)
        raise ValueError(f"「{value}」は使えません。使える値: {known}")

    return BeforeValidator(read)


def near(name: str, known: Iterable[str]) -> str:
    """A hint at what was meant, as a sentence, or nothing."""
    found = difflib.get_close_matches(name, sorted(known), n=1)
    return f"「{found[0]}」のことではありませんか。" if found else ""


def read_facts(model: type[Facts], given: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as the act's model takes them: words to codes, naive times to JST. What is unknown stays."""
    fields = model.model_fields
    return {name: _read(value, choices(fields.get(name))) for name, value in given.items()}


def choices(field: FieldInfo | None) -> dict[str, str]:
    """Code → Japanese word of a field with a closed list; empty for all others."""
    if field is None:
        return {}
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    known = {str(one): label_of(one) for words in _word_lists(field.annotation) for one in words}
    labels = extra.get("labels")
    if isinstance(labels, dict):
        known |= {str(code): str(label) for code, label in labels.items()}
    return known


def _read(value: Any, known: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_read(one, known) for one in value]
    if isinstance(value, datetime):
        return in_jst(value)
    if isinstance(value, str) and value not in known:
        return next((code for code, label in known.items() if label == value), value)
    return value


def _word_lists(annotation: Any) -> Iterator[type[StrEnum]]:
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        yield annotation
    for part in get_args(annotation):
        yield from _word_lists(part)


def shifted(value: Any, by: Any) -> Any:
    """The value with every moment and day in it moved by a timedelta of whole minutes."""
    if isinstance(value, dict):
        return {key: shifted(one, by) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [shifted(one, by) for one in value]
    return value + by if isinstance(value, date) else value
