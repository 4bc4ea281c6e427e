"""Printing: typst to PDF/A-2a + UA-1, with the fonts of a locked package and no font of the machine."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import typst
from pylopdf_fonts_jp import serif_path

from cases.errors import PaperUnprintable
from cases.papers.sheet import Letter
from cases.vocabulary import PaperKind

FOLDER = Path(__file__).parent
_COUNT = re.compile(rb"/Count (\d+)")
_MISSING = re.compile(r"the text `(\".*?\")` could not be displayed")


def print_pdf(kind: PaperKind, data: Letter) -> bytes:
    """The paper as a tagged PDF with all fonts in it. The same data gives the same bytes.

    Raises PaperUnprintable when a character is in no font of ours; nothing is printed blank.
    """
    with _refusing_missing_glyphs():
        return typst.compile(
            _template(kind),
            root=str(FOLDER),
            font_paths=_fonts(),
            sys_inputs=_inputs(data),
            format="pdf",
            pdf_standards=["a-2a", "ua-1"],
            timestamp=_timestamp(data),
        )


def print_pages(kind: PaperKind, data: Letter, ppi: float = 96) -> list[bytes]:
    """The pages as PNG, for the screen. Characters without a glyph are refused here too."""
    print_pdf(kind, data)
    pages: bytes | list[bytes] = typst.compile(
        _template(kind),
        root=str(FOLDER),
        font_paths=_fonts(),
        sys_inputs=_inputs(data),
        format="png",
        ppi=ppi,
        timestamp=_timestamp(data),
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


def _template(kind: PaperKind) -> str:
    return str(FOLDER / str(kind) / "template.typ")


def _inputs(data: Letter) -> dict[str, str]:
    assert data.head is not None, "the head is filled before printing"
    return {"data": json.dumps(data.model_dump(mode="json"), ensure_ascii=False)}


def _timestamp(data: Letter) -> int:
    assert data.head is not None, "the head is filled before printing"
    return int(datetime(*data.head.day, tzinfo=UTC).timestamp())


@contextmanager
def _refusing_missing_glyphs() -> Iterator[None]:
    try:
        yield
    except typst.TypstError as error:
        if found := _MISSING.findall(str(error)):
            raise PaperUnprintable(tuple(dict.fromkeys(json.loads(one) for one in found))) from None
        raise
