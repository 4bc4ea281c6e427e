"""「根拠」: the notice's own sentences, opened where they are needed."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

from cases.rulebook import RuleError, rulebook


def quotes_html(ids: Iterable[str]) -> str:
    """The sentences by id, each with its section; ids that are no sentence of the notice are left out."""
    found = []
    for one in ids:
        try:
            sentence = rulebook().sentence(one)
        except RuleError:
            continue
        found.append(
            f'<blockquote class="rk-quote"><span class="rk-sub">{escape(section_words(sentence.section))}</span>'
            f"{escape(sentence.text)}</blockquote>"
        )
    return "".join(found)


def section_words(section: str) -> str:
    """「通知 1 …」: the heading under which a sentence stands."""
    heading = next((h.text for h in rulebook().notice.sections if h.id == section), "")
    return f"平成30年10月29日通知　{heading}".rstrip("　")


def grounds(ids: Iterable[str]) -> None:
    """A small expander; nothing is drawn when no sentence of the notice stands behind."""
    if quotes := quotes_html(ids):
        with st.expander("根拠（通知の文）", icon=":material/gavel:"):
            st.html(quotes)
