"""New versions of rules: each takes over on its first day, and the one before it ends the day before. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final, TypeVar

from cases.rulebook.book import Rulebook, check
from cases.rulebook.entries import ContactDesk, TimingRule
from cases.rulebook.files import RuleError
from cases.rulebook.rule_sets import RuleSet

_ONE_DAY: Final = timedelta(days=1)
N = TypeVar("N", RuleSet, TimingRule, ContactDesk)


def with_sets(book: Rulebook, sets: Iterable[RuleSet], file: str) -> Rulebook:
    """The book as it is with further rule sets. A new version of a set takes over on its first day, and so do the clock
    rules that a set brings along; the version before it ends the day before. Raises ``RuleError`` naming `file`.
    """
    for one in sets:
        if one.effective_from is None and any(known.id == one.id for known in book.sets):
            raise RuleError(file, one.id, "新しい版には適用開始日（effective_from）を書きます")
        merged = replace(book, sets=succeed(book.sets, one, file), timings=book.timings)
        for rule in one.timings:
            if not any(known.id == rule.id for known in book.timings):
                raise RuleError(file, rule.id, "この id の時間の規則はありません。既にある規則の新しい版だけを書けます")
            merged = replace(merged, timings=succeed(merged.timings, rule, file))
        book = merged
    try:
        check(book)
    except RuleError as error:
        raise RuleError(file, error.entry, error.reason) from error
    return book


def succeed(entries: tuple[N, ...], new: N, file: str) -> tuple[N, ...]:
    """The entries with a new version of one of them, which ends the version before. ``RuleError`` when the new one does
    not come after all others of its id.
    """
    kept: list[N] = []
    for one in entries:
        if one.id == new.id and new.effective_from is not None:
            if starts(one) >= new.effective_from:
                raise RuleError(
                    file, new.id, f"{starts(one).isoformat()}からの版が既にあります。それより後の日を書きます"
                )
            if one.effective_to is None or one.effective_to >= new.effective_from:
                one = one.model_copy(update={"effective_to": new.effective_from - _ONE_DAY})
        kept.append(one)
    kept.append(new)
    return tuple(kept)


def starts(entry: RuleSet | TimingRule | ContactDesk) -> date:
    """The first day; the earliest of all where it is not known."""
    return entry.effective_from or date.min
