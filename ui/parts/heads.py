"""The head line of a list whose rows are drawn one by one: on the rows' own columns, and absent on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st


def draw_head(key: str, widths: Sequence[float], words: Sequence[str]) -> None:
    """`words` may be fewer than `widths`; an empty one leaves its column bare."""
    with st.container(key=f"head-{key}", gap=None):
        for column, word in zip(st.columns(widths, vertical_alignment="bottom"), words, strict=False):
            if word:
                column.html(f"<span>{escape(word)}</span>")
