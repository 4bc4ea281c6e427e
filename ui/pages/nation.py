"""全国 (ministry only): 47 tiles, the authorities with open cases, and a way into each."""

from __future__ import annotations

from collections import Counter
from html import escape

import streamlit as st

from cases.errors import NotFound
from cases.rulebook import rulebook
from ui.parts.links import open_page
from ui.parts.relations_tab import draw_groups
from ui.parts.session import at_desk, officer

TILES: dict[str, tuple[int, int]] = {
    "北海道": (13, 1), "青森県": (13, 2), "秋田県": (12, 3), "岩手県": (13, 3), "山形県": (12, 4), "宮城県": (13, 4),
    "新潟県": (11, 5), "福島県": (12, 5), "石川県": (9, 5), "富山県": (10, 5), "福井県": (8, 6), "長野県": (10, 6),
    "群馬県": (11, 6), "栃木県": (12, 6), "茨城県": (13, 6), "岐阜県": (9, 6), "山梨県": (10, 7), "埼玉県": (11, 7),
    "東京都": (12, 7), "千葉県": (13, 7), "愛知県": (9, 7), "静岡県": (10, 8), "神奈川県": (11, 8), "滋賀県": (8, 7),
    "三重県": (9, 8), "京都府": (7, 6), "奈良県": (8, 8), "大阪府": (7, 7), "兵庫県": (6, 6), "和歌山県": (7, 8),
    "鳥取県": (5, 6), "島根県": (4, 6), "岡山県": (5, 7), "広島県": (4, 7), "山口県": (3, 6), "香川県": (5, 9),
    "徳島県": (5, 10), "愛媛県": (4, 9), "高知県": (4, 10), "福岡県": (2, 7), "佐賀県": (1, 7), "大分県": (2, 8),
    "長崎県": (1, 8), "熊本県": (1, 9), "宮崎県": (2, 9), "鹿児島県": (1, 10), "沖縄県": (1, 12),
}  # fmt: skip


def draw() -> None:
    st.title("全国", anchor=False)
    if not officer().at_ministry:
        raise NotFound("画面")
    with at_desk() as desk:
        rows = desk.authorities_with_cases()
        groups = desk.groups()
    open_cases, late = Counter[str](), Counter[str]()
    for code, _, count, overdue in rows:
        prefecture = rulebook().authority(code).prefecture
        open_cases[prefecture] += count
        late[prefecture] += overdue
    st.html(
        f'<ul class="rk-counts"><li>対応中<b>{open_cases.total()}</b>件</li>'
        f"<li{' class=rk-alarm' if late.total() else ''}>目安超過<b>{late.total()}</b>件</li>"
        f"<li>対応中の自治体<b>{len(rows)}</b></li></ul>"
    )
    tiles, table = st.columns((3, 2), gap="medium")
    tiles.html(tiles_html(open_cases, late))
    with table:
        _table(rows)
    if groups:
        st.header("共通の原因の案件", anchor=False)
        draw_groups(groups)


def tiles_html(open_cases: Counter[str], late: Counter[str]) -> str:
    """One square per prefecture: its number of open cases; overdue by mark, border and colour."""
    marks = []
    for name, (column, row) in TILES.items():
        short = name if name == "北海道" else name[:-1]
        size = "rk-long" if len(short) > 2 else ""
        kind = "rk-over" if late[name] else "rk-live" if open_cases[name] else ""
        sign = "▲" if late[name] else ""
        number = f"<b>{sign}{open_cases[name]}</b>" if open_cases[name] else ""
        marks.append(
            f'<div class="rk-tile {kind} {size}" style="grid-column:{column};grid-row:{row}" role="listitem" '
            f'title="{name}　対応中 {open_cases[name]}件　目安超過 {late[name]}件">{escape(short)}{number}</div>'
        )
    return f'<div class="rk-tiles" role="list" aria-label="都道府県別の対応中の案件">{"".join(marks)}</div>'


def _table(rows: list[tuple[str, str, int, int]]) -> None:
    if not rows:
        st.info("対応中の案件がある自治体はありません。案件が開かれると、ここに並びます。")
        return
    widths = (3, 2, 3, 2)
    with st.container(key="head-nation", gap=None):
        for column, head in zip(st.columns(widths), ("自治体", "対応中", "目安超過", ""), strict=True):
            column.html(f"<span>{head}</span>")
    for code, name, count, late in sorted(rows, key=lambda row: (-row[3], -row[2], row[0])):
        with st.container(key=f"row-nation-{code}", gap=None):
            columns = st.columns(widths, vertical_alignment="center")
            columns[0].html(f"<strong>{escape(name)}</strong>")
            columns[1].html(f"{count}件")
            columns[2].html(f'<span class="rk-due rk-late">▲ {late}件</span>' if late else "0件")
            if columns[3].button("開く", key=f"to-{code}"):
                st.session_state["list-authority"] = code
                open_page("worklist")
