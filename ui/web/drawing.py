"""Draws a plain page from its template in templates/. Every value is escaped, whoever typed it; a name that a template
uses and nobody gave is an error.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cases.casework.outside.sheet import UNKNOWN
from cases.japanese_dates import jst_words, wareki

_HERE = Path(__file__).parent


def draw(template: str, *, practice: bool, **values: object) -> str:
    """The whole page. `template`: its file below templates/; `practice` puts the band over it."""
    return _PAGES.get_template(template).render(values, practice=practice)


def _moment(moment: datetime | None) -> str:
    """In JST with its year; a time that nobody knows yet says so."""
    return jst_words(moment, with_year=True) if moment else UNKNOWN


def _style(name: str) -> Markup:
    """A style sheet of ours, the only thing that goes into a page as it stands."""
    return Markup((_HERE / name).read_text(encoding="utf-8"))


_PAGES = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_PAGES.filters |= {"jst_words": _moment, "wareki": wareki}
_PAGES.globals["styles"] = {"plain": _style("plain.css"), "outside": _style("outside/outside.css")}
