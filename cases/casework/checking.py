"""Checking what was typed for an act: its model first, then the moments in it. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import ValidationError

from cases.clocks import moments
from cases.errors import BadFacts
from cases.procedure import Act, Facts
from cases.vocabulary.signals import MayLieAhead, signal


def check_facts(act: Act[Any], facts: dict[str, Any] | Facts) -> Facts:
    """The act's facts. Raises BadFacts with every field that does not fit."""
    typed = facts.model_dump() if isinstance(facts, Facts) else facts
    try:
        found: Facts = act.facts.model_validate(typed)
    except ValidationError as error:
        raise BadFacts(
            act.label,
            [(".".join(str(p) for p in e["loc"]), e["type"], dict(e.get("ctx") or {})) for e in error.errors()],
        ) from None
    return found


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
