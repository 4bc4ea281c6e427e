"""The head line of a list whose rows are drawn one by one: on the rows' own columns. On a phone, where the columns
stand below each other, each value says its name instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

_NARROW = 640
"""Pixels, as Streamlit stacks columns and the style sheet turns."""


def draw_head(rows: str, widths: Sequence[float], words: Sequence[str], *, named: bool = True) -> None:
    """`rows` is what the rows' container keys have after "row-"; `words` may be fewer than `widths`, and an empty one
    leaves its column bare. `named=False` where the rows name their values on a phone themselves.
    """
    rules = ""
    if named:
        for place, word in enumerate(words, start=1):
            if word and place > 1:
                rules += (
                    f'[class*="st-key-row-{rows}-"] [data-testid="stColumn"]:nth-child({place}) [data-testid="stHtml"]'
                    f"{{display:flex;gap:8px}}"
                    f'[class*="st-key-row-{rows}-"] [data-testid="stColumn"]:nth-child({place}) [data-testid="stHtml"]'
                    f'::before{{content:"{escape(word)}";flex:0 0 6em;color:var(--rk-soft);font-size:14px}}'
                )
    with st.container(key=f"head-{rows}", gap=None):
        for column, word in zip(st.columns(widths, vertical_alignment="bottom"), words, strict=False):
            if word:
                column.html(f"<span>{escape(word)}</span>")
    if rules:
        st.html(f"<style>@media (max-width:{_NARROW}px){{{rules}}}</style>")
