"""The checklist editions of cases/rules/checklists.toml, read once and checked whole (R-269)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

FILE = Path(__file__).parents[2] / "rules" / "checklists.toml"
UNVERIFIED = "未確認"


class ChecklistItem(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(pattern=r"^\d+-\d+$")
    section: str
    text: str = Field(min_length=1)
    verified: bool


class Checklist(BaseModel):
    """One sheet of one edition. Without verification it is off until an officer says to use it all the same."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    edition: str
    fiscal_year: int
    sheet: Literal["facility", "vendor"]
    verified: bool
    complete: bool
    source: str
    note: str
    item: tuple[ChecklistItem, ...] = ()

    @model_validator(mode="after")
    def _codes_once(self) -> Self:
        codes = [one.code for one in self.item]
        if len(set(codes)) != len(codes):
            raise ValueError(f"チェックリスト {self.id} の項目の番号が重複しています")
        if self.verified and not all(one.verified for one in self.item):
            raise ValueError(f"チェックリスト {self.id} は、未確認の項目があるうちは確認済にできません")
        return self

    @property
    def label(self) -> str:
        """With its mark, as it is offered and shown."""
        return self.title if self.verified else f"{self.title}〔{UNVERIFIED}〕"

    def find(self, code: str) -> ChecklistItem | None:
        return next((one for one in self.item if one.code == code), None)


@cache
def editions() -> dict[str, Checklist]:
    """Every sheet by id, in the file's order."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["checklist"]
    return {one.id: one for one in map(Checklist.model_validate, rows)}


def usable() -> list[Checklist]:
    """Those with items to answer, newest edition first."""
    return sorted((one for one in editions().values() if one.item), key=lambda one: -one.fiscal_year)
