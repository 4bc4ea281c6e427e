"""The rule data, loaded once, checked whole, asked by day.

``rulebook()`` reads everything under ``cases/rules``. Data that contradicts itself is refused at load with a
``RuleError`` naming file, entry and reason; nothing runs on half a rule.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, Protocol, TypeVar

from pydantic import BaseModel

from cases.rule_files import RuleError, entry, read_sets, read_toml, table
from cases.rules.entries import (
    Authority,
    ContactDesk,
    Heading,
    LegalBasis,
    Municipality,
    Notice,
    Partner,
    PartnerName,
    Sentence,
    TimingRule,
)
from cases.rules.rule_sets import NOTICE_SET, Duty, RuleSet, SetContact, SetDocument, Trigger
from cases.rules.words import (
    AuthorityKind,
    CalendarKind,
    CityClass,
    LegalNature,
    Outcome,
    PartnerKind,
    StartEvent,
    TimingKey,
    Unit,
    Verification,
)

__all__ = [
    "NOTICE_SET",
    "Authority",
    "AuthorityKind",
    "CalendarKind",
    "CityClass",
    "ContactDesk",
    "Duty",
    "Heading",
    "LegalBasis",
    "LegalNature",
    "Municipality",
    "Notice",
    "Outcome",
    "Partner",
    "PartnerKind",
    "PartnerName",
    "RuleError",
    "RuleSet",
    "Rulebook",
    "Sentence",
    "SetContact",
    "SetDocument",
    "StartEvent",
    "TimingKey",
    "TimingRule",
    "Trigger",
    "Unit",
    "Verification",
    "check",
    "live_with",
    "living_mark",
    "load_rulebook",
    "rulebook",
    "shipped",
]

RULES_FOLDER: Final = Path(__file__).parent / "rules"
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
    """From now on this book (cases/living_rules.py; tests)."""
    _LIVING[:] = [(mark, book)]


def load_rulebook(folder: Path) -> Rulebook:
    """Read and check all rule data of a folder. Raises ``RuleError`` naming file, entry and reason."""
    book = Rulebook(
        notice=_notice(folder),
        timings=_table(folder, "timing.toml", "rule", TimingRule),
        contact_desks=_table(folder, "contact_desks.toml", "desk", ContactDesk),
        sets=_sets(folder),
        bases=_table(folder, "legal_bases.toml", "basis", LegalBasis),
        partners=_table(folder, "partners.toml", "partner", Partner),
        authorities=_csv(folder, "authorities.csv", "code", Authority),
        jurisdictions=_csv(folder, "municipalities.csv", "code6", Municipality),
    )
    check(book)
    return book


def check(book: Rulebook) -> None:
    """Whether the data fits together. Raises ``RuleError`` for dangling references and overlapping days."""
    _check_references(book)
    _refuse_overlap("timing.toml", book.timings, lambda rule: rule.id)
    _refuse_overlap("contact_desks.toml", book.contact_desks, lambda _: "厚生労働省の窓口")
    _refuse_overlap("authorities.csv", book.authorities, lambda row: row.code)
    _refuse_overlap("municipalities.csv", book.jurisdictions, lambda row: row.code6)
    _refuse_overlap(SETS_FOLDER, book.sets, lambda one: one.id)
    for partner in book.partners:
        _refuse_overlap("partners.toml", partner.names, lambda _, known=partner.id: known)  # type: ignore[misc]


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


def _check_references(book: Rulebook) -> None:
    sentences = [sentence.id for sentence in book.notice.sentences]
    if len(set(sentences)) != len(sentences):
        raise RuleError(NOTICE_FILE, "sentences", "文の id が重複しています")
    known_sets, bases = {one.id for one in book.sets}, {one.id for one in book.bases}
    for rule in book.timings:
        if missing := set(rule.sentences) - set(sentences):
            raise RuleError("timing.toml", rule.id, f"根拠の文 {min(missing)} は通知にありません")
        if rule.rule_set not in known_sets:
            raise RuleError("timing.toml", rule.id, f"規則集「{rule.rule_set}」はありません")
        if rule.basis not in bases:
            raise RuleError("timing.toml", rule.id, f"根拠「{rule.basis}」は legal_bases.toml にありません")
    for one in book.sets:
        cited = {source for row in one.triggers for source in row.sources}
        cited |= {source for duty in one.duties for source in duty.sources}
        if missing := cited - set(sentences):
            raise RuleError(SETS_FOLDER, one.id, f"根拠の文 {min(missing)} は通知にありません")
        if unknown := {duty.basis for duty in one.duties} - bases:
            raise RuleError(SETS_FOLDER, one.id, f"根拠「{min(unknown)}」は legal_bases.toml にありません")
    _refuse_twice("legal_bases.toml", [use for basis in book.bases for use in basis.used_by])
    _refuse_twice("legal_bases.toml", [basis.id for basis in book.bases])
    _refuse_twice("partners.toml", [partner.id for partner in book.partners])
    codes = {row.code for row in book.authorities}
    for row in book.jurisdictions:
        if row.authority_code not in codes:
            raise RuleError("municipalities.csv", row.code6, f"所管の団体コード {row.authority_code} がありません")


def _refuse_twice(file: str, ids: Sequence[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise RuleError(file, one, "二度書かれています")
        seen.add(one)


def _refuse_overlap(file: str, entries: Sequence[E], key: Callable[[E], str]) -> None:
    last: dict[str, E] = {}
    for one in sorted(entries, key=_starts):
        before = last.get(key(one))
        if before is not None and (before.effective_to or date.max) >= _starts(one):
            raise RuleError(file, key(one), f"適用期間が重なっています（{_starts(one).isoformat()}から）")
        last[key(one)] = one


def _table(folder: Path, file: str, name: str, model: type[M]) -> tuple[M, ...]:
    text = _read(folder, file)
    return table(read_toml(text, file), file, name, model, text)


def _notice(folder: Path) -> Notice:
    return entry(Notice, NOTICE_FILE, "notice", read_toml(_read(folder, NOTICE_FILE), NOTICE_FILE))


def _sets(folder: Path) -> tuple[RuleSet, ...]:
    files = sorted((folder / SETS_FOLDER).glob("*.toml"))
    names = [f"{SETS_FOLDER}/{file.name}" for file in files]
    return tuple(one for name in names for one in read_sets(_read(folder, name), name))


def _csv(folder: Path, file: str, key: str, model: type[M]) -> tuple[M, ...]:
    rows = csv.DictReader(_read(folder, file).splitlines())
    return tuple(entry(model, file, str(row.get(key) or f"{rows.line_num}行目"), row) for row in rows)


def _read(folder: Path, file: str) -> str:
    try:
        return (folder / file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(file, "全体", "ファイルを読めません") from error
