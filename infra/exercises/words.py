"""Reading what people write into a scenario: codes or Japanese words, times with or without offset (then JST)."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeAlias, get_args, get_origin

from pydantic import AwareDatetime, BeforeValidator
from pydantic.fields import FieldInfo

from cases.clock import JST, in_utc
from cases.clocks.moments import EARLIEST, LATEST
from cases.procedure import Facts
from cases.vocabulary.signals import Labels, signal


def label_of(word: Any) -> str:
    """The Japanese word of a member of any word list."""
    return str(getattr(word, "label", word))


def in_jst(value: datetime) -> datetime:
    """The moment in UTC; a time without offset is one of Japan."""
    return in_utc(value if value.tzinfo else value.replace(tzinfo=JST))


def _moment(value: object) -> datetime:
    moment = _written_moment(value)
    if not isinstance(moment, datetime):
        raise ValueError("日付と時刻（例 2021-10-31T00:30:00+09:00）で書いてください")
    if not EARLIEST.year < moment.year < LATEST.year:
        raise ValueError(f"{EARLIEST.year + 1} 年から {LATEST.year - 1} 年までの日時で書いてください")
    return in_jst(moment)


def _written_moment(value: Any) -> Any:
    """A moment also when it was put in quotes; everything else stays."""
    if not isinstance(value, str):
        return value
    try:
        moment = datetime.fromisoformat(unicodedata.normalize("NFKC", value).strip().replace("/", "-"))
    except ValueError:
        return value
    return moment if ":" in value else value


Moment: TypeAlias = Annotated[datetime, BeforeValidator(_moment)]


YES_AND_NO: Mapping[str, tuple[str, ...]] = {
    "あり": ("有", "障害あり"),
    "ある": ("有", "障害あり"),
    "なし": ("無", "障害なし"),
    "ない": ("無", "障害なし"),
}
BOOLEANS: Mapping[str, bool] = {"はい": True, "する": True, "いいえ": False, "しない": False}


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).strip("「」").replace("_", "-")


def code_of(written: str, known: Mapping[str, str]) -> str | None:
    """The code that is meant: the code, its Japanese word, that word without its brackets, or a beginning of it that
    fits one word only. None when nothing or more than one thing fits. `known`: code → Japanese word.
    """
    if written in known:
        return written
    wanted = _plain(written)
    words = {code: _plain(label) for code, label in known.items()}
    tries: tuple[Callable[[str], bool], ...] = (
        lambda code: known[code] == written,
        lambda code: wanted in (_plain(code), words[code]),
        lambda code: known[code] in YES_AND_NO.get(wanted, ()),
        lambda code: words[code].partition("(")[0] == wanted,
        lambda code: len(wanted) > 1 and words[code].startswith(wanted),
    )
    for fits in tries:
        found = [code for code in known if fits(code)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def told(known: Mapping[str, str]) -> str:
    """「使える値: running（進行中）、met（達成）」; of a long list only where it stands."""
    if len(known) > 15:
        return "使える値は手引き（README.md）の「符号の一覧」にあります。"
    return "使える値: " + listed(known)


def listed(known: Mapping[str, str], between: str = "、") -> str:
    """「running（進行中）、met（達成）」; a word that is its own code stands once."""
    return between.join(code if code == label else f"{code}（{label}）" for code, label in known.items())


def word(words: type[StrEnum]) -> BeforeValidator:
    """A validator for a code or the Japanese word of a word list; the value is the member."""
    members = {str(one): one for one in words}
    known = {code: label_of(one) for code, one in members.items()}
    read = _reader(known)
    return BeforeValidator(lambda value: members[read(value)])


def one_of(known: Mapping[str, str]) -> BeforeValidator:
    """A validator for a code or its Japanese word; the value is the code."""
    return BeforeValidator(_reader(known))


def spelled(known: Callable[[], Mapping[str, str]]) -> BeforeValidator:
    """Turns a Japanese word into its code; what is not known stays, for the check to tell with a hint."""
    return BeforeValidator(lambda value: (code_of(value, known()) or value) if isinstance(value, str) else value)


def _reader(known: Mapping[str, str]) -> Callable[[object], str]:
    def read(value: object) -> str:
        code = code_of(value, known) if isinstance(value, str) else None
        if code is None:
            raise ValueError(f"「{value}」は使えません。{told(known)}")
        return code

    return read


def near(name: str, known: Iterable[str]) -> str:
    """A hint at what was meant, as a sentence, or nothing."""
    found = difflib.get_close_matches(name, sorted(known), n=1)
    return f"「{found[0]}」のことではありませんか。" if found else ""


def read_facts(model: type[Facts], given: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as the act's model takes them: words to codes, naive times to JST. What is unknown stays."""
    fields = model.model_fields
    return {name: _fact(value, fields.get(name)) for name, value in given.items()}


def _fact(value: Any, field: FieldInfo | None) -> Any:
    kinds = set(_kinds(field.annotation)) if field else set()
    if tuple in kinds and isinstance(value, str):
        value = [value]
    if bool in kinds and isinstance(value, str):
        value = BOOLEANS.get(value, value)
    if kinds & {datetime, AwareDatetime}:
        value = _written_moment(value)
    elif date in kinds:
        value = _written_moment(value)
        value = value.date() if isinstance(value, datetime) else value
    if str in kinds and int not in kinds:
        value = _as_text(value)
    return _read(value, choices(field))


def _as_text(value: Any) -> Any:
    """A number where words are asked for (「item = 2」) is read as its figures."""
    if isinstance(value, list):
        return [_as_text(one) for one in value]
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _kinds(annotation: Any) -> Iterator[Any]:
    yield annotation
    yield get_origin(annotation)
    for part in get_args(annotation):
        yield from _kinds(part)


def choices(field: FieldInfo | None) -> dict[str, str]:
    """Code → Japanese word of a field with a closed list; empty for all others."""
    if field is None:
        return {}
    known = {str(one): label_of(one) for words in _word_lists(field.annotation) for one in words}
    known |= {str(one): str(one) for one in _literals(field.annotation)}
    if labels := signal(field, Labels):
        known |= labels.words
    return known


def _read(value: Any, known: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_read(one, known) for one in value]
    if isinstance(value, datetime) and EARLIEST.year < value.year < LATEST.year:
        return in_jst(value)
    if isinstance(value, str) and known:
        return code_of(value, known) or value
    return value


def _word_lists(annotation: Any) -> Iterator[type[StrEnum]]:
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        yield annotation
    for part in get_args(annotation):
        yield from _word_lists(part)


def _literals(annotation: Any) -> Iterator[Any]:
    """The values that are written out in the annotation."""
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
        return
    for part in get_args(annotation):
        yield from _literals(part)


def shifted(value: Any, by: Any) -> Any:
    """The value with every moment and day in it moved by a timedelta of whole minutes."""
    if isinstance(value, dict):
        return {key: shifted(one, by) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [shifted(one, by) for one in value]
    return value + by if isinstance(value, date) else value
