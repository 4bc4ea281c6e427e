"""院内掲示 of one facility: the poster to look at and print, where it hangs and since when, its own link."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from cases.desk.door import Desk
from cases.errors import Refused
from cases.japanese_dates import wareki_and_seireki
from cases.posters.deeds import RECORD
from cases.posters.desk import PosterState
from cases.posters.standing import Standing, StandingRow, noted_words
from cases.registry.views import FacilitySheet
from cases.views.general import Taken
from ui import texts
from ui.counter import counter
from ui.forms.form import Form
from ui.parts.session import at_desk
from ui.parts.sources import grounds
from ui.words import rows_html, when

SIGNS = {
    Standing.RIGHT: ("rk-mark", "✓"),
    Standing.UNSURE: ("rk-mark rk-soon", "△"),
    Standing.OUTDATED: ("rk-mark rk-soon", "△"),
    Standing.ABSENT: ("rk-mark rk-soon", "△"),
    Standing.UNKNOWN: ("rk-mark", "？"),
}
WHAT_NEXT = {
    Standing.UNKNOWN: "掲示しているかどうかを、まだ確かめていません。印刷して渡し、掲示した場所を記録してください。",
    Standing.ABSENT: "掲示していないと確認されています。印刷して渡してください。",
    Standing.OUTDATED: "掲示の後に連絡先が変わっています。新しいものを印刷して、貼り替えてもらってください。",
    Standing.UNSURE: "掲示されていますが、どの時点の連絡先か分かりません。新しいものを印刷して渡すと確かです。",
    Standing.RIGHT: "今の連絡先のものが掲示されています。",
}


def mark_html(standing: Standing) -> str:
    style, sign = SIGNS[standing]
    return f'<span class="{style}"><span aria-hidden="true">{sign}</span>{standing.label}</span>'


def noted_html(row: StandingRow) -> str:
    """Whether and when the facility was written to; a letter that was lost says so."""
    if row.noted_at is None:
        return '<span class="rk-cell">—</span>'
    said = noted_words(row.noted_way, row.lost, row.noted)
    sign = '<span aria-hidden="true">▲</span>' if row.lost else ""
    at = when(row.noted_at, counter().now())
    return f'<span class="rk-cell">{sign}{escape(said)}<span class="rk-sub">{at}</span></span>'


def posting_form(sheet: FacilitySheet) -> Form:
    """The form of the one deed; its draft is the facility's."""

    def send(desk: Desk, facts: dict[str, Any]) -> Taken:
        return desk.posters.record(sheet.row.id, facts, st.session_state.get(form.key("#seen")))

    form = Form(RECORD, sheet.row.id, sheet.version, send=send)
    return form


@st.fragment
def draw_poster(sheet: FacilitySheet) -> None:
    """The tab. Looking at the poster and printing it stay within it; recording opens the form above."""
    with at_desk() as desk:
        state = desk.posters.state(sheet.row.id)
    left, right = st.columns((3, 2), gap="large")
    with left:
        _standing(state)
        _print(sheet, state)
        _link(sheet, state)
        _lines(state)
        grounds(("A-0", "A-3", "A-4", "A-5"))
    with right:
        _picture(sheet)


def _standing(state: PosterState) -> None:
    if state.row is None:
        st.info("最新の公表データにないため、掲示の対象から外しています。")
        return
    row = state.row
    st.html(f"<p>{mark_html(row.standing)}</p><p>{escape(WHAT_NEXT[row.standing])}</p>")
    lines = _confirmed(row)
    if row.changed:
        lines.append(("変わった連絡先", "、".join(row.changed)))
    if row.noted_at:
        said = noted_words(row.noted_way, row.lost, row.noted)
        lines.append(("案内", f"{when(row.noted_at, counter().now())}　{said}"))
    if lines:
        st.html(rows_html(lines))


def _confirmed(row: StandingRow) -> list[tuple[str, str]]:
    if row.confirmed_at is None:
        return []
    return [
        ("場所", "、".join(row.places) or "—"),
        ("いつから", wareki_and_seireki(row.since) if row.since else "不明"),
        ("連絡先の時点", wareki_and_seireki(row.as_of) if row.as_of else "不明"),
        ("確認", f"{when(row.confirmed_at, counter().now())}　{row.confirmed_by}"),
    ]


def _print(sheet: FacilitySheet, state: PosterState) -> None:
    if state.unfilled:
        st.warning(
            f"未記入: {'、'.join(state.unfilled)}。このままでも印刷でき、手で書き込む欄になります。",
            icon=":material/edit:",
        )
    if not sheet.editable:
        return
    named = st.toggle("医療機関等の名称を入れる", value=True, key="poster-named")

    def printed() -> bytes:
        with at_desk() as desk:
            return desk.posters.print_one(sheet.row.id, named=named)[1]

    st.download_button(
        "今日の連絡先で印刷する（PDF）",
        printed,
        file_name=f"院内掲示_{sheet.row.name}_{counter().now():%Y%m%d}.pdf",
        mime="application/pdf",
        icon=":material/print:",
        type="primary",
        on_click="ignore",
    )


def _link(sheet: FacilitySheet, state: PosterState) -> None:
    if not sheet.editable:
        return
    with st.expander("医療機関等に自分で確認してもらう"):
        st.caption(
            "利用者の登録がなくても、リンクから最新の掲示を受け取り、掲示した場所を知らせることができます。"
            "リンクは30日間使えます。新しく発行しても、前に送ったリンクはその期限まで使えます。"
        )
        key = f"poster-token-{sheet.row.id}"
        st.button("確認用のリンクを発行する", key="poster-link", on_click=_issue, args=(sheet.row.id, key))
        if said := st.session_state.get(key):
            st.code(said, language=None)
            st.caption("このリンクは今だけ表示されます。写して、医療機関等に送ってください。")
        if state.links:
            now = counter().now()
            st.html(
                f"<p>今使えるリンク <b>{len(state.links)}本</b>"
                f'<span class="rk-sub">最後のものは {when(state.links[0], now)} まで</span></p>'
            )
            st.button(
                "すべて使えなくする",
                key="poster-link-withdraw",
                help="リンクがほかの人に渡ったおそれがあるときに使います。医療機関等には、新しいリンクを送ってください。",
                on_click=_withdraw,
                args=(sheet.row.id, key),
            )


def _issue(facility_id: int, key: str) -> None:
    from infra.settings import settings

    try:
        with at_desk() as desk:
            token = desk.posters.link(facility_id)
    except Refused as refused:
        st.session_state[key] = texts.sentence(refused)
        return
    st.session_state[key] = f"{settings().base_url}/outside/posting/{token}"


def _withdraw(facility_id: int, key: str) -> None:
    try:
        with at_desk() as desk:
            desk.posters.withdraw_links(facility_id)
    except Refused as refused:
        st.session_state[key] = texts.sentence(refused)
        return
    st.session_state.pop(key, None)


def _lines(state: PosterState) -> None:
    if not state.lines:
        return
    st.subheader("確認の記録", anchor=False)
    lines = []
    for one in state.lines:
        who = "医療機関等がリンクから" if one.by_facility else "自治体が"
        where = "、".join(one.places)
        since = f"　{wareki_and_seireki(one.since)}から" if one.since else ""
        note = f"<br>{escape(one.note)}" if one.note else ""
        lines.append(
            f"<li><time>{when(one.at, counter().now())}　{escape(one.by)}（{who}確認）</time>"
            f"<b>{one.state.label}</b>　{escape(where)}{escape(since)}{note}</li>"
        )
    st.html(f'<ol class="rk-timeline">{"".join(lines)}</ol>')


def _picture(sheet: FacilitySheet) -> None:
    try:
        with at_desk() as desk:
            picture = desk.posters.picture(sheet.row.id, named=st.session_state.get("poster-named", True))
    except Refused as refused:
        st.error(texts.sentence(refused))
        return
    with st.container(border=True):
        st.image(picture, caption="今日印刷したときの掲示")
