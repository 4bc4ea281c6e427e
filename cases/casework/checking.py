"""Checking what was typed for an act beyond its model: the moments in it. Pure."""

from __future__ import annotations

from datetime import datetime

from cases.clocks import moments
from cases.procedure import Facts


def names_group(facts: Facts) -> bool:
    """Whether the act's facts name a group of cases."""
    field = type(facts).model_fields.get("group")
    return (
        field is not None and isinstance(field.json_schema_extra, dict) and bool(field.json_schema_extra.get("group"))
    )


def refuse_future(facts: Facts, now: datetime) -> None:
    """Raises ImpossibleTime for a moment that no record holds, or that has not come where it may not lie ahead."""
    for name, field in type(facts).model_fields.items():
        value = getattr(facts, name)
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        if isinstance(value, datetime) and not extra.get("future"):
            moments.not_future(field.title or name, value, now)
        if isinstance(value, datetime):
            moments.within_records(field.title or name, value)


def searched(text: str) -> str:
    """What was typed into a search, without what no record can hold."""
    return text.replace("\x00", "").strip()
