"""Reading a rule file: TOML text in, checked entries out; what is wrong is said with file, line, entry and reason.

The same reader serves the shipped files, `renraku rules check` and what the ministry hands in on the screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from cases.rulebook.rule_sets import RuleSet
from cases.rulebook.toml_text import BrokenToml, Lines, Place, parsed
from cases.vocabulary.complaints import written

M = TypeVar("M", bound=BaseModel)
LONGEST: Final = 200_000


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
        return parsed(text)
    except BrokenToml as error:
        raise RuleError(file, "全体", error.reason, error.line) from error


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
    place: Place = (),
) -> M:
    """One checked entry; `place` is where it stands in `text`, to find the line."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        found = error.errors(include_url=False)
        first = next((one for one in found if one["type"] == "extra_forbidden"), found[0])  # a slip of the pen first
        field = ".".join(map(str, first["loc"]))
        reason = written(first["type"], first.get("ctx") or {}, field, first["input"])
        line = Lines(text).of((*place, *first["loc"]))
        raise RuleError(file, called, reason, line) from error
