"""The forms of others that a case can be written into, as data (rules/export_forms.toml; R-331). Read once, validated.

A form names its items and, for each, the fields of cases/rules/incident_fields.toml that it takes. A field
that is not there is refused when the file is read, so that no export can silently lose one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cases.casework.ministry_report import fields as incident_fields
from cases.casework.ministry_report.contents import TEXTS
from cases.rulebook import rulebook
from cases.vocabulary import AttackKind, ExportFormat

FILE = Path(__file__).parents[1] / "rules" / "export_forms.toml"
REPORT = "report:"


class BadForms(ValueError):
    """The file of the forms does not fit together; the text says where, in Japanese."""


class Item(BaseModel):
    """One item of a form. `sources`: fields of the case; without any, `by` says who fills it in."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    no: str = ""
    title: str = Field(min_length=1)
    sources: tuple[str, ...] = Field(default=(), alias="from")
    by: str = ""
    verified: bool = True


class ExportForm(BaseModel):
    """One form. `whole_report`: all fields and texts of the newest report instead of `items`; `complete`: it may not be
    handed in while an item is open, and says how many are. `needs_leak`: only for a leak of personal data.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: str
    title: str
    short: str
    submitter: str
    addressee: str
    nature: str
    source: str = Field(min_length=1)
    requirement: str = Field(pattern=r"^R-\d{3}$")
    rule_set: str = ""
    attack: AttackKind | None = None
    formats: tuple[ExportFormat, ...] = Field(min_length=1)
    note: str = ""
    whole_report: bool = False
    complete: bool = False
    needs_leak: bool = False
    items_of: str = ""
    items: tuple[Item, ...] = Field(default=(), alias="item")


@cache
def forms() -> tuple[ExportForm, ...]:
    """All forms in the order of the file. Raises BadForms."""
    return read(FILE.read_text(encoding="utf-8"))


def form(form_id: str) -> ExportForm | None:
    return next((one for one in forms() if one.id == form_id), None)


def read(text: str) -> tuple[ExportForm, ...]:
    """The forms of a file's text. Raises BadForms."""
    try:
        found = [ExportForm(**about) for about in tomllib.loads(text).get("form", [])]
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise BadForms(f"様式の定義を読み取れません: {error}") from None
    by_id = {one.id: one for one in found}
    if len(by_id) != len(found):
        raise BadForms("同じ様式が二度定義されています。")
    for one in found:
        _check(one, by_id)
    return tuple(_with_items(one, by_id) for one in found)


def _check(one: ExportForm, by_id: dict[str, ExportForm]) -> None:
    if sum([one.whole_report, bool(one.items_of), bool(one.items)]) != 1:
        raise BadForms(f"{one.id}: 項目の定め方は一つだけにしてください。")
    if one.items_of and one.items_of not in by_id:
        raise BadForms(f"{one.id}: 様式「{one.items_of}」がありません。")
    if one.rule_set and one.rule_set not in {each.id for each in rulebook().sets}:
        raise BadForms(f"{one.id}: 規則集「{one.rule_set}」がありません。")
    known = {each.id for each in incident_fields.catalogue()} | {REPORT + name for name in TEXTS}
    for item in one.items:
        if missing := set(item.sources) - known:
            raise BadForms(f"{one.id}「{item.title}」: 案件に「{min(missing)}」という項目はありません。")
        if bool(item.sources) == bool(item.by):
            raise BadForms(f"{one.id}「{item.title}」: 案件の項目か、記入する者の、どちらか一つを書いてください。")


def _with_items(one: ExportForm, by_id: dict[str, ExportForm]) -> ExportForm:
    given: dict[str, Any] = {}
    if one.items_of:
        given = {"items": by_id[one.items_of].items}
    elif one.whole_report:
        given = {"items": tuple(_whole_report())}
    return one.model_copy(update=given)


def _whole_report() -> Sequence[Item]:
    fields = [Item(title=each.title, sources=(each.id,)) for each in incident_fields.catalogue()]
    return [*fields, *(Item(title=f"{title}（報告の本文）", sources=(REPORT + name,)) for name, title in TEXTS.items())]
