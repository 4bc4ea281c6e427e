"""Every kind of paper at its hard edges: nothing to say, three hundred findings, words without an end, odd signs."""

from __future__ import annotations

import io
from datetime import date

import pytest
from PIL import Image

from cases.errors import PaperUnprintable, PaperWithoutAddressee
from cases.papers import issuing, press
from cases.papers.catalogue import KINDS
from cases.papers.sheet import Order
from cases.records import CaseFile, Facility
from cases.vocabulary import FacilityKind, PaperKind
from tests.papers.paper_data import DATA, FREE, letter

ALL = [pytest.param(kind, id=str(kind)) for kind in PaperKind]
COARSE = 18
"""Dots an inch: enough to see ink in a margin."""
EDGE, FOOT = 0.035, 0.024
"""The part of the page at its sides and its foot that no paper of ours may print on (A4: 7 mm)."""
WHITE = 250
BETWEEN_OFFICES = {
    PaperKind.MINISTRY_REPORT,
    PaperKind.INVESTIGATION_RESULT,
    PaperKind.CONSULTATION_LETTER,
    PaperKind.ANSWER_LETTER,
    PaperKind.MINISTRY_REQUEST,
}
"""Their addressee is the ministry's desk in force or the authority: never missing."""


def pages(kind: PaperKind, rows: int, typed: str) -> list[Image.Image]:
    """The paper as PDF/A and as pictures; each page has ink, and none of it at the very edge."""
    seen = [
        Image.open(io.BytesIO(png)).convert("L")
        for png in press.print_pages(kind, letter(kind, rows, typed), ppi=COARSE)
    ]
    for n, page in enumerate(seen, start=1):
        wide, high = page.size
        side, foot = round(wide * EDGE), round(high * FOOT)
        edges = {
            "左": page.crop((0, 0, side, high)),
            "右": page.crop((wide - side, 0, wide, high)),
            "下": page.crop((0, high - foot, wide, high)),
        }
        out = [name for name, strip in edges.items() if strip.getextrema()[0] < WHITE]  # type: ignore[operator]
        assert out == [], f"{kind} {n}頁目が{out}にはみ出している"
        assert page.getextrema()[0] < 200, f"{kind} {n}頁目が白紙である"  # type: ignore[operator]
    return seen


def test_人の言葉が載る場所の表は_すべての種類にある() -> None:
    assert set(DATA) == set(FREE) == set(PaperKind)


@pytest.mark.parametrize("kind", ALL)
def test_書くことが一つもなくても_白紙にも壊れた紙にもならない(kind: PaperKind) -> None:
    assert len(pages(kind, 0, "")) <= 2


@pytest.mark.parametrize("kind", ALL)
def test_三百件あっても_紙からはみ出さずに頁が分かれる(kind: PaperKind) -> None:
    found = pages(kind, 300, "指摘の内容を記した一文である。")
    if any("." in place and place.split(".")[0] != "visit" for place in FREE[kind]):
        assert len(found) > 3


@pytest.mark.parametrize("kind", ALL)
def test_切れ目のない一万字でも_紙からはみ出さずに頁が分かれる(kind: PaperKind) -> None:
    assert len(pages(kind, 1, "漢字仮名交じりの長い文" * 910)) > 5
    assert len(pages(kind, 1, "A1" * 5_000 + "ー" * 300 + "！" * 300)) > 2


@pytest.mark.parametrize("kind", ALL)
def test_髙と﨑と𠮷は印字され_字体にない字はその字と前後を挙げて断る(kind: PaperKind) -> None:
    assert press.print_pdf(kind, letter(kind, 1, "髙橋・﨑山・𠮷田")).startswith(b"%PDF")
    with pytest.raises(PaperUnprintable) as refused:
        press.print_pdf(kind, letter(kind, 1, "病院の印は🏥である"))
    assert refused.value.characters == ("🏥",)
    assert refused.value.places == ("病院の印は🏥である",)


@pytest.mark.parametrize("kind", [kind for kind in PaperKind if KINDS[kind].addressed and kind not in BETWEEN_OFFICES])
def test_医療機関等の名称がなければ_宛先を空欄のまま出さずに断る(kind: PaperKind) -> None:
    case = CaseFile(facility=Facility(name="　", kind=FacilityKind.HOSPITAL))
    order = Order(kind, date(2021, 10, 31))
    with pytest.raises(PaperWithoutAddressee):
        issuing.addressee_of(case, order)
    told = Order(kind, date(2021, 10, 31), addressee="架空市立病院　事務長　様")
    assert issuing.addressee_of(case, told) == "架空市立病院　事務長　様"
