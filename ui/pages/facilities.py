"""医療機関等: the registry of the area. Search tolerates width, case and kana; a row opens the record."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from cases.japanese_dates import wareki_and_seireki
from cases.registry.views import FacilityRow
from cases.views.general import Choice, Page, Taken
from cases.vocabulary import FacilityKind
from ui.forms.facility import register_form
from ui.forms.form import draw as draw_form
from ui.pages.of_facilities.sheet import draw_sheet
from ui.parts.heads import draw_head
from ui.parts.links import FACILITY, open_facility
from ui.parts.saving import draw_saving
from ui.parts.session import at_desk, flash, officer
from ui.words import plain

SIZE = 25
NEW = "new"
WIDTHS = (4.2, 2.3, 2.2, 1.3, 1.6, 2.2)
HEADS = ("医療機関等", "種別", "市区町村", "病床", "保守会社等", "登録の状況")


def draw() -> None:
    chosen = st.query_params.get(FACILITY, "")
    if chosen == NEW:
        _register()
    elif chosen.isdecimal() and len(chosen) < 19:
        draw_sheet(int(chosen))
    else:
        _list()


def _list() -> None:
    st.title("医療機関等", anchor=False)
    who = officer()
    with at_desk() as desk:
        places = tuple(desk.registry.municipalities())
        newest = desk.registry.newest_data()
    asked = _filters(places)
    page = int(st.session_state.get("facility-page", 1))
    with at_desk() as desk:
        found = desk.registry.search(**asked, page=page, size=SIZE)
    if newest:
        st.caption(f"医療情報ネットの公表データ（{wareki_and_seireki(newest)}時点）を取り込み済みです。")
    if not who.at_ministry and st.button("医療機関等を登録する", icon=":material/add:", key="new-facility"):
        st.query_params[FACILITY] = NEW
        st.rerun()
    if found.rows:
        _table(found, national=who.at_ministry)
        _foot(found, asked)
    else:
        _empty(bool(asked))


def _filters(places: tuple[Choice, ...]) -> dict[str, Any]:
    columns = st.columns((4, 2.4, 2.4, 2.6))
    names = {place.value: place.label for place in places}
    words = columns[0].text_input(
        "検索",
        placeholder="名称、かな、市区町村、コード",
        help="全角・半角、ひらがな・カタカナは問いません。言葉を空けて並べると、すべてを含むものを探します。",
        key="facility-search",
        type="search",
        live=True,
        on_change=_back_to_first,
    )
    kind = columns[1].selectbox(
        "種別",
        list(FacilityKind),
        index=None,
        format_func=_kind_label,
        placeholder="すべての種別",
        key="facility-kind",
        on_change=_back_to_first,
    )
    place = None
    if names:
        place = columns[2].selectbox(
            "市区町村",
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder="管内すべて",
            key="facility-place",
            on_change=_back_to_first,
        )
    marks = columns[3].multiselect(
        "しぼり込み",
        list(MARKS),
        placeholder="条件を選ぶ",
        key="facility-marks",
        on_change=_back_to_first,
    )
    asked: dict[str, Any] = {
        "words": words or "",
        "kind": FacilityKind(kind) if kind else None,
        "municipality": place,
        **{MARKS[mark]: True for mark in marks},
    }
    return {name: value for name, value in asked.items() if value}


MARKS = {"自治体立病院": "municipal", "保守会社等が未記入": "without_vendor", "公表データに記載なし": "delisted"}


def _kind_label(kind: str) -> str:
    return FacilityKind(kind).label


def _back_to_first() -> None:
    st.session_state.pop("facility-page", None)


def _empty(filtered: bool) -> None:
    if filtered:
        st.info("条件に合う医療機関等はありません。言葉を短くするか、条件を減らしてください。")
    else:
        st.info(
            "登録されている医療機関等はまだありません。管理者が公表データを取り込むか、"
            "「医療機関等を登録する」から登録すると、ここに表示されます。"
        )


def _table(found: Page[FacilityRow], *, national: bool) -> None:
    draw_head("facility", WIDTHS, HEADS)
    for row in found.rows:
        with st.container(key=f"row-facility-{row.id}", gap=None):
            columns = st.columns(WIDTHS, vertical_alignment="center")
            with columns[0]:
                if st.button(plain(row.name), key=f"open-facility-{row.id}", type="tertiary"):
                    open_facility(row.id)
            columns[1].html(f'<span class="rk-cell">{escape(row.kind)}</span>')
            where = f"{row.authority}　{row.municipality}" if national else row.municipality
            columns[2].html(f'<span class="rk-cell">{escape(where)}</span>')
            columns[3].html(f'<span class="rk-cell">{row.beds if row.beds is not None else "—"}</span>')
            columns[4].html(_vendors(row.vendors))
            columns[5].html(_state(row))


def _vendors(count: int) -> str:
    if count:
        return f'<span class="rk-cell">{count}社</span>'
    return '<span class="rk-mark rk-soon"><span aria-hidden="true">△</span>未記入</span>'


def _state(row: FacilityRow) -> str:
    marks = []
    if row.municipal:
        marks.append('<span class="rk-mark">自治体立病院</span>')
    if row.delisted_on:
        marks.append('<span class="rk-mark rk-soon"><span aria-hidden="true">△</span>公表データに記載なし</span>')
    elif not row.registry_id:
        marks.append('<span class="rk-mark">手で登録</span>')
    return "".join(marks) or '<span class="rk-cell">公表データ</span>'


def _foot(found: Page[FacilityRow], asked: dict[str, Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{found.total:,}件**（{found.page}／{found.pages}ページ）")
        if found.pages > 1:
            st.pagination(found.pages, key="facility-page")
    draw_saving("facilities", asked)


def _register() -> None:
    st.title("医療機関等の登録", anchor=False)
    st.caption("地域医療情報連携ネットワークなど、医療機関コードのないものも登録できます。")
    with at_desk() as desk:
        places = tuple(desk.registry.municipalities())
    draw_form(register_form(places), _registered)
    if st.button("登録せずに一覧へ戻る", key="back-to-facilities"):
        open_facility(None)


def _registered(taken: Taken) -> None:
    flash(f"「{taken.number}」を登録しました。")
    open_facility(taken.case_id)
