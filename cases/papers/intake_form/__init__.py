"""紙の受付票: the intake's questions in the screen's order, for when systems are down.

Black on white and two pages, so that a facsimile carries it (R-054 form to follow a call, R-059 paper form).
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import AwareDatetime
from pydantic.fields import FieldInfo

from cases.casework.detection.judging import FourQuestions
from cases.casework.detection.suspicion import MoreFacts, Suspicion
from cases.clock import JST
from cases.japanese_dates import wareki
from cases.papers.sheet import Letter, Order, PaperData
from cases.procedure import Facts
from cases.records import CaseFile, PaperOffice
from cases.vocabulary import ContactResult
from cases.vocabulary.signals import Labels, signal

FIRST = ("facility", "municipality", "what_happened", "detected_at", "awareness_source", "awareness_note")
LATER = ("attack_kind", "affected_systems", "systems_note", "contact_person", "contact_phone")
VENDOR = ("contacted_at", "company", "person", "phone", "called_by", "result", "instruction")
JUDGE = ("attack", "failure", "leak", "care", "judged_at", "judged_by", "basis")
REST = ("occurred_at",)
VENDOR_TITLES = {
    "contacted_at": "保守会社等に連絡した日時",
    "company": "保守会社等の社名",
    "person": "応答した担当（部署・役職）",
    "phone": "電話番号",
    "called_by": "連絡した者（部署・役職）",
    "result": "結果",
    "instruction": "保守会社等の指示",
}
"""As the act 「保守会社等への連絡を記録する」 asks; a test compares them."""
MOMENT = "令和　　　年　　　月　　　日　　　時　　　分　□頃"
_LONG = {"what_happened": 16, "instruction": 34, "basis": 26}
"""Millimetres of the fields for sentences."""


class Line(PaperData):
    """One question: what may be ticked, what is known already, and the height of the space in millimetres."""

    title: str
    ticks: tuple[str, ...] = ()
    said: str = ""
    height: int = 7


class Part(PaperData):
    title: str
    lines: tuple[Line, ...]


class Data(Letter):
    case_number: str
    office: tuple[str, ...]
    phone: str = ""
    fax: str = ""
    parts: tuple[Part, ...]


def fill(case: CaseFile, order: Order) -> Data:
    """With what the case knows of the place and the first call, so that the facility fills in the rest."""
    known = {
        "facility": case.facility_name,
        "municipality": case.facility.municipality_name,
        "what_happened": case.what_happened,
        "detected_at": _moment(case.detected_at, case.detected_approx),
        "contact_person": case.contact_person,
        "contact_phone": case.contact_phone,
    }
    return blank(known, case.number)


def blank(known: dict[str, str] | None = None, case_number: str = "", office: tuple[str, ...] = ()) -> Data:
    """The form without a case: only the authority's own lines are in it (the register adds them)."""
    said = known or {}
    return Data(
        case_number=case_number,
        office=office,
        parts=(
            Part(title="疑いの受付（この欄だけで受け付けます）", lines=tuple(_lines(Suspicion, FIRST, said))),
            Part(title="そのほかに分かっていること", lines=tuple(_lines(Suspicion, LATER, said))),
            Part(title="保守会社等への連絡（直ちに連絡し、指示を仰いでください）", lines=tuple(_vendor())),
            Part(title="四つの判断（不明も答えの一つです）", lines=tuple(_lines(FourQuestions, JUDGE, said))),
            Part(title="そのほかの事実", lines=tuple(_lines(MoreFacts, REST, said))),
        ),
    )


def addressed(data: Data, office: PaperOffice, by: str) -> Data:
    """With where the form is sent to: the office's contact, its telephone and facsimile numbers where they are set."""
    lines = tuple((office.contact or f"{office.sender}（{by}）").splitlines())
    return data.model_copy(update={"office": lines, "phone": office.phone, "fax": office.fax})


def title(case: CaseFile, order: Order) -> str:
    return TITLE


TITLE = "サイバー攻撃（疑いを含む）受付票"


def _vendor() -> Iterator[Line]:
    for name, words in VENDOR_TITLES.items():
        if name == "contacted_at":
            yield Line(title=words, said=MOMENT)
        elif name == "result":
            yield Line(title=words, ticks=tuple(one.label for one in ContactResult))
        else:
            yield Line(title=words, height=_LONG.get(name, 7))


def _lines(model: type[Facts], names: tuple[str, ...], said: dict[str, str]) -> Iterator[Line]:
    for name in names:
        field = model.model_fields[name]
        words = said.get(name, "")
        ticks = tuple(_choices(field))
        if not words and _of_moment(field.annotation):
            words = MOMENT
        yield Line(title=field.title or name, ticks=ticks, said=words, height=_LONG.get(name, 7))


def _choices(field: FieldInfo) -> Iterator[str]:
    """The words to tick: of a vocabulary, or as the model labels them."""
    if labels := signal(field, Labels):
        yield from labels.words.values()
        return
    for kind in _inside(field.annotation):
        if isinstance(kind, type) and issubclass(kind, Enum):
            yield from (str(getattr(one, "label", one.value)) for one in kind)


def _of_moment(annotation: Any) -> bool:
    return any(kind in (datetime, AwareDatetime) for kind in _inside(annotation))


def _inside(annotation: Any) -> Iterator[Any]:
    """Every plain type within an annotation such as `When | None` or `tuple[SystemKind, ...]`."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _inside(get_args(annotation)[0])
    elif origin in (Union, types.UnionType, tuple):
        for one in get_args(annotation):
            yield from _inside(one)
    else:
        yield annotation


def _moment(moment: datetime, approx: bool) -> str:
    local = moment.astimezone(JST)
    return f"{wareki(local.date())}　{local:%H時%M分}{'頃' if approx else ''}"
