"""要請の周知, 自治体ごと: a page of the authorities at a time, to search and to narrow to those not through."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from ui.counter import counter
from ui.parts.saving import draw_saving
from ui.parts.session import at_desk
from ui.words import when

SIZE = 25
HEADS = ("自治体", "都道府県", "済み", "残りの事項", "記録", "知らせ")


def draw_authorities(number: str) -> None:
    page = f"campaign-page-{number}"

    def first() -> None:
        st.session_state.pop(page, None)

    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(
            "検索", placeholder="自治体、都道府県の名称", key=f"campaign-words-{number}", on_change=first, width=360
        )
        waiting = st.toggle("済んでいない自治体だけ", key=f"waiting-{number}", on_change=first)
    asked = {"number": number, "words": words, "waiting": waiting}
    with at_desk() as desk:
        found = desk.exports.list_page("campaign-authorities", asked, int(st.session_state.get(page, 1)), SIZE)
    if not found.rows:
        st.info(
            "すべての自治体が済んでいます。"
            if waiting and not words
            else "この条件の自治体はありません。検索の語を改めてください。"
        )
        return
    head = "".join(f'<th><span class="rk-nobr">{word}</span></th>' for word in HEADS)
    body = "".join(_row(row) for row in found.rows)
    st.html(f'<table class="rk-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{found.total:,}自治体**（{min(found.page, found.pages)}／{found.pages}ページ）")
        if found.pages > 1:
            st.pagination(found.pages, key=page)
    draw_saving("campaign-authorities", asked, what="自治体の一覧")


def _row(row: dict[str, Any]) -> str:
    now = counter().now()
    left = escape(str(row["left"])) or "✓ すべて済み"
    cells = [
        f'<span class="rk-nobr">{escape(str(row["authority"]))}</span>',
        f'<span class="rk-nobr">{escape(str(row["prefecture"]))}</span>',
        f'<span class="rk-nobr">{row["settled"]}／{row["items"]}</span>',
        left if row["settled"] else f"すべて（{row['items']}項目）",
        escape(when(row["said_at"], now, missing="—")),
        escape(when(row["reminded_at"], now, missing="—")),
    ]
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
