"""Reading a rule file: TOML text in, checked entries out; what is wrong is said with file, line, entry and reason.

The same reader serves the shipped files, `renraku rules check` and what the ministry hands in on the screen.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from cases.rulebook.rule_sets import RuleSet

M = TypeVar("M", bound=BaseModel)
LONGEST: Final = 200_000
_HEADER: Final = re.compile(r"^\s*(\[\[|\[)\s*([\w.\-]+)\s*(\]\]|\])")
_PLACE: Final = re.compile(r"at line (\d+), column (\d+)")
_AT_END: Final = "at end of document"


class RuleError(ValueError):
    """Rule data that cannot be used, or an id that no rule has; in Japanese, with file, entry and, where it is known,
    the line (from 1).
    """

    def __init__(self, file: str, entry: str, reason: str, line: int | None = None) -> None:
        self.file, self.entry, self.reason, self.line = file, entry, reason, line
        where = f"{file} {line}行目" if line else file
        super().__init__(f"規則データ {where} の「{entry}」: {reason}")


def read_toml(text: str, file: str) -> dict[str, Any]:
    """The data of a TOML text. Raises ``RuleError`` with the line where reading stopped."""
    if len(text) > LONGEST:
        raise RuleError(file, "全体", f"長すぎます（{LONGEST:,}文字まで）")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1 if _AT_END in str(error) else None
        column = f"{found[2]}文字目で" if found else ""
        raise RuleError(file, "全体", f"{column}TOML として読めません（{_why(str(error))}）", line) from error
    except RecursionError as error:
        raise RuleError(file, "全体", "TOML として読めません（入れ子が深すぎます）") from error


def read_sets(text: str, file: str) -> tuple[RuleSet, ...]:
    """The rule sets of a file of [[set]] entries. Raises ``RuleError`` with line, entry and reason."""
    data = read_toml(text, file)
    return table(data, file, "set", RuleSet, text)


def table(
    data: Mapping[str, Any], file: str, name: str, model: type[M], text: str = "", found: list[RuleError] | None = None
) -> tuple[M, ...]:
    """The entries of the one table that the file may hold. With `found`, an entry that cannot be used is noted there
    and left out; without, it is raised.
    """
    rows = data.get(name)
    if not isinstance(rows, list) or set(data) != {name} or not all(isinstance(row, dict) for row in rows):
        raise RuleError(file, name, f"[[{name}]] の並びだけを書いてください")
    entries: list[M] = []
    for at, row in enumerate(rows):
        try:
            entries.append(entry(model, file, str(row.get("id", f"{at + 1}番目")), row, text, (name, at)))
        except RuleError as error:
            if found is None:
                raise
            found.append(error)
    return tuple(entries)


def entry(
    model: type[M],
    file: str,
    called: str,
    values: Mapping[Any, Any],
    text: str = "",
    place: tuple[str | int, ...] = (),
) -> M:
    """One checked entry; `place` is where it stands in `text`, to find the line."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        found = error.errors(include_url=False)
        first = next((one for one in found if one["type"] == "extra_forbidden"), found[0])  # a slip of the pen first
        reason = _reason(first["type"], first["loc"], first["input"], first.get("ctx"))
        line = line_of(text, (*place, *first["loc"])) if text else None
        raise RuleError(file, called, reason, line) from error


def line_of(text: str, place: Sequence[str | int]) -> int | None:
    """The line (from 1) of a key like ("set", 1, "duty", 0, "basis"); where the key is missing, that of its entry.

    Reads the headers only: good enough to send somebody to the right place, never used to understand the data.
    """
    wanted = list(place)
    counts: dict[str, int] = {}
    here: list[str | int] = []
    best: tuple[int, int | None] = (0, None)
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            here = _path(header[2].split("."), counts, many=header[1] == "[[")
            depth = _common(here, wanted)
            if depth == len(here) and depth > best[0]:
                best = (depth, number)
        elif "=" in line and not line.lstrip().startswith("#"):
            key = line.split("=", 1)[0].strip().strip('"').split(".")
            path = [*here, *key]
            depth = _common(path, wanted)
            if depth == len(path) and depth > best[0]:
                best = (depth, number)
    return best[1]


def _path(names: list[str], counts: dict[str, int], *, many: bool) -> list[str | int]:
    """The header's place with the running numbers of the tables above it; counts the new one."""
    path: list[str | int] = []
    for at, name in enumerate(names):
        path.append(name)
        known = "/".join(str(one) for one in path)
        if at == len(names) - 1 and many:
            counts[known] = counts.get(known, -1) + 1
        if known in counts:
            path.append(counts[known])
    return path


def _common(one: Sequence[str | int], other: Sequence[str | int]) -> int:
    depth = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        depth += 1
    return depth


def _why(error: str) -> str:
    """tomllib's own words in Japanese, the common ones; the others as a general hint."""
    for said, japanese in _TOML_WORDS.items():
        if said in error:
            return japanese
    return "書き方を確かめてください"


_TOML_WORDS: Final = {
    "Expected '=' after a key": "項目名の後に = がありません",
    "Invalid value": '値の書き方が正しくありません。文字は " で囲みます',
    "Unterminated string": "文字の囲みが閉じていません",
    "Illegal character": "使えない文字があります",
    "Cannot overwrite a value": "同じ項目が二度書かれています",
    "Cannot declare": "同じ見出しが二度書かれています",
    "Unclosed array": "[ が閉じていません",
    "Invalid statement": "見出し・項目のどちらでもない行です",
    "Expected newline or end of document": "値の後に余分なものがあります",
}


def _reason(kind: str, place: tuple[int | str, ...], given: object, context: Mapping[str, Any] | None) -> str:
    field = ".".join(str(part) for part in place)
    shown = str(given) if len(str(given)) <= 60 else f"{str(given)[:60]}…"
    match kind:
        case "missing":
            return f"項目 {field} がありません"
        case "extra_forbidden":
            return f"知らない項目 {field} があります"
        case "value_error":
            return str((context or {}).get("error", "値が正しくありません"))
        case "enum":
            return f"{field} の値「{shown}」は使えません（使える値: {(context or {}).get('expected', '')}）"
        case "greater_than":
            return f"{field} は正の数でなければなりません: {shown}"
        case "string_pattern_mismatch":
            return f"{field} の値「{shown}」の形が正しくありません（半角の小文字・数字・. -）"
        case "string_too_short":
            return f"{field} が空です"
        case "string_too_long":
            return f"{field} が長すぎます（{(context or {}).get('max_length')}文字まで）"
        case _:
            return f"{field} の値「{shown}」が正しくありません"
