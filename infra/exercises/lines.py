"""Where something stands in a TOML file: tomllib gives values without places, a complaint needs the line."""

from __future__ import annotations

import re
from collections import Counter

Place = tuple[str | int, ...]
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


class Lines:
    """The line of each table and key of a TOML text that tomllib could read."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Place, int] = {}
        self._counts: Counter[Place] = Counter()
        here: Place = ()
        quote = ""
        for number, line in enumerate(text.splitlines(), start=1):
            if quote:
                quote = "" if line.count(quote) % 2 else quote
                continue
            if header := _HEADER.match(line):
                here = self._table(header[1] == "[[", _parts(header[2]))
                self._lines.setdefault(here, number)
            elif key := _KEY.match(line):
                self._lines.setdefault((*here, *_parts(key[1])), number)
            quote = next((q for q in ('"""', "'''") if line.count(q) % 2), "")

    def of(self, place: Place) -> int:
        """The line of the place, or of the nearest thing around it that has one of its own; 1 at worst."""
        return next((self._lines[place[:n]] for n in range(len(place), 0, -1) if place[:n] in self._lines), 1)

    def _table(self, array: bool, parts: Place) -> Place:
        here: Place = ()
        for part in parts[:-1]:
            here = self._latest((*here, part))
        here = (*here, *parts[-1:])
        if array:
            self._counts[here] += 1
        return self._latest(here)

    def _latest(self, here: Place) -> Place:
        return (*here, self._counts[here] - 1) if self._counts[here] else here


def _parts(dotted: str) -> Place:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))
