"""The legal basis in words wherever something is asked for, reported or due (R-007, R-009)."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

from cases.rulebook import RuleError, rulebook

ADVICE = "technical-advice"


def advice_words() -> str:
    """「平成30年10月29日通知（地方自治法第245条の４第１項に基づく技術的助言）」"""
    return f"平成30年10月29日通知（{rulebook().basis(ADVICE).words}）"


def basis_html(words: str) -> str:
    """The label beside a deadline, a request or a report."""
    return f'<span class="rk-sub rk-basis">根拠: {escape(words)}</span>' if words else ""


def draw_advice(told: str) -> None:
    """`told` in a sentence, then what stands behind it."""
    st.html(f'<p class="rk-sub rk-basis">{escape(told)}根拠: {escape(advice_words())}</p>')


def of_notice(ids: Iterable[str]) -> bool:
    """Whether any of the ids is a sentence of the notice."""
    for one in ids:
        try:
            rulebook().sentence(one)
        except RuleError:
            continue
        return True
    return False


def sentence_links_html(ids: Iterable[str]) -> str:
    """Links to the sentences in the handbook."""
    links = (f'<a href="/handbook#{escape(one)}" target="_self">{escape(one)}</a>' for one in ids)
    return "、".join(links)
