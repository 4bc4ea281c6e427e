"""The rule data, loaded once, checked whole, asked by day.

``rulebook()`` reads everything under ``cases/rules``. Data that contradicts itself is refused at load with a
``RuleError`` naming file, entry and reason; nothing runs on half a rule.
"""

import csv
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from cases.rules.entries import (
    Authority,
    ContactDesk,
    Heading,
    LaterRule,
    Municipality,
    Notice,
    Sentence,
    TimingRule,
)
from cases.rules.words import (
    AuthorityKind,
    CalendarKind,
    CityClass,
    LegalNature,
    StartEvent,
    TimingKey,
    Unit,
)

__all__ = [
    "Authority",
    "AuthorityKind",
    "CalendarKind",
    "CityClass",
    "ContactDesk",
    "Heading",
    "LaterRule",
    "LegalNature",
    "Municipality",
    "Notice",
    "RuleError",
    "Rulebook",
    "Sentence",
    "StartEvent",
    "TimingKey",
    "TimingRule",
    "Unit",
    "load_rulebook",
    "rulebook",
]

RULES_FOLDER: Final = Path(__file__).parent / "rules"
NOTICE_FILE: Final = "notice-2018-10-29.toml"


class RuleError(ValueError):
    """Rule data that cannot be used, or an id that no rule has; in Japanese, with file and entry."""

    def __init__(self, file: str, entry: str, reason: str) -> None:
        self.file, self.entry, self.reason = file, entry, reason
        super().__init__(f"規則データ {file} の「{entry}」: {reason}")


@dataclass(frozen=True)
class Rulebook:
    """All rule data of the house; each question names the day it is asked for."""

    notice: Notice
    timings: tuple[TimingRule, ...]
    contact_desks: tuple[ContactDesk, ...]
    later_rules: tuple[LaterRule, ...]
    authorities: tuple[Authority, ...]
    jurisdictions: tuple[Municipality, ...]

    def timing(self, rule_id: str, on: date) -> TimingRule | None:
        """The clock rule in force that day, None before the notice. ``RuleError`` for an unknown id."""
        versions = [rule for rule in self.timings if rule.id == rule_id]
        if not versions:
            raise RuleError("timing.toml", rule_id, "この id の規則はありません")
        return _in_force(versions, on)

    def sentence(self, sentence_id: str) -> Sentence:
        """A sentence of the notice or its poster by id ("M-2.2"). Raises ``RuleError`` for an unknown id."""
        try:
            return self._sentences[sentence_id]
        except KeyError:
            raise RuleError(NOTICE_FILE, sentence_id, "この id の文はありません") from None

    def contact_desk(self, on: date) -> ContactDesk | None:
        """The ministry's office in force that day (R-052), None before the notice."""
        return _in_force(self.contact_desks, on)

    def authority(self, code: str) -> Authority:
        """The authority with that six-digit code. Raises ``RuleError`` for an unknown one."""
        try:
            return self._authorities[code]
        except KeyError:
            raise RuleError("authorities.csv", code, "この団体コードの自治体はありません") from None

    @cached_property
    def municipalities(self) -> tuple[Municipality, ...]:
        """Each municipality once, with its latest authority; ``jurisdictions`` has the earlier ones too."""
        return tuple({row.code6: row for row in sorted(self.jurisdictions, key=_starts)}.values())

    def municipality(self, code: str, on: date) -> Municipality:
        """The municipality as of that day. Raises ``RuleError`` for an unknown code or day."""
        if found := _in_force(self._municipalities.get(code, ()), on):
            return found
        raise RuleError("municipalities.csv", code, "この団体コードの市区町村はありません")

    def authority_of(self, municipality_code: str, on: date) -> Authority:
        """The competent authority of a municipality that day (管内, R-005). ``RuleError`` if unknown."""
        return self.authority(self.municipality(municipality_code, on).authority_code)

    @cached_property
    def _sentences(self) -> Mapping[str, Sentence]:
        return {sentence.id: sentence for sentence in self.notice.sentences}

    @cached_property
    def _authorities(self) -> Mapping[str, Authority]:
        return {row.code: row for row in sorted(self.authorities, key=_starts)}

    @cached_property
    def _municipalities(self) -> Mapping[str, list[Municipality]]:
        by_code: dict[str, list[Municipality]] = {}
        for row in self.jurisdictions:
            by_code.setdefault(row.code6, []).append(row)
        return by_code


@lru_cache(maxsize=1)
def rulebook() -> Rulebook:
    """The house's own rule data, read once per process. Raises ``RuleError`` when it is broken."""
    return load_rulebook(RULES_FOLDER)


def load_rulebook(folder: Path) -> Rulebook:
    """Read and check all rule data of a folder. Raises ``RuleError`` naming file, entry and reason."""
    book = Rulebook(
        notice=_entry(Notice, NOTICE_FILE, "notice", _toml(folder, NOTICE_FILE)),
        timings=_table(folder, "timing.toml", "rule", TimingRule),
        contact_desks=_table(folder, "contact_desks.toml", "desk", ContactDesk),
        later_rules=_table(folder, "later_rules.toml", "rule", LaterRule),
        authorities=_csv(folder, "authorities.csv", "code", Authority),
        jurisdictions=_csv(folder, "municipalities.csv", "code6", Municipality),
    )
    _check_references(book)
    _refuse_overlap("timing.toml", book.timings, lambda rule: rule.id)
    _refuse_overlap("contact_desks.toml", book.contact_desks, lambda _: "厚生労働省の窓口")
    _refuse_overlap("authorities.csv", book.authorities, lambda row: row.code)
    _refuse_overlap("municipalities.csv", book.jurisdictions, lambda row: row.code6)
    return book


class _Dated(Protocol):
    @property
    def effective_from(self) -> date | None: ...
    @property
    def effective_to(self) -> date | None: ...
    def in_force(self, on: date) -> bool: ...


E = TypeVar("E", bound=_Dated)
M = TypeVar("M", bound=BaseModel)


def _starts(entry: _Dated) -> date:
    return entry.effective_from or date.min


def _in_force(entries: Iterable[E], on: date) -> E | None:
    return next((entry for entry in entries if entry.in_force(on)), None)


def _check_references(book: Rulebook) -> None:
    sentences = [sentence.id for sentence in book.notice.sentences]
    if len(set(sentences)) != len(sentences):
        raise RuleError(NOTICE_FILE, "sentences", "文の id が重複しています")
    for rule in book.timings:
        if missing := set(rule.sentences) - set(sentences):
            raise RuleError("timing.toml", rule.id, f"根拠の文 {min(missing)} は通知にありません")
        if rule.rule_set != book.notice.id:
            raise RuleError("timing.toml", rule.id, f"規則集「{rule.rule_set}」はありません")
    codes = {row.code for row in book.authorities}
    for row in book.jurisdictions:
        if row.authority_code not in codes:
            raise RuleError("municipalities.csv", row.code6, f"所管の団体コード {row.authority_code} がありません")


def _refuse_overlap(file: str, entries: Sequence[E], key: Callable[[E], str]) -> None:
    last: dict[str, E] = {}
    for entry in sorted(entries, key=_starts):
        before = last.get(key(entry))
        if before is not None and (before.effective_to or date.max) >= _starts(entry):
            raise RuleError(file, key(entry), f"適用期間が重なっています（{_starts(entry).isoformat()}から）")
        last[key(entry)] = entry


def _table(folder: Path, file: str, name: str, model: type[M]) -> tuple[M, ...]:
    data = _toml(folder, file)
    rows = data.get(name)
    if not isinstance(rows, list) or set(data) != {name} or not all(isinstance(row, dict) for row in rows):
        raise RuleError(file, name, f"[[{name}]] の並びだけを書いてください")
    return tuple(_entry(model, file, str(row.get("id", f"{at}番目")), row) for at, row in enumerate(rows, start=1))


def _toml(folder: Path, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(_read(folder, file))
    except tomllib.TOMLDecodeError as error:
        raise RuleError(file, "全体", f"TOML として読めません（{error}）") from error


def _csv(folder: Path, file: str, key: str, model: type[M]) -> tuple[M, ...]:
    rows = csv.DictReader(_read(folder, file).splitlines())
    return tuple(_entry(model, file, str(row.get(key) or f"{rows.line_num}行目"), row) for row in rows)


def _read(folder: Path, file: str) -> str:
    try:
        return (folder / file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(file, "全体", "ファイルを読めません") from error


def _entry(model: type[M], file: str, entry: str, values: Mapping[Any, Any]) -> M:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise RuleError(file, entry, _reason(first["type"], first["loc"], first["input"], first.get("ctx"))) from error


def _reason(kind: str, place: tuple[int | str, ...], given: object, context: Mapping[str, Any] | None) -> str:
    field = ".".join(str(part) for part in place)
    match kind:
        case "missing":
            return f"項目 {field} がありません"
        case "extra_forbidden":
            return f"知らない項目 {field} があります"
        case "value_error":
            return str((context or {}).get("error", "値が正しくありません"))
        case "enum":
            return f"{field} の値「{given}」は使えません（使える値: {(context or {}).get('expected', '')}）"
        case "greater_than":
            return f"{field} は正の数でなければなりません: {given}"
        case _:
            return f"{field} の値「{given}」が正しくありません"
