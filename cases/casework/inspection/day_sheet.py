"""The check list of the day sheet: the template as data, and the answers as lines that people can read and write.

A line is 「番号　答え　目標日　備考」, e.g. 「B-3　いいえ　2026-12-25　記録が上書きされている」. Pure.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from cases.vocabulary import CheckAnswer

FILE = Path(__file__).parents[2] / "rules" / "visit_checklist.toml"
_LINE = re.compile(r"^(\S+)\s+(\S+)(?:\s+(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}))?(?:\s+(.*))?$", re.DOTALL)
_ANSWERS = {word: answer for answer in CheckAnswer for word in (str(answer), answer.label)}
LONGEST_NOTE = 400


class Block(BaseModel):
    """One subject of the sheet. `items`: (number, statement) each."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    title: str
    source: str = Field(min_length=1)
    verified: bool
    items: tuple[tuple[str, str], ...] = Field(min_length=1)


class Template(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    note: str
    blocks: tuple[Block, ...]

    @property
    def items(self) -> dict[str, str]:
        """Number → statement, in the sheet's order."""
        return {number: text for block in self.blocks for number, text in block.items}


@dataclass(frozen=True)
class Answered:
    """One answered item."""

    item: str
    answer: CheckAnswer
    target_on: date | None = None
    note: str = ""

    def line(self) -> str:
        day = self.target_on.isoformat() if self.target_on else ""
        return "　".join(filter(None, [self.item, self.answer.label, day, self.note]))


class BadLine(ValueError):
    """A line of answers that cannot be taken; the text says why, in Japanese."""


@cache
def template() -> Template:
    """The template in use, read once."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Template(**data["template"], blocks=data["block"])


def read_line(line: str) -> Answered:
    """Raises BadLine."""
    found = _LINE.match(unicodedata.normalize("NFKC", line).strip())
    if found is None:
        raise BadLine("「番号　答え　目標日　備考」の形で書いてください")
    number, word, day, note = found.groups(default="")
    if number not in template().items:
        raise BadLine(f"「{number}」という番号の項目はありません")
    if word not in _ANSWERS:
        raise BadLine(f"答え「{word}」は使えません。{'・'.join(a.label for a in CheckAnswer)}のどれかで答えてください")
    if len(note) > LONGEST_NOTE:
        raise BadLine(f"備考が{LONGEST_NOTE}字を超えています（{len(note)}字）")
    return Answered(number, _ANSWERS[word], _day(day) if day else None, note)


def _day(text: str) -> date:
    try:
        return date(*(int(part) for part in re.split(r"[-/.]", text)))
    except ValueError:
        raise BadLine(f"目標日「{text}」という日はありません") from None


def read_lines(lines: Iterable[str]) -> tuple[list[Answered], list[str]]:
    """(answers, complaints by line). An item answered twice is complained of at its second line."""
    answers: dict[str, Answered] = {}
    complaints = []
    for n, line in enumerate(lines, start=1):
        try:
            one = read_line(line)
            if one.item in answers:
                raise BadLine(f"項目 {one.item} が二度答えられています")
            answers[one.item] = one
        except BadLine as bad:
            complaints.append(f"確認項目の{n}行目「{line[:30]}」: {bad}。")
    return list(answers.values()), complaints
