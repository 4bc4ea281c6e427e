"""Checking what was typed for an act beyond its model: the moments in it. Pure."""

from __future__ import annotations

from datetime import datetime

from cases.clocks import moments
from cases.procedure import Facts
from cases.vocabulary.signals import MayLieAhead, signal


def refuse_future(facts: Facts, now: datetime) -> None:
    """Raises ImpossibleTime for a moment that no record holds, or that has not come where it may not lie ahead."""
    for name, field in type(facts).model_fields.items():
        value = getattr(facts, name)
        if isinstance(value, datetime) and signal(field, MayLieAhead) is None:
            moments.not_future(field.title or name, value, now)
        if isinstance(value, datetime):
            moments.within_records(field.title or name, value)


def searched(text: str) -> str:
    """What was typed into a search, without what no record can hold."""
    return text.replace("\x00", "").strip()
