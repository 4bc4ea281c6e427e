"""助言の事例集: technical advice of the ministry without anything that identifies, for every office to search."""

from __future__ import annotations

from html import escape

import streamlit as st

from cases.casework.inspection.views import ExampleView
from cases.vocabulary import Role
from ui.counter import counter
from ui.parts.session import at_desk, flash, officer
from ui.words import plain, when


def draw() -> None:
    st.title("助言の事例集", anchor=False)
    st.caption(
        "立入検査等に係る技術的事項の相談と、厚生労働省の助言です。施設・会社・人・番号・日付などを伏せて掲載しています。"
    )
    search = st.text_input("探す言葉（空白で区切ると、すべてを含むもの）", max_chars=100, key="advice-search")
    with at_desk() as desk:
        found = desk.inspection.examples(search)
    if not found:
        st.info(
            f"「{plain(search)}」を含む事例はありません。言葉を減らすか、別の言葉で探してください。"
            if search
            else "まだ事例はありません。終えた相談を厚生労働省が確かめて載せると、ここで探せます。"
        )
    elif search:
        st.caption(f"{len(found)}件")
    editor = Role.MINISTRY in officer().roles
    for one in found:
        with st.expander(plain(one.topic), key=f"example-{one.id}", expanded=len(found) == 1):
            st.html(example_html(one))
            st.caption(
                f"掲載 {when(one.published_at, counter().now())}　{one.timing}　※助言であり、命令ではありません。"
            )
            if editor and st.button("事例集から取り下げる", key=f"withdraw-{one.id}"):
                _withdraw(one)


def example_html(one: ExampleView) -> str:
    """Question, then advice."""
    parts = (("相談", one.question), ("助言", one.advice))
    return "".join(f'<h4>{name}</h4><p class="rk-said">{escape(text)}</p>' for name, text in parts)


def _withdraw(one: ExampleView) -> None:
    with at_desk() as desk:
        desk.inspection.withdraw_example(one.id)
    flash(f"「{one.topic}」を取り下げました。")
    st.rerun()
