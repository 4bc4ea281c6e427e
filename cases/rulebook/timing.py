"""The timing rule that a clock runs under."""

from __future__ import annotations

from datetime import datetime

from cases.clock import jst_day
from cases.rulebook.book import rulebook
from cases.rulebook.entries import TimingRule


def timing_on(rule_id: str, moment: datetime) -> TimingRule:
    """The rule in force on that day in Japan; for days before the first entry, that entry (for reference)."""
    day = jst_day(moment)
    first = min(rule.effective_from for rule in rulebook().timings if rule.id == rule_id)
    rule = rulebook().timing(rule_id, max(day, first))
    if rule is None:
        raise LookupError(f"no timing rule {rule_id} on {day}")
    return rule
