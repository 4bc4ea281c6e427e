"""The rule data, loaded once, checked whole, asked by day.

``rulebook()`` reads everything under ``cases/rules``. Data that contradicts itself is refused at load with a
``RuleError`` naming file, entry and reason; nothing runs on half a rule.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, Protocol, TypeVar

from pydantic import BaseModel

from cases.rulebook.entries import (
    Authority,
    ContactDesk,
    LegalBasis,
    Municipality,
    Notice,
    Partner,
    Sentence,
    TimingRule,
)
from cases.rulebook.files import RuleError, entry, read_sets, read_toml, table
from cases.rulebook.rule_sets import RuleSet

RULES_FOLDER: Final = Path(__file__).parents[1] / "rules"
NOTICE_FILE: Final = "notice-2018-10-29.toml"
SETS_FOLDER: Final = "sets"


@dataclass(frozen=True)
class Rulebook:
    """All rule data of the house; each question names the day it is asked for."""

    notice: Notice
    timings: tuple[TimingRule, ...]
    contact_desks: tuple[ContactDesk, ...]
    sets: tuple[RuleSet, ...]
    bases: tuple[LegalBasis, ...]
    partners: tuple[Partner, ...]
    authorities: tuple[Authority, ...]
    jurisdictions: tuple[Municipality, ...]

    def timing(self, rule_id: str, on: date) -> TimingRule | None:
        """The clock rule in force that day, None before the notice. ``RuleError`` for an unknown id."""
        versions = [rule for rule in self.timings if rule.id == rule_id]
        if not versions:
            raise RuleError("timing.toml", rule_id, "この id の規則はありません")
        return _in_force(versions, on)

    def sets_on(self, on: date) -> tuple[RuleSet, ...]:
        """The rule sets in force and switched on that day, in the order of their first day."""
        found = [one for one in self.sets if one.enabled and one.in_force(on)]
        return tuple(sorted(found, key=lambda one: (_starts(one), one.id)))

    def rule_set(self, set_id: str, on: date) -> RuleSet | None:
        """The version of a set in force that day, switched on or not."""
        return _in_force([one for one in self.sets if one.id == set_id], on)

    def basis(self, basis_id: str) -> LegalBasis:
        """The legal basis by id (R-009). Raises ``RuleError`` for an unknown one."""
        try:
            return self._bases[basis_id]
        except KeyError:
            raise RuleError("legal_bases.toml", basis_id, "この id の根拠はありません") from None

    def basis_of(self, use: str) -> LegalBasis:
        """What an instrument or paper rests on: "instrument.on_site_inspection", "exchange.inquiry", "report.first".
        Raises ``RuleError`` when nobody has decided it.
        """
        try:
            return self._uses[use]
        except KeyError:
            raise RuleError("legal_bases.toml", use, "この手続の根拠（used_by）が決められていません") from None

    def partner(self, partner_id: str) -> Partner:
        """The partner organisation by id. Raises ``RuleError`` for an unknown one."""
        found = next((one for one in self.partners if one.id == partner_id), None)
        if found is None:
            raise RuleError("partners.toml", partner_id, "この id の関係機関はありません")
        return found

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
    def _bases(self) -> Mapping[str, LegalBasis]:
        return {one.id: one for one in self.bases}

    @cached_property
    def _uses(self) -> Mapping[str, LegalBasis]:
        return {use: one for one in self.bases for use in one.used_by}

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
def shipped() -> Rulebook:
    """The house's own rule data, read once per process. Raises ``RuleError`` when it is broken."""
    return load_rulebook(RULES_FOLDER)


_LIVING: Final[list[tuple[str, Rulebook]]] = []


def rulebook() -> Rulebook:
    """The rules as this process knows them: the shipped ones, and what the ministry has added since (living_rules.py).
    Raises ``RuleError`` when the shipped data is broken.
    """
    return _LIVING[-1][1] if _LIVING else shipped()


def living_mark() -> str:
    """The mark of the database's rules that this process read last; empty while it knows the shipped ones only."""
    return _LIVING[-1][0] if _LIVING else ""


def live_with(mark: str, book: Rulebook) -> None:
    """From now on this book (cases/rulebook/living.py; tests)."""
    _LIVING[:] = [(mark, book)]


def load_rulebook(folder: Path) -> Rulebook:
    """Read and check all rule data of a folder. Raises ``RuleError`` naming file, line, entry and reason."""
    found: list[RuleError] = []
    book = read_rulebook(folder, found)
    for error in found:
        raise error
    for error in contradictions(book):
        raise placed(folder, error)
    return book


def problems(folder: Path) -> list[RuleError]:
    """Everything that is wrong with the rule data of a folder; empty when it can be used. What an entry that cannot be
    read would have been referred to by is left unsaid: it follows from the entry.
    """
    found: list[RuleError] = []
    book = read_rulebook(folder, found)
    return found or [placed(folder, error) for error in contradictions(book)]


def read_rulebook(folder: Path, found: list[RuleError]) -> Rulebook:
    """The entries that can be read; `found` gets an error for each that cannot. Raises ``RuleError`` for the notice
    itself and for a file of sets that cannot be read.
    """
    return Rulebook(
        notice=_notice(folder),
        timings=_table(folder, "timing.toml", "rule", TimingRule, found),
        contact_desks=_table(folder, "contact_desks.toml", "desk", ContactDesk, found),
        sets=_sets(folder, found),
        bases=_table(folder, "legal_bases.toml", "basis", LegalBasis, found),
        partners=_table(folder, "partners.toml", "partner", Partner, found),
        authorities=_csv(folder, "authorities.csv", "code", Authority, found),
        jurisdictions=_csv(folder, "municipalities.csv", "code6", Municipality, found),
    )


def placed(folder: Path, error: RuleError) -> RuleError:
    """The same error with the line at which its entry stands last, where one can be told."""
    try:
        lines = _read(folder, error.file).splitlines()
    except RuleError:
        return error
    marks = (f'"{error.entry}"', f"{error.entry},")
    at = [n for n, line in enumerate(lines, start=1) if any(mark in line for mark in marks)]
    heads = [n for n in at if lines[n - 1].startswith(("id = ", error.entry))]
    line = (heads or at or [0])[-1]
    return RuleError(error.file, error.entry, error.reason, line or None)


def check(book: Rulebook) -> None:
    """Whether the data fits together. Raises ``RuleError`` for dangling references and overlapping days."""
    for error in contradictions(book):
        raise error


def contradictions(book: Rulebook) -> Iterator[RuleError]:
    """Everything in which the data does not fit together."""
    yield from _references(book)
    yield from _overlaps("timing.toml", book.timings, lambda rule: rule.id)
    yield from _overlaps("contact_desks.toml", book.contact_desks, lambda _: "厚生労働省の窓口")
    yield from _overlaps("authorities.csv", book.authorities, lambda row: row.code)
    yield from _overlaps("municipalities.csv", book.jurisdictions, lambda row: row.code6)
    yield from _overlaps(SETS_FOLDER, book.sets, lambda one: one.id)
    for partner in book.partners:
        yield from _overlaps("partners.toml", partner.names, lambda _, known=partner.id: known)  # type: ignore[misc]


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
    return next((one for one in entries if one.in_force(on)), None)


def _references(book: Rulebook) -> Iterator[RuleError]:
    sentences = [sentence.id for sentence in book.notice.sentences]
    if len(set(sentences)) != len(sentences):
        yield RuleError(NOTICE_FILE, "sentences", "文の id が重複しています")
    known_sets, bases = {one.id for one in book.sets}, {one.id for one in book.bases}
    for rule in book.timings:
        if missing := set(rule.sentences) - set(sentences):
            yield RuleError("timing.toml", rule.id, f"根拠の文 {min(missing)} は通知にありません")
        if rule.rule_set not in known_sets:
            yield RuleError("timing.toml", rule.id, f"規則集「{rule.rule_set}」はありません")
        if rule.basis not in bases:
            yield RuleError("timing.toml", rule.id, f"根拠「{rule.basis}」は legal_bases.toml にありません")
    for one in book.sets:
        cited = {source for row in one.triggers for source in row.sources}
        cited |= {source for duty in one.duties for source in duty.sources}
        if missing := cited - set(sentences):
            yield RuleError(SETS_FOLDER, one.id, f"根拠の文 {min(missing)} は通知にありません")
        if unknown := {duty.basis for duty in one.duties} - bases:
            yield RuleError(SETS_FOLDER, one.id, f"根拠「{min(unknown)}」は legal_bases.toml にありません")
    yield from _twice("legal_bases.toml", [use for basis in book.bases for use in basis.used_by])
    yield from _twice("legal_bases.toml", [basis.id for basis in book.bases])
    yield from _twice("partners.toml", [partner.id for partner in book.partners])
    codes = {row.code for row in book.authorities}
    for row in book.jurisdictions:
        if row.authority_code not in codes:
            yield RuleError("municipalities.csv", row.code6, f"所管の団体コード {row.authority_code} がありません")


def _twice(file: str, ids: Sequence[str]) -> Iterator[RuleError]:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            yield RuleError(file, one, "二度書かれています")
        seen.add(one)


def _overlaps(file: str, entries: Sequence[E], key: Callable[[E], str]) -> Iterator[RuleError]:
    last: dict[str, E] = {}
    for one in sorted(entries, key=_starts):
        before = last.get(key(one))
        if before is not None and (before.effective_to or date.max) >= _starts(one):
            yield RuleError(file, key(one), f"適用期間が重なっています（{_starts(one).isoformat()}から）")
        last[key(one)] = one


def _table(folder: Path, file: str, name: str, model: type[M], found: list[RuleError]) -> tuple[M, ...]:
    try:
        text = _read(folder, file)
        return table(read_toml(text, file), file, name, model, text, found)
    except RuleError as error:
        found.append(error)
        return ()


def _notice(folder: Path) -> Notice:
    return entry(Notice, NOTICE_FILE, "notice", read_toml(_read(folder, NOTICE_FILE), NOTICE_FILE))


def _sets(folder: Path, found: list[RuleError]) -> tuple[RuleSet, ...]:
    sets: list[RuleSet] = []
    for name in [f"{SETS_FOLDER}/{file.name}" for file in sorted((folder / SETS_FOLDER).glob("*.toml"))]:
        try:
            sets += read_sets(_read(folder, name), name)
        except RuleError as error:
            found.append(error)
    return tuple(sets)


def _csv(folder: Path, file: str, key: str, model: type[M], found: list[RuleError]) -> tuple[M, ...]:
    try:
        rows = csv.DictReader(_read(folder, file).splitlines())
    except RuleError as error:
        found.append(error)
        return ()
    entries: list[M] = []
    for row in rows:
        called = str(row.get(key) or f"{rows.line_num}行目")
        try:
            entries.append(entry(model, file, called, row))
        except RuleError as error:
            found.append(RuleError(error.file, error.entry, error.reason, rows.line_num))
    return tuple(entries)


def _read(folder: Path, file: str) -> str:
    try:
        return (folder / file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(file, "全体", "ファイルを読めません") from error
