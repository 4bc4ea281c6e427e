"""案件一覧: filtered and paged in the database; saved views as tabs; a row opens the case."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Any

import streamlit as st

from cases.casework.views import CaseRow
from cases.counter import SignedIn
from cases.japanese_dates import elapsed_words
from cases.views.general import Page
from cases.vocabulary import StageKey, StageState
from ui.counter import counter
from ui.pages.shared.offers import draw_list
from ui.parts.heads import draw_head
from ui.parts.links import case_link
from ui.parts.saving import draw_saving, draw_takings
from ui.parts.session import at_desk, officer
from ui.parts.trend import draw_trend
from ui.words import due_html, mark_html, when

SIZE = 25
MOVED = "移送"
VIEWS: dict[str, dict[str, Any]] = {
    "対応中": {},
    "目安超過": {"overdue": True},
    "自分の案件": {"mine": True},
    "終結": {"closed": True},
    MOVED: {},
}
WIDTHS = (2.9, 3.7, 2.5, 1.8, 1.9, 2.1, 2.1)
HEADS = ("残り時間", "医療機関等", "現在の段階と次の業務", "影響", "国への報告", "担当", "把握から")


def draw() -> None:
    st.title("案件一覧", anchor=False)
    who, now = officer(), counter().now()
    view = st.segmented_control(
        "表示",
        list(VIEWS),
        default="対応中",
        required=True,
        key="list-view",
        label_visibility="collapsed",
        on_change=_back_to_first,
    )
    if view == MOVED:
        with at_desk() as desk:
            offers = desk.offers()
        draw_list(offers, now)
        return
    asked = VIEWS[view or "対応中"] | _filters(who)
    page = int(st.session_state.get("list-page", 1))
    with at_desk() as desk:
        found = desk.worklist(**asked, page=page, size=SIZE)
    if not found.rows:
        _empty(bool(asked))
        return
    _table(found, now, national=who.at_ministry)
    _foot(found, asked, now)
    if view == "対応中" and not who.at_ministry:
        with at_desk() as desk:
            draw_trend(desk.upkeep.trend(), who.authority_name)


def _filters(who: SignedIn) -> dict[str, Any]:
    with at_desk() as desk:
        places = {code: name for code, name, _, _ in desk.authorities_with_cases()} if who.at_ministry else {}
    columns = st.columns((4, 3, 3) if places else (5, 3))
    search = columns[0].text_input(
        "検索",
        placeholder="番号、医療機関等の名称・読み、市区町村",
        key="list-search",
        type="search",
        live=True,
        on_change=_back_to_first,
    )
    stage = columns[1].selectbox(
        "段階",
        list(StageKey),
        index=None,
        format_func=_stage_label,
        placeholder="すべての段階",
        key="list-stage",
        on_change=_back_to_first,
    )
    asked: dict[str, Any] = {"search": search or ""} | ({"stage": StageKey(stage)} if stage else {})
    if places:
        authority = columns[2].selectbox(
            "管轄",
            list(places),
            index=None,
            format_func=places.__getitem__,
            placeholder="全国",
            key="list-authority",
            on_change=_back_to_first,
        )
        asked |= {"authority": authority} if authority else {}
    return {name: value for name, value in asked.items() if value}


def _stage_label(key: str) -> str:
    return StageKey(key).label


def _back_to_first() -> None:
    st.session_state.pop("list-page", None)


def _empty(filtered: bool) -> None:
    if filtered:
        st.info("条件に合う案件はありません。条件を減らすか、別の表示を選んでください。")
    else:
        st.info("対応中の案件はありません。疑いを受け付けると、ここに表示されます。受付は左の「受付」から行います。")


def _table(found: Page[CaseRow], now: datetime, *, national: bool) -> None:
    draw_head("list", WIDTHS, HEADS, named=False)
    for row in found.rows:
        with st.container(key=f"row-list-{row.id}", gap=None):
            columns = st.columns(WIDTHS, vertical_alignment="center")
            columns[0].html(due_html(row.next_due, now) if row.closed_at is None else escape(row.ending))
            with columns[1], st.container(gap=None):
                case_link(row.number, row.facility)
                where = f"{row.authority if national else ''}　{row.municipality}・{row.facility_kind}".strip()
                st.html(f'<span class="rk-sub">{escape(where)}<br>{row.number}</span>')
            columns[2].html(
                "".join(f'<span class="rk-cell">{escape(one)}</span>' for one in stages_words(row).split("、"))
                + (f'<span class="rk-sub">次: {escape(row.next_action)}</span>' if row.next_action else "")
            )
            columns[3].html(mark_html(row.care, "診療") + mark_html(row.leak, "情報"))
            columns[4].html(f'<span class="rk-cell">{_small("国への報告")}{escape(row.ministry_knows)}</span>')
            columns[5].html(f'<span class="rk-cell">{_small("担当")}{escape(row.lead) or "未定"}</span>')
            columns[6].html(_grasped(row, now))


def _grasped(row: CaseRow, now: datetime) -> str:
    span = elapsed_words((row.closed_at or now) - row.grasped_at)
    moment = f'<span class="rk-sub">{when(row.grasped_at, now)}</span>'
    return f'<span class="rk-cell">{_small("把握から")}{span}{moment}</span>'


def _small(head: str) -> str:
    """The column's head, for telephones, where the columns stand below each other."""
    return f'<span class="rk-small">{head}: </span>'


def stages_words(row: CaseRow) -> str:
    """The open stages; what else there is to say when none is open."""
    running = [key.label for key, state in row.stages if state is StageState.OPEN]
    return "、".join(running) or (row.ending if row.closed_at else "次の段階を準備中")


def _foot(found: Page[CaseRow], asked: dict[str, Any], now: datetime) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{found.total}件**（{found.page}／{found.pages}ページ）")
        if found.pages > 1:
            st.pagination(found.pages, key="list-page")
    draw_saving("cases", asked)
    draw_takings(now)
