"""A letter on the screen as a mail program shows it: its own HTML, without its frame; plain where it has none."""

from __future__ import annotations

import re
from html import escape

_INNER = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)


def letter_html(text: str, html: str) -> str:
    """The letter's body for the page. What the house wrote itself, every word in it escaped when it was written."""
    inner = _INNER.search(html)
    if inner is None:
        return f'<div class="rk-letter"><p class="rk-said">{escape(text)}</p></div>'
    return f'<div class="rk-letter">{inner[1]}</div>'
