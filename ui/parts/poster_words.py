"""Why the poster and the notice say it differently, in one quiet line beside the judgement and the report (R-167)."""

from __future__ import annotations

import streamlit as st

from ui.parts.basis import sentence_links_html

POSTER, NOTICE = "被害等が発生した場合", "又はそのおそれがある"
"""A-2 and M-1.3, word for word."""


def difference_html() -> str:
    """One line, with links to both sentences."""
    return (
        f'<p class="rk-sub">院内掲示は「{POSTER}」に連絡するとしていますが（{sentence_links_html(("A-2",))}）、'
        f"通知は「{NOTICE}」事案も連絡の対象としています（{sentence_links_html(('M-1.3',))}）。"
        "この画面は通知によります。おそれの段階でも対象になります。</p>"
    )


def draw_difference() -> None:
    st.html(difference_html())
