"""After a circular was issued: what ended it, taking it back, its correction, and the recipients without mail."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from cases.circulars.facts import OTHERWISE, WITHDRAW, OtherwiseFacts, WithdrawFacts
from cases.circulars.otherwise import MOST, WITHOUT_MAIL
from cases.circulars.views import CircularSheet
from cases.errors import NotSignedIn, Refused
from cases.registry.deeds import OFFICE
from cases.vocabulary import Role
from ui import texts
from ui.counter import counter
from ui.forms import desk_form
from ui.forms.desk_form import DeskForm
from ui.parts.fault import show_signed_out
from ui.parts.saving import links_html
from ui.parts.session import at_desk, flash, officer
from ui.words import plain, when

SAID, SHEETS = "circular-after-said", "circular-sheets"


def draw_ended(sheet: CircularSheet, go: Callable[[str], None]) -> None:
    """What holds no longer, and what it puts right; `go` leads to another circular and is a button's callback."""
    now = counter().now()
    if sheet.withdrawn:
        at, who, why = sheet.withdrawn
        st.html(
            f'<div class="rk-note rk-warn"><strong>▲ 取り消した文書です</strong><br>{escape(why)}'
            f'<span class="rk-sub">{when(at, now)}　{escape(who)}</span></div>'
        )
    if sheet.correction:
        number, state = sheet.correction
        done = bool(sheet.row.corrected_number)
        words = f"訂正版（{state}）に改めた文書です" if done else f"訂正版が{state}です"
        st.html(f'<div class="rk-note rk-warn"><strong>{"▲ " if done else ""}{escape(words)}</strong></div>')
        st.button(
            "訂正版を開く", key="circular-correction", icon=":material/arrow_forward:", on_click=go, args=(str(number),)
        )
    if sheet.former:
        number, words = sheet.former
        st.html(
            f'<div class="rk-note"><strong>訂正版です</strong><br>{escape(words)}を訂正します。'
            "宛先には、前の文書を送った医療機関等がすべて入ります。</div>"
        )
        st.button(
            "前の文書を開く", key="circular-former", icon=":material/arrow_back:", on_click=go, args=(str(number),)
        )


def draw_ending(sheet: CircularSheet, go: Callable[[str], None]) -> None:
    """訂正 and 取消し, folded: rare deeds. Nothing when it has ended."""
    if sheet.withdrawn or sheet.row.corrected_number or not officer().roles & OFFICE:
        return
    with st.expander("誤りがあったとき（訂正版・取消し）"):
        if said := st.session_state.pop(SAID, ""):
            st.error(plain(said), icon=":material/error:")
        if sheet.correction is None:
            st.caption(
                "訂正版は、前の文書の番号を示す新しい文書です。決裁を受けて発出すると、前の文書を送った医療機関等すべてに届き、"
                "前の文書のページには、訂正版があることが出ます。前の文書も残ります。"
            )
            st.button(
                "訂正版を起案する（まだ送りません）",
                key="circular-correct",
                icon=":material/edit_document:",
                on_click=_correct,
                args=(sheet.row.id, sheet.version, go),
            )
        if Role.SUPERVISOR not in officer().roles:
            st.caption("取消しは、決裁者が行います。")
            return
        number, seen = sheet.row.id, sheet.version
        st.caption(
            "取り消すと、文書を送った宛先に取消しの通知をすぐに送り、まだ送っていないものは送りません。番号は欠番として"
            "文書番号簿に残ります。元に戻すことはできません。"
        )
        desk_form.draw(
            DeskForm(f"withdraw-{number}", WithdrawFacts, WITHDRAW, lambda facts: _withdraw(number, seen, facts))
        )


def _correct(number: int, seen: int, go: Callable[[str], None]) -> None:
    try:
        with at_desk() as desk:
            made = desk.circulars.draft_correction(number, seen)
    except NotSignedIn as refused:
        show_signed_out(refused)
    except Refused as refused:
        st.session_state[SAID] = texts.sentence(refused)
    else:
        flash("訂正版を起案しました。内容を改め、決裁を受けて発出してください。")
        go(str(made))


def _withdraw(number: int, seen: int, facts: WithdrawFacts) -> str:
    with at_desk() as desk:
        written, others = desk.circulars.withdraw(number, facts.model_dump(), seen)
    rest = f"電話・FAX・郵送などで伝えた {others:,}件には、同じ手段で伝えてください。" if others else ""
    return f"取り消しました。{written:,}件に取消しの通知を送ります。{rest}"


# -- without mail --------------------------------------------------------------------------------------------------


def draw_without_mail(sheet: CircularSheet) -> None:
    """Whom mail does not reach: the sheets to send, and that they were sent."""
    _associations(sheet)
    left = sum(sheet.counts[one] for one in WITHOUT_MAIL)
    if sheet.withdrawn or sheet.row.corrected_number or not officer().roles & OFFICE:
        return
    with st.expander(f"メールで届かない宛先（{left:,}件）と、団体を通じた送付", expanded=False):
        if left:
            st.caption(
                "メールアドレスのない宛先と、メールが届かなかった宛先です。送付書と回答票に文書と院内掲示を添えて、"
                "ファクシミリ又は郵送で送り、送ったことを下に記録します。返ってきた回答は、宛先ごとの「記録する」で残します。"
            )
            _sheets(sheet)
        else:
            st.caption("メールで届かず、まだ送っていない宛先はありません。")
        st.subheader("送ったことを記録する", anchor=False)
        st.caption(
            "ファクシミリ・郵送は、メールで届かない宛先のうち選んだものに付きます。団体を通じたときは、団体の名称を書き、"
            "会員に当たる種別・市区町村を選びます。どちらも「到達」に数え、「確認」には数えません。"
        )
        with at_desk() as desk:
            places = tuple(desk.registry.municipalities())
        number = sheet.row.id
        desk_form.draw(
            DeskForm(
                f"otherwise-{number}",
                OtherwiseFacts,
                OTHERWISE,
                lambda facts: _note(number, facts),
                choices={"municipalities": places},
            )
        )


def _sheets(sheet: CircularSheet) -> None:
    number = sheet.row.id
    key = f"{SHEETS}-{number}"
    st.html(f"<p>宛先の一覧: {_lists(sheet)}</p>")
    st.button(
        "送付書と回答票を作る（PDF）",
        key="circular-sheets-make",
        icon=":material/print:",
        on_click=_make,
        args=(number, key),
    )
    made = st.session_state.get(key)
    if isinstance(made, str):
        st.error(plain(made), icon=":material/error:")
    elif made:
        name, pdf, count = made
        st.download_button(
            f"{count:,}件の送付書と回答票を保存する",
            pdf,
            file_name=name,
            mime="application/pdf",
            icon=":material/download:",
            key="circular-sheets-save",
            on_click="ignore",
        )
        if count == MOST:
            st.caption(f"一度に {MOST:,}件までです。送ったことを記録すると、残りを作れます。")


def _lists(sheet: CircularSheet) -> str:
    parts = []
    for one in (one for one in WITHOUT_MAIL if sheet.counts[one]):
        links = links_html("recipients", {"number": sheet.row.id, "reach": str(one)}, what=one.label)
        parts.append(f"{one.label} {sheet.counts[one]:,}件 {links}")
    return "　".join(parts)


def _make(number: int, key: str) -> None:
    try:
        with at_desk() as desk:
            st.session_state[key] = desk.circulars.sheets(number)
    except NotSignedIn as refused:
        show_signed_out(refused)
    except Refused as refused:
        st.session_state[key] = texts.sentence(refused)


def _note(number: int, facts: OtherwiseFacts) -> str:
    with at_desk() as desk:
        count = desk.circulars.note_otherwise(number, facts.model_dump())
    st.session_state.pop(f"{SHEETS}-{number}", None)
    return f"{count:,}件の送付を記録しました。"


def _associations(sheet: CircularSheet) -> None:
    if not sheet.associations:
        return
    body = "".join(
        f"<tr><td>{escape(one.name)}</td><td>{one.total:,}</td><td>{one.only:,}</td></tr>" for one in sheet.associations
    )
    head = "".join(
        f"<th>{word}</th>" for word in ("地域の医療関係団体", "通じて送った宛先", "うち、ほかでは届いていない")
    )
    st.html(f'<table class="rk-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')
