"""A TOML text and its lines: tomllib gives values without places and complains in English."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from typing import Any, Final

Place = tuple[str | int, ...]
"""Where a value stands, as pydantic tells it: ("set", 1, "duty", 0, "basis")."""
_KEY_PART: Final = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_DOTTED: Final = rf"{_KEY_PART}(?:\s*\.\s*{_KEY_PART})*"
_HEADER: Final = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]\]?\s*(#.*)?$")
_KEY: Final = re.compile(rf"\s*({_DOTTED})\s*=")
_SAID: Final = re.compile(
    r'''"""(?:[^\\]|\\.)*?"""|\'{3}.*?\'{3}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*''', re.DOTALL
)
"""Strings and comments; brackets and headers in them mean nothing."""
_POSITION: Final = re.compile(r"at line (\d+), column (\d+)")
WHAT: Final = (
    ("Invalid date or datetime", "日時の書き方が違うか、ない日付です"),
    ("Cannot overwrite a value", "同じ項目が二度書かれています"),
    ("Duplicate inline table key", "同じ項目が二度書かれています"),
    ("Cannot declare", "同じ表が二度書かれています"),
    ("Cannot redefine", "同じ表が二度書かれています"),
    ("Cannot mutate", "同じ項目が、値と表の両方で書かれています"),
    ("Expected '=' after a key", "項目名の後に = がありません"),
    ("Expected ']", "見出しのかっこ ] が閉じていません"),
    ("Expected newline", "一行に二つ以上のものが書かれています"),
    ("Unclosed array", "並びのかっこ ] が閉じていません"),
    ("Unclosed inline table", "表のかっこ } が閉じていません"),
    ("Unterminated string", "引用符が閉じていません"),
    ("Unescaped '\\' in a string", "文字の中の \\ は \\\\ と書きます"),
    ("Escaped character", "\\u で書けない文字です"),
    ("Invalid hex value", "\\u の後の符号が違います"),
    ("Illegal character", "使えない文字（制御文字など）があります"),
    ("Found invalid character", "使えない文字（制御文字など）があります"),
    ("Invalid initial character for a key part", "日本語などの項目名は引用符で囲みます"),
    ("Invalid statement", "項目名か見出しが読めません"),
    ("Invalid value", '値が読めません。文字は " で囲みます'),
)


class BrokenToml(ValueError):
    """No TOML. `line` (from 1) is where reading stopped; `reason` is Japanese, without a full stop."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


def parsed(text: str) -> dict[str, Any]:
    """The data of the text. Raises BrokenToml."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _told(text, str(error)) from None
    except RecursionError:
        raise BrokenToml(1, "TOML として読めません（かっこや見出しの入れ子が深すぎます）") from None


def _told(text: str, said: str) -> BrokenToml:
    found = _POSITION.search(said)
    line = int(found[1]) if found else text.rstrip("\r\n").count("\n") + 1
    where = f"{found[2]}文字目の辺りが" if found else "ファイルの終わりが"
    why = next((words for start, words in WHAT if said.startswith(start)), "書き方が違います")
    return BrokenToml(line, f"{where} TOML として読めません（{why}）")


class Lines:
    """The line (from 1) of each table and key of a text that `parsed` could read.

    Reads headers and keys only: good enough to send somebody to the right place, never used to understand the data.
    """

    def __init__(self, text: str) -> None:
        self._lines: dict[Place, int] = {}
        self._counts: Counter[Place] = Counter()
        here: Place = ()
        within = 0
        for number, line in enumerate(_SAID.sub(_on_one_line, text).split("\n"), start=1):
            if within:
                within += _opened(line)
            elif header := _HEADER.match(line):
                here = self._table(header[1] == "[[", _parts(header[2]))
                self._lines.setdefault(here, number)
            elif key := _KEY.match(line):
                self._lines.setdefault((*here, *_parts(key[1])), number)
                within = _opened(line)

    def of(self, place: Place) -> int | None:
        """The line of the place, or of the nearest thing around it that has one of its own."""
        return next((self._lines[place[:n]] for n in range(len(place), 0, -1) if place[:n] in self._lines), None)

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
    return tuple(part.strip("\"'") for part in re.findall(_KEY_PART, dotted))


def _on_one_line(said: re.Match[str]) -> str:
    """What was said; of a text of several lines only their number."""
    return "\n" * said[0].count("\n") if said[0].startswith(('"""', "'''")) else said[0]


def _opened(line: str) -> int:
    """How many more arrays the line opens than it closes."""
    bare = _SAID.sub("", line)
    return bare.count("[") - bare.count("]")
