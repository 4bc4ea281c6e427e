"""Views as plain JSON: dataclasses to objects, moments to ISO 8601 in JST, rows of a card to an object."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from cases.clock import JST
from cases.views.entry import Entry


def time(at: datetime | None) -> str | None:
    """The moment in JST with its offset."""
    return at.astimezone(JST).isoformat() if at else None


def plain(value: Any) -> Any:
    """The value as JSON has it."""
    match value:
        case Entry():
            return {"number": value.id, "at": time(value.at), "title": value.title, **rows(value.rows)}
        case datetime():
            return time(value)
        case date():
            return value.isoformat()
        case list() | tuple():
            return [plain(one) for one in value]
        case dict():
            return {str(key): plain(one) for key, one in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    return value


def rows(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Name and value of a card's rows; a name that comes again (a second partial answer) holds a list."""
    found: dict[str, Any] = {}
    for name, said in pairs:
        before = found.get(name)
        found[name] = said if before is None else [*(before if isinstance(before, list) else [before]), said]
    return found
