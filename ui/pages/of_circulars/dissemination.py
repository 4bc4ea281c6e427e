"""The ministry's view: which authority has made which edition known, when, and how far it has come (R-029)."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Any

import streamlit as st

from cases.rulebook.guidelines import editions
from ui.counter import counter
from ui.parts.saving import draw_saving
from ui.parts.session import at_desk
from ui.words import when

SIZE = 25
PAGE, EDITION, WITHOUT = "dissemination-page", "dissemination-edition", "dissemination-without"
HEADS = ("自治体", "周知した版", "周知の日時", "宛先", "到達", "確認", "直近の注意喚起", "到達", "確認")


def draw_dissemination() -> None:
    st.caption(
        "自治体ごとの、最も新しい周知と注意喚起です。到達と確認の割合は、自治体内の進捗管理の数字で、"
        "報告を求めるものではありません。"
    )
    told = st.empty()
    known = {one.id: one.title for one in editions()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "ガイドラインの版",
            list(known),
            index=None,
            format_func=lambda one: known[one],
            placeholder="すべての版",
            key=EDITION,
            on_change=_first,
            width=480,
        )
        without = st.toggle("周知していない自治体だけ", key=WITHOUT, on_change=_first)
    asked: dict[str, Any] = {"edition": chosen or "", "without": "true" if without else ""}
    with at_desk() as desk:
        found = desk.exports.list_page("dissemination", asked, int(st.session_state.get(PAGE, 1)), SIZE)
        every = desk.exports.list_page("dissemination", {}, 1, 1).total
        still = desk.exports.list_page("dissemination", {"without": "true"}, 1, 1).total
    told.markdown(f"周知を行った自治体 **{every - still:,}** ／ {every:,}")
    if not found.rows:
        st.info("この条件の自治体はありません。")
        return
    head = "".join(f"<th>{word}</th>" for word in HEADS)
    body = "".join(_row(row) for row in found.rows)
    st.html(f'<table class="rk-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{found.total:,}自治体**（{min(found.page, found.pages)}／{found.pages}ページ）")
        if found.pages > 1:
            st.pagination(found.pages, key=PAGE)
    draw_saving("dissemination", asked)


def _first() -> None:
    st.session_state.pop(PAGE, None)


def _row(row: dict[str, Any]) -> str:
    alert = f"{escape(str(row['alert']))}<br>{_when(row['alerted_at'])}" if row["alert"] else "—"
    total = f"{row['notice_total']:,}" if row["notice_total"] is not None else "—"
    cells = [
        escape(str(row["authority"])),
        escape(str(row["edition"])),
        _when(row["noticed_at"]),
        total,
        row["notice_reached"] or "—",
        row["notice_confirmed"] or "—",
        alert,
        row["alert_reached"] or "—",
        row["alert_confirmed"] or "—",
    ]
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _when(moment: datetime | None) -> str:
    return escape(when(moment, counter().now()))
