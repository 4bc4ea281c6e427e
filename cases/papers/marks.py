"""Marks on papers: how a paper is to be handled, and that a sheet is a draft or a copy (R-236).

The label stands in the upper corner of every page, no louder than the words. A copy for reference is the issued file
itself with a faint word under its pages; the issued file keeps its bytes.
"""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from cases.casework.ministry_report import fields
from cases.clock import JST
from cases.japanese_dates import wareki
from cases.papers import press
from cases.papers.sheet import Order, PaperData
from cases.records import CaseFile
from cases.vocabulary import Handling, Known, PaperKind

DRAFT, COPY, TAKEN_BACK = "案", "写", "取消"
_SAYS_NOTHING = frozenset({"", "不明・確認中", Known.UNKNOWN.label, Known.CHECKING.label, Known.NONE.label})
_WHOLE_CASE = frozenset({PaperKind.CASE_RECORD})
"""These hold everything that is known: to be handled with care unless something stricter is said."""


class Stamp(PaperData):
    """What is laid under each page of a copy."""

    title: str
    day: tuple[int, int, int]
    words: str
    line: str


def handling_label(case: CaseFile, order: Order) -> str:
    """What the person chose; else the level that the case carries (機微区分: TLP or 取扱注意); else none."""
    if order.handling is not Handling.NONE:
        return order.handling.label
    carried = handling_of(case)
    return carried or (Handling.CARE.label if order.kind in _WHOLE_CASE else "")


def handling_of(case: CaseFile) -> str:
    """The case's own level in words; empty where none is known."""
    carried = fields.contents(case).get("handling", "")
    return "" if carried in _SAYS_NOTHING else carried


def printed_by(by: str, now: datetime) -> str:
    """令和３年11月１日 09:30　徳島県 担当1 出力, for the foot of what is no issued paper."""
    local = now.astimezone(JST)
    return f"{wareki(local.date())} {local:%H:%M}　{by} 出力"


def copy_of(pdf: bytes, *, title: str, line: str, day: date, taken_back: bool = False) -> bytes:
    """An issued paper with 写 (or 取消) under every page and `line` at its foot; tagged and archival as it was."""
    words = TAKEN_BACK if taken_back else COPY
    stamp = Stamp(title=title, day=(day.year, day.month, day.day), words=words, line=line)
    under = PdfReader(io.BytesIO(press.compile_pdf(Path(__file__).parent / "stamp.typ", stamp, day))).pages[0]
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    for page in writer.pages:
        page.merge_page(under, over=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
