"""The words of the field with their meaning and where they come from; found by any part of the word or its meaning."""

from __future__ import annotations

from html import escape

import streamlit as st

from cases.rulebook import rulebook
from cases.rulebook.glossary import Term, glossary


def draw_terms() -> None:
    typed = st.text_input("用語を探す", key="handbook-terms", placeholder="例: 把握、立入検査、目安").strip()
    found = [one for one in glossary() if typed in one.ja or typed in one.definition]
    if not found:
        st.info("その語を含む用語はありません。語を短くして探してください。")
        return
    st.html(f'<p class="rk-sub">{len(found)}語</p><dl class="rk-terms">{"".join(map(_term, found))}</dl>')


def _term(one: Term) -> str:
    return (
        f"<dt>{escape(one.ja)}</dt>"
        f'<dd>{escape(one.definition)}<br><span class="rk-sub">根拠: {escape(source_words(one))}</span></dd>'
    )


def source_words(one: Term) -> str:
    """The sentence of the notice word for word where the word stands in one, else the law or usage it comes from."""
    sentence = next((s for s in rulebook().notice.sentences if s.id == one.source), None)
    return f"{one.source}「{sentence.text}」" if sentence else one.source
