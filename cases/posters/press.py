"""Printing posters: one file for one facility or for many, PDF/A-2a and UA-1 like every other paper."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from cases.papers import press
from cases.posters.sheet import Cover, PosterPage, PosterSheet, words

TEMPLATE = Path(__file__).parent / "poster.typ"


def print_posters(
    pages: Sequence[PosterPage], day: date, title: str = "", covers: Sequence[Cover | None] = ()
) -> bytes:
    """A tagged PDF of these posters, one A4 page each (a fifth company begins a further one). The same posters of the
    same day give the same bytes. `title`: the file's, beside the poster's own; `covers`: the letter before each poster.
    Raises PaperUnprintable.
    """
    return press.compile_pdf(TEMPLATE, sheet_of(pages, day, title, covers), day)


def draw_posters(pages: Sequence[PosterPage], day: date, ppi: float = 96) -> list[bytes]:
    """The same as PNG, page by page, for the screen. Raises PaperUnprintable."""
    return press.compile_pages(TEMPLATE, sheet_of(pages, day, ""), day, ppi)


def sheet_of(pages: Sequence[PosterPage], day: date, title: str, covers: Sequence[Cover | None] = ()) -> PosterSheet:
    fixed = words()
    return PosterSheet(
        title="".join(fixed.title) + (f"　{title}" if title else ""),
        day=(day.year, day.month, day.day),
        words=fixed,
        version=f"様式 {template_version()}",
        posters=tuple(pages),
        covers=tuple(covers),
    )


@cache
def template_version() -> str:
    """Twelve figures that change with the template."""
    return hashlib.sha256(TEMPLATE.read_bytes()).hexdigest()[:12]
