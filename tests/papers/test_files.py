"""Each kind of paper as a file: archival and accessible, all in itself, nothing that runs or reaches outside (R-234).

What the file says is read by parsing. Where the independent validator `page` is there (`pip install page-validation`;
it is no part of the locks), it checks the rules of PDF/A-2a and PDF/UA-1 too.
"""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from cases.papers import press
from cases.vocabulary import PaperKind
from tests.papers.paper_data import letter

ALL = [pytest.param(kind, id=str(kind)) for kind in PaperKind]
ACTIVE = {
    *("/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/URI", "/RichMedia"),
    *("/EmbeddedFile", "/EmbeddedFiles", "/XFA", "/OpenAction", "/AA", "/Movie", "/Sound", "/Encrypt"),
}
READ_OTHERWISE = {
    "PDFA2A-TRUETYPE-GLYPH-WIDTH-001",
    "PDFUA1-FONT-GLYPH-WIDTH-001",
    "PDFA2A-STREAM-LENGTH-001",
}
"""Rules that `page` 0.11 reads otherwise than others do. It takes the default width of a glyph in our fonts for 0,
where the font's own dictionary (and fontTools) says 1000; it takes a last byte 0D of a stream for the end of a line, so
the lengths are checked here byte by byte."""


@pytest.fixture(scope="module")
def printed() -> dict[PaperKind, bytes]:
    return {kind: press.print_pdf(kind, letter(kind)) for kind in PaperKind}


@pytest.mark.parametrize("kind", ALL)
def test_ファイルは_構造と言語と題名を持ち_字体をすべて含み_外を参照せず何も動かさない(
    printed: dict[PaperKind, bytes], kind: PaperKind
) -> None:
    reader = PdfReader(io.BytesIO(printed[kind]))
    root: Any = reader.trailer["/Root"]
    assert str(root["/MarkInfo"]["/Marked"]) == "True"
    assert "/StructTreeRoot" in root
    assert root["/Lang"].startswith("ja")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712 (a PDF boolean)
    assert reader.metadata is not None
    assert reader.metadata.title == kind.label
    meta = root["/Metadata"].get_object().get_data().decode()
    for told in ("pdfaid:part>2<", "pdfaid:conformance>A<", "pdfuaid:part>1<"):
        assert told in meta
    assert names_in(reader) & ACTIVE == set()
    fonts = [font for page in reader.pages for font in page["/Resources"].get("/Font", {}).values()]
    assert fonts
    for font in fonts:
        for one in font.get_object()["/DescendantFonts"]:
            descriptor = one.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor), descriptor["/FontName"]
        assert "/ToUnicode" in font.get_object()
    assert lengths_right(printed[kind])


@pytest.mark.parametrize("kind", ALL)
def test_独立の検査器も_保存用と支援技術用の規格に反するところを見付けない(
    printed: dict[PaperKind, bytes], kind: PaperKind
) -> None:
    page = pytest.importorskip("page")
    for profile in ("2a", "ua1"):
        report = page.validate_pdf_bytes(printed[kind], profile=profile)
        assert report.rules.total > 100
        assert {one.rule_id for one in report.failures} <= READ_OTHERWISE, profile


def names_in(reader: PdfReader) -> set[str]:
    """Every dictionary key and name value in the file, followed from its trailer."""
    found: set[str] = set()
    seen: set[int] = set()
    waiting: list[Any] = [reader.trailer]
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            found.update(str(key) for key in one)
            waiting.extend(one.values())
        elif isinstance(one, ArrayObject):
            waiting.extend(one)
        elif isinstance(one, str):
            found.add(str(one))
    return found


def lengths_right(pdf: bytes) -> bool:
    """Whether each stream is exactly as long as it says."""
    starts = list(re.finditer(rb"/Length (\d+)[^>]*>>\s*?stream\r?\n", pdf))
    assert starts
    return all(pdf[one.end() + int(one[1]) :].startswith(b"\nendstream") for one in starts)
