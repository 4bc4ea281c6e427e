"""Whether the texts of the letters can be used: files there, fields known, nothing that would fail when it is written.

And whether the stages owe letters that exist, to recipients that the engine knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Final

from cases import handbook
from cases.post.template import FIELDS, FOLDER
from cases.procedure import LetterTemplate
from cases.rulebook.files import RuleError
from cases.vocabulary import Recipient

LETTERS: Final = FOLDER


def names(folder: Path) -> list[str]:
    """The letters of a folder."""
    return sorted(one.name for one in folder.iterdir() if one.is_dir())


def letter_problems(folder: Path) -> list[RuleError]:
    """Everything that is wrong with the letters of a folder and with what the stages owe of them."""
    found = [error for name in names(folder) for error in _of_letter(folder, name)]
    known = set(names(folder))
    for stage in handbook.STAGES:
        for one in stage.letters:
            found += _of_owed(one, str(stage.key), known)
    return found


def _of_letter(folder: Path, name: str) -> Iterator[RuleError]:
    for part in ("subject.txt", "body.txt"):
        file = f"letters/{name}/{part}"
        try:
            text = (folder / name / part).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            yield RuleError(file, name, "ファイルを読めません")
            continue
        if part == "subject.txt" and len(text.strip().splitlines()) != 1:
            yield RuleError(file, name, "件名は一行で書きます", 1)
        for number, line in enumerate(text.splitlines(), start=1):
            if why := line_mistake(line):
                yield RuleError(file, name, why, number)


def line_mistake(line: str) -> str:
    """What would make this line of a letter fail; empty when nothing would."""
    try:
        parts = [*Formatter().parse(line)]
    except ValueError:
        return "{ と } が対になっていません"
    for _, field, form, conversion in parts:
        if field is None:
            continue
        if field not in FIELDS:
            return f"不明な差し込み項目 {{{field}}} があります"
        if form or conversion:
            return f"差し込み項目 {{{field}}} には、書式を付けられません"
    return ""


def _of_owed(one: LetterTemplate, stage: str, known: set[str]) -> Iterator[RuleError]:
    file = f"stages/{stage}.py"
    if one.name not in known:
        yield RuleError(file, one.name, "この名前の文面がありません")
    if not isinstance(one.to, Recipient):
        yield RuleError(file, one.name, f"宛先「{one.to}」は、使える役割ではありません")
