"""医療情報システムの安全管理に関するガイドライン by edition, out of the rule sets (M-1.1; R-020)."""

from __future__ import annotations

from datetime import date

from cases.japanese_dates import wareki
from cases.rulebook.book import rulebook
from cases.rulebook.rule_sets import RuleSet

PREFIX = "mhlw-guideline-"


def editions() -> tuple[RuleSet, ...]:
    """Every edition on record, the newest first."""
    found = [one for one in rulebook().sets if one.id.startswith(PREFIX)]
    return tuple(sorted(found, key=lambda one: one.effective_from or date.min, reverse=True))


def edition(edition_id: str) -> RuleSet | None:
    return next((one for one in editions() if one.id == edition_id), None)


def edition_on(day: date) -> RuleSet | None:
    """The edition in force that day; the oldest for a day before it."""
    found = editions()
    return next((one for one in found if one.in_force(day)), found[-1] if found else None)


def document_words(one: RuleSet) -> str:
    """「平成29年５月30日　政統発0530第１号」; what no source states is left out."""
    day = wareki(one.issued_on) if one.issued_on else ""
    return "　".join(filter(None, [day, "・".join(one.doc_no)]))
