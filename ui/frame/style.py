"""The little CSS that the theme's keys cannot say. Colours are tokens of デジタル庁デザインシステム."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st


@cache
def _css() -> str:
    return (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


def put_on() -> None:
    """On every page, once, before anything else."""
    st.html(f"<style>{_css()}</style>")


def practice_band() -> None:
    st.html('<p class="rk-practice" role="note">演習 ― これは練習用の画面です。メールは外へ出ません。</p>')
