"""文書番号簿: every number that the office drew, by year, newest first; a gap says why."""

from __future__ import annotations

import streamlit as st

from cases.japanese_dates import wareki
from cases.papers.views import NumberRow
from ui.parts.saving import draw_saving
from ui.parts.session import at_desk
from ui.parts.sources import grounds

HEADS = ("番号", "日付", "文書の種類", "件名", "宛先", "案件", "状態")


def draw() -> None:
    st.title("文書番号簿", anchor=False)
    with at_desk() as desk:
        rows = desk.number_book()
    if not rows:
        st.info(
            "発行した公文書の番号が、ここに並びます。番号は、決裁者（厚生労働省では担当）が案件の画面の「公文書を発行する」で採ります。"
            "同じ番号は二度使われず、取り消した番号は理由とともに欠番として残ります。"
        )
        return
    years = sorted({row.year for row in rows}, reverse=True)
    year = st.segmented_control(
        "番号の年", years, default=years[0], format_func=lambda one: f"{one}年（度）", required=True
    )
    shown = [row for row in rows if row.year == year]
    gaps = sum(1 for row in shown if row.gap)
    st.caption(
        f"{len(shown)}件（うち欠番 {gaps}件）。番号 1 から {shown[0].seq} まで、抜けはありません。"
        if whole(shown)
        else ""
    )
    st.dataframe([dict(zip(HEADS, line(row), strict=True)) for row in shown], hide_index=True, width="stretch")
    draw_saving("papers", {"year": year}, what=f"{year}年（度）の番号簿")
    grounds(("M-2.2", "M-3.1"))


def line(row: NumberRow) -> tuple[str, ...]:
    state = f"欠番: {row.gap}" if row.gap else "有効"
    return row.number, wareki(row.dated_on), row.kind, row.title, row.addressee, row.case_number, state


def whole(rows: list[NumberRow]) -> bool:
    """Whether the numbers run from one without a hole."""
    return sorted(row.seq for row in rows) == list(range(1, len(rows) + 1))
