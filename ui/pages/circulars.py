"""周知・注意喚起: an office's letters to its facilities; for the ministry, which authority has written what."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from cases.circulars.facts import ALERT, NOTICE, AlertFacts, CircularFacts
from cases.circulars.reach import Coverage
from cases.circulars.views import CircularRow
from cases.desk.door import Desk
from cases.procedure import Act
from cases.registry.deeds import OFFICE
from cases.views.general import Choice, Taken
from cases.vocabulary import CircularKind, CircularState
from ui.counter import counter
from ui.forms.form import Form
from ui.forms.form import draw as draw_form
from ui.pages.of_circulars.dissemination import draw_dissemination
from ui.pages.of_circulars.one import draw_circular
from ui.parts.heads import draw_head
from ui.parts.links import NUMBER, open_facility
from ui.parts.saving import draw_saving
from ui.parts.session import at_desk, flash, officer
from ui.parts.sources import grounds
from ui.words import when

SIZE = 20
NEW, FROM, EDIT = "new-", "from-", "edit-"
SOURCE = ("M-1.1", "M-1.2a", "M-1.2b", "M-1.3", "M-1.4")
LATER = ("edition", "kinds", "municipalities", "beds_least", "beds_most", "addressee", "send_at", "confirm_by")
ASKED = {
    CircularKind.NOTICE: ("subject", "body", *LATER),
    CircularKind.ALERT: ("subject", "urgency", "threat", "measures", "body", *LATER),
}
NOTICE_SUBJECT = "「医療情報システムの安全管理に関するガイドライン」の周知について"
WIDTHS = (1.5, 4.4, 1.8, 2.4, 1.4)
SIGNS = {
    CircularState.DRAFT: "○ 起案中",
    CircularState.APPROVED: "● 決裁済",
    CircularState.ISSUED: "✓ 発出済",
    CircularState.DROPPED: "－ 取りやめ",
}


def draw() -> None:
    st.title("周知・注意喚起", anchor=False)
    number = st.query_params.get(NUMBER, "")
    if officer().at_ministry:
        draw_dissemination()
    elif number.startswith((NEW, FROM, EDIT)):
        _back()
        _form(number)
    elif number.isdecimal():
        _back()
        draw_circular(int(number), edit=lambda: go(f"{EDIT}{number}"), go=go)
    else:
        _lists()
    grounds(SOURCE)


def go(number: str) -> None:
    """To another view of this page; from a button's callback."""
    st.query_params.pop(NUMBER, None)
    if number:
        st.query_params[NUMBER] = number


def _back() -> None:
    st.button(
        "一覧に戻る", icon=":material/arrow_back:", type="tertiary", on_click=go, args=("",), key="circulars-back"
    )


# -- the lists -----------------------------------------------------------------------------------------------------


def _lists() -> None:
    if officer().roles & OFFICE:
        with st.container(horizontal=True, vertical_alignment="center"):
            for word, kind, icon, first in (
                ("注意喚起を起案する", CircularKind.ALERT, ":material/warning:", "primary"),
                ("周知を起案する", CircularKind.NOTICE, ":material/campaign:", "secondary"),
            ):
                st.button(word, key=f"new-{kind}", icon=icon, type=first, on_click=go, args=(f"{NEW}{kind}",))  # type: ignore[arg-type]
    written, never = st.tabs(["発出と起案", "届いていない医療機関等"], key="circulars-tabs")
    with written:
        _written()
    with never:
        _never()


def _written() -> None:
    page = int(st.session_state.get("circulars-page", 1))
    with at_desk() as desk:
        total, found = desk.circulars.all(page=page, size=SIZE)
    if not total:
        st.info(
            "ガイドラインの周知と、サイバー攻撃の注意喚起を、管内の医療機関等に送ります。送った後は、"
            "だれに届き、だれが確認したかが、ここで分かります。上のボタンから起案してください。"
        )
        return
    draw_head("circular", WIDTHS, ("種類", "件名", "状態", "到達と確認"))
    for row in found:
        _row(row)
    _foot(total, SIZE, "circulars-page")
    draw_saving("circulars", {})


def _row(row: CircularRow) -> None:
    now = counter().now()
    with st.container(key=f"row-circular-{row.id}", gap=None):
        columns = st.columns(WIDTHS, vertical_alignment="center")
        urgent = '<br><span class="rk-mark rk-late"><span aria-hidden="true">▲</span>至急</span>' if row.urgent else ""
        columns[0].html(f'<span class="rk-cell">{row.kind.label}{urgent}</span>')
        about = "　".join(filter(None, [row.number, row.edition, when(row.issued_at or row.drafted_at, now)]))
        columns[1].html(f'<strong>{escape(row.subject)}</strong><span class="rk-sub">{escape(about)}</span>')
        columns[2].html(f'<span class="rk-cell">{_state(row)}</span>')
        columns[3].html(_shares(row.coverage) if row.coverage.total else '<span class="rk-cell">—</span>')
        columns[4].button("開く", key=f"open-circular-{row.id}", width="stretch", on_click=go, args=(str(row.id),))


def _state(row: CircularRow) -> str:
    if row.withdrawn:
        return "▲ 取消し"
    if row.corrected_number:
        return f'▲ 訂正済<br><span class="rk-sub">訂正版は{escape(row.corrected_number)}</span>'
    return SIGNS[row.state] + ('<br><span class="rk-sub">訂正版</span>' if row.corrects else "")


def _shares(one: Coverage) -> str:
    return (
        f'<span class="rk-cell">到達 <b>{one.reached_share:.1f}%</b>　確認 <b>{one.confirmed_share:.1f}%</b></span>'
        f'<span class="rk-sub">宛先 {one.total:,}件</span>'
    )


def _never() -> None:
    """R-025: whom to telephone first."""
    page = int(st.session_state.get("never-page", 1))
    with at_desk() as desk:
        total, found = desk.circulars.never_reached(page=page, size=SIZE)
    if not total:
        st.info("メールアドレスが分からず、まだ何も届いていない医療機関等はありません。")
        return
    st.caption(
        "使えるメールアドレスがなく、どの周知・注意喚起も届いていない医療機関等です。電話番号も分からないものから並びます。"
        "電話などで伝えたら、それぞれの周知・注意喚起の宛先で「伝達を記録する」を使います。"
    )
    widths = (4, 2.2, 1.8, 2.2, 1.4)
    draw_head("never", widths, ("医療機関等", "種別", "市区町村", "電話番号"))
    for one in found:
        with st.container(key=f"row-never-{one.facility_id}", gap=None):
            columns = st.columns(widths, vertical_alignment="center")
            why = "届かないメールアドレス" if one.email else "メールアドレスなし"
            columns[0].html(f'<strong>{escape(one.name)}</strong><span class="rk-sub">{why}</span>')
            columns[1].html(f'<span class="rk-cell">{escape(one.kind)}</span>')
            columns[2].html(f'<span class="rk-cell">{escape(one.municipality)}</span>')
            phone = escape(one.phone) or '<span class="rk-mark rk-soon"><span aria-hidden="true">△</span>不明</span>'
            columns[3].html(f'<span class="rk-cell">{phone}</span>')
            if columns[4].button("登録を開く", key=f"facility-{one.facility_id}", width="stretch"):
                open_facility(one.facility_id)
    _foot(total, SIZE, "never-page")
    draw_saving("never-reached", {})


def _foot(total: int, size: int, key: str) -> None:
    pages = max(1, -(-total // size))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{total:,}件**（{min(int(st.session_state.get(key, 1)), pages)}／{pages}ページ）")
        if pages > 1:
            st.pagination(pages, key=key)


# -- the form ------------------------------------------------------------------------------------------------------


def _form(asked: str) -> None:
    circular_id = int(asked.removeprefix(EDIT)) if asked.startswith(EDIT) and asked[5:].isdecimal() else None
    case = asked.removeprefix(FROM) if asked.startswith(FROM) else ""
    with at_desk() as desk:
        places = tuple(desk.registry.municipalities())
        editions = tuple(Choice(one, title) for one, title in desk.circulars.editions())
        start: dict[str, Any] = {"edition": desk.circulars.edition_today()}
        sheet = desk.circulars.get(circular_id) if circular_id else None
        if asked == f"{NEW}{CircularKind.NOTICE}":
            start["subject"] = NOTICE_SUBJECT
        if case:
            start |= desk.circulars.from_case(case)
    if sheet:
        start = sheet.facts
        kind = sheet.row.kind
    else:
        kind = CircularKind.NOTICE if asked == f"{NEW}{CircularKind.NOTICE}" else CircularKind.ALERT
    if case:
        st.info(f"案件 {case} を受けた注意喚起です。医療機関等の名称と案件の番号は、文書にも通知にも載りません。")
    label, model = (ALERT, AlertFacts) if kind is CircularKind.ALERT else (NOTICE, CircularFacts)

    def send(desk: Desk, facts: dict[str, Any]) -> Taken:
        if circular_id is None:
            made = desk.circulars.draft(facts, case_number=case)
            return Taken(made, str(made), 1)
        desk.circulars.change(circular_id, facts, st.session_state.get(form.key("#seen")))
        return Taken(circular_id, str(circular_id), 0)

    act: Act[Any] = Act(
        f"circular-{kind}{case}", f"circular-{kind}", label, model, frozenset(), change=_nothing, source=SOURCE[1:]
    )
    form = Form(
        act,
        circular_id,
        sheet.version if sheet else None,
        choices={"municipalities": places, "edition": editions},
        defaults=start,
        fixed={"kind": str(kind)},
        only=ASKED[kind],
        button="内容を改める（決裁は取り消されます）" if sheet else "起案する（まだ送りません）",
        send=send,
    )
    st.header(label, anchor=False)

    def then(taken: Taken) -> None:
        flash("内容を改めました。" if sheet else "起案しました。文書を確かめ、決裁を受けて発出してください。")
        go(taken.number)
        st.rerun()

    draw_form(form, then, sources=False)


def _nothing(case: Any, facts: Any, deed: Any) -> None:
    """No case is changed by it."""
