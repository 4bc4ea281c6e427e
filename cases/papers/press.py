"""Printing: typst to PDF/A-2a + UA-1, with the fonts of a locked package and no font of the machine."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from pylopdf_fonts_jp import serif_path

from cases.errors import PaperUnprintable
from cases.papers.sheet import Letter, PaperData
from cases.vocabulary import PaperKind

FOLDER = Path(__file__).parent
_COUNT = re.compile(rb"/Count (\d+)")
_AROUND = 8
"""Characters of context on either side of one that cannot be printed."""
_MISSING = re.compile(r"the text `(\".*?\")` could not be displayed")


def print_pdf(kind: PaperKind, data: Letter) -> bytes:
    """The paper as a tagged PDF with all fonts in it. The same data gives the same bytes.

    Raises PaperUnprintable when a character is in no font of ours; nothing is printed blank.
    """
    return compile_pdf(_template(kind), data, _day(data))


def print_pages(kind: PaperKind, data: Letter, ppi: float = 96) -> list[bytes]:
    """The pages as PNG, for the screen. Characters without a glyph are refused here too."""
    return compile_pages(_template(kind), data, _day(data), ppi)


def compile_pdf(template: Path, data: PaperData, day: date) -> bytes:
    """Any template of the house with its data as PDF/A-2a and UA-1, dated `day`. Raises PaperUnprintable."""
    with _refusing_missing_glyphs(data):
        return typst.compile(
            str(template),
            root=str(_root(template)),
            font_paths=_fonts(),
            sys_inputs=_inputs(data),
            format="pdf",
            pdf_standards=["a-2a", "ua-1"],
            timestamp=_timestamp(day),
        )


def compile_pages(template: Path, data: PaperData, day: date, ppi: float = 96) -> list[bytes]:
    """The same as PNG, page by page. Raises PaperUnprintable."""
    compile_pdf(template, data, day)
    pages: bytes | list[bytes] = typst.compile(
        str(template),
        root=str(_root(template)),
        font_paths=_fonts(),
        sys_inputs=_inputs(data),
        format="png",
        ppi=ppi,
        timestamp=_timestamp(day),
    )
    return [pages] if isinstance(pages, bytes) else list(pages)


def count_pages(pdf: bytes) -> int:
    """The number of pages, as the file's page tree says."""
    return max(int(found) for found in _COUNT.findall(pdf))


@cache
def template_version(kind: PaperKind) -> str:
    """Twelve figures that change with the template, the layout or the fonts' package."""
    parts = [FOLDER / "letter.typ", FOLDER / str(kind) / "template.typ"]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()[:12]


@cache
def _fonts() -> typst.Fonts:
    """Read once; no font of the machine, so that every installation prints the same."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(serif_path().parent)])


def _template(kind: PaperKind) -> Path:
    return FOLDER / str(kind) / "template.typ"


def _root(template: Path) -> Path:
    """Letters share the layout of their folder; a template elsewhere stands alone."""
    return FOLDER if template.is_relative_to(FOLDER) else template.parent


def _inputs(data: PaperData) -> dict[str, str]:
    return {"data": json.dumps(data.model_dump(mode="json"), ensure_ascii=False)}


def _day(data: Letter) -> date:
    assert data.head is not None, "the head is filled before printing"
    return date(*data.head.day)


def _timestamp(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


@contextmanager
def _refusing_missing_glyphs(data: PaperData) -> Iterator[None]:
    try:
        yield
    except typst.TypstError as error:
        if found := _MISSING.findall(str(error)):
            missing = tuple(dict.fromkeys(json.loads(one) for one in found))
            raise PaperUnprintable(missing, _places(data, missing)) from None
        raise


def _places(data: PaperData, missing: tuple[str, ...]) -> tuple[str, ...]:
    """The words around each of these characters, so that people find them in what they typed."""
    every = list(_strings(data.model_dump(mode="json")))
    found = []
    for one in missing:
        for words in every:
            at = words.find(one)
            if at >= 0:
                found.append(words[max(0, at - _AROUND) : at + len(one) + _AROUND].replace("\n", " ").strip())
                break
    return tuple(dict.fromkeys(found))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
