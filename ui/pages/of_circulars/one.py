"""One circular: the letter as it stands, its decision and issue; afterwards whom it reached and what is left to do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from cases.circulars.facts import ADDRESS, TELL, AddressFacts, TellFacts
from cases.circulars.reach import NOT_REACHED, RecipientRow
from cases.circulars.views import CircularSheet
from cases.errors import BadFacts, NotSignedIn, Refused
from cases.japanese_dates import wareki
from cases.registry.deeds import OFFICE
from cases.vocabulary import CircularState, Reach, Role
from ui import texts
from ui.counter import counter
from ui.forms import desk_form
from ui.forms.desk_form import DeskForm
from ui.pages.of_circulars.after import draw_ended, draw_ending, draw_without_mail
from ui.parts.basis import draw_advice
from ui.parts.fault import show_signed_out
from ui.parts.heads import draw_head
from ui.parts.saving import draw_saving
from ui.parts.session import at_desk, flash, later, officer
from ui.words import plain, rows_html, when

SIZE = 25
WRONG, CHOSEN = "circular-wrong", "circular-recipient"
WIDTHS = (3.4, 2.0, 1.7, 2.6, 2.6, 1.5)
HEADS = ("医療機関等", "種別", "市区町村", "到達の状況", "いつ・だれが", "")
MARKS = {
    Reach.ACKNOWLEDGED: ("rk-mark rk-calm", "✓"),
    Reach.TOLD: ("rk-mark rk-calm", "✓"),
    Reach.OPENED: ("rk-mark", "●"),
    Reach.SENT: ("rk-mark", "○"),
    Reach.OTHERWISE: ("rk-mark", "○"),
    Reach.ASSOCIATION: ("rk-mark", "○"),
    Reach.WAITING: ("rk-mark", "…"),
    Reach.CALLED_OFF: ("rk-mark", "－"),
    Reach.FAILED: ("rk-mark rk-late", "▲"),
    Reach.UNREACHABLE: ("rk-mark rk-soon", "△"),
}


def draw_circular(number: int, *, edit: Callable[[], None], go: Callable[[str], None]) -> None:
    """`edit` leads to the form, `go` to another circular; they are buttons' callbacks."""
    with at_desk() as desk:
        sheet = desk.circulars.get(number)
    if said := st.session_state.pop(WRONG, ""):
        st.error(plain(said), icon=":material/error:")
    st.html(_head(sheet))
    draw_ended(sheet, go)
    draw_advice("")
    if sheet.row.state is CircularState.ISSUED:
        _files(sheet)
        _followed(sheet)
        draw_ending(sheet, go)
    else:
        left, right = st.columns((3, 2), gap="large")
        with left:
            _letter(sheet)
        with right:
            _deciding(sheet, edit)
    _steps(sheet)


def _head(sheet: CircularSheet) -> str:
    row, now = sheet.row, counter().now()
    urgent = "　▲ 至急" if row.urgent else ""
    decided = f"{sheet.approved_by}　{when(sheet.approved_at, now)}" if sheet.approved_at else ""
    bypass = f"決裁前に発出: {sheet.bypass_reason}" if sheet.bypass_reason else ""
    rows = [
        ("状態", row.state.label + (f"　{row.number}　{when(row.issued_at, now)}" if row.number else "")),
        ("宛先", f"{sheet.places}　{sheet.expected:,}件"),
        ("ガイドライン", row.edition),
        ("国の窓口", sheet.desk),
        ("送信の日時", when(sheet.send_at, now, missing="発出するとすぐ")),
        *([("確認の目安の日", wareki(sheet.confirm_by))] if sheet.confirm_by else []),
        ("起案", f"{sheet.drafted_by}　{when(row.drafted_at, now)}"),
        ("決裁", decided or bypass or "まだ"),
        *([("きっかけの案件", f"{sheet.case_number}（文書には載りません）")] if sheet.case_number else []),
    ]
    return (
        f'<section class="rk-card"><span class="rk-sub">{row.kind.label}{urgent}</span>'
        f"<h1>{escape(row.subject)}</h1>{rows_html(rows)}</section>"
    )


# -- before the issue ----------------------------------------------------------------------------------------------


def _letter(sheet: CircularSheet) -> None:
    try:
        with at_desk() as desk:
            pictures = desk.circulars.pictures(sheet.row.id)
    except Refused as refused:
        st.error(plain(texts.sentence(refused)))
        return
    for n, picture in enumerate(pictures, start=1):
        with st.container(border=True):
            st.image(picture, caption=f"文書の{'' if sheet.row.number else '案の'}{n}枚目")


def _deciding(sheet: CircularSheet, edit: Callable[[], None]) -> None:
    if sheet.row.state is CircularState.DROPPED or not officer().roles & OFFICE:
        return
    number, seen = sheet.row.id, sheet.version
    decided = sheet.row.state is CircularState.APPROVED
    st.header("決裁と発出", anchor=False)
    by_mail = sheet.expected - sheet.without_address
    st.html(
        f"<p>宛先 <b>{sheet.expected:,}件</b>　うちメールで送るもの <b>{by_mail:,}件</b>　"
        f"メールアドレスのないもの <b>{sheet.without_address:,}件</b></p>"
        '<p class="rk-sub">メールには、文書と各医療機関等の院内掲示を受け取るリンクが載ります。メールアドレスのない'
        "宛先は、発出の後に一覧となり、ファクシミリ・郵送・電話で伝えた結果を記録します。</p>"
    )
    if not decided and Role.SUPERVISOR in officer().roles:
        st.button("決裁する", type="primary", on_click=_do, args=(_approve(number, seen), "決裁しました。"))
    reason = ""
    if not decided and sheet.row.urgent:
        reason = st.text_area(
            "決裁前に発出する理由（決裁を待てない緊急のときだけ）", key=f"bypass-{number}", max_chars=1000
        )
    if decided or sheet.row.urgent:
        st.button(
            f"番号を採り、{sheet.expected:,}件に発出する",
            type="primary" if decided else "secondary",
            icon=":material/send:",
            key="circular-issue",
            on_click=_issue,
            args=(number, seen, reason),
        )
    else:
        st.caption("発出は、決裁の後にできます。")
    with st.container(horizontal=True):
        st.button("内容を改める", key="circular-edit", on_click=edit)
        st.button("取りやめる", key="circular-drop", on_click=_do, args=(_drop(number, seen), "取りやめました。"))


def _approve(number: int, seen: int) -> Callable[[Any], Any]:
    return lambda desk: desk.circulars.approve(number, seen)


def _drop(number: int, seen: int) -> Callable[[Any], Any]:
    return lambda desk: desk.circulars.drop(number, seen)


def _issue(number: int, seen: int, reason: str) -> None:
    typed = str(st.session_state.get(f"bypass-{number}", reason) or "")
    _do(
        lambda desk: desk.circulars.issue(number, {"bypass_reason": typed} if typed.strip() else {}, seen),
        "発出しました。メールを順に送ります。",
    )


def _do(deed: Callable[[Any], Any], said: str) -> None:
    """A button's callback: what it says stands on the page drawn next."""
    try:
        with at_desk() as desk:
            deed(desk)
    except NotSignedIn as refused:
        show_signed_out(refused)
    except BadFacts as refused:
        st.session_state[WRONG] = "".join(texts.facts_complaints(refused))
    except Refused as refused:
        st.session_state[WRONG] = texts.sentence(refused)
    else:
        flash(said)


# -- afterwards ----------------------------------------------------------------------------------------------------


def _files(sheet: CircularSheet) -> None:
    number = sheet.row.id
    with st.container(horizontal=True):
        for n, word in enumerate(
            (f"{sheet.row.kind.label}の文書を保存する（PDF）", "別紙 院内掲示用を保存する（PDF）")
        ):
            st.download_button(
                word,
                later(partial(_file, number, n)),
                file_name=f"{sheet.row.number}{'_別紙_院内掲示用' if n else ''}.pdf",
                mime="application/pdf",
                icon=":material/download:",
                key=f"circular-file-{n}",
                on_click="ignore",
            )
    with st.expander("発出した文書を見る"):
        if st.toggle("文書を表示する", key=f"show-letter-{number}"):
            _letter(sheet)


def _file(number: int, n: int) -> bytes:
    with at_desk() as desk:
        return desk.circulars.files(number)[n][1]


def _followed(sheet: CircularSheet) -> None:
    every = sheet.by_kind[0]
    left = sum(sheet.counts[one] for one in NOT_REACHED)
    waiting = sheet.counts[Reach.SENT] + sheet.counts[Reach.OPENED]
    st.header("到達と確認", anchor=False)
    columns = st.columns(4)
    columns[0].metric("到達", f"{every.reached_share:.1f}%", help=f"{every.total:,}件のうち {every.reached:,}件")
    columns[1].metric("確認", f"{every.confirmed_share:.1f}%", help=f"{every.total:,}件のうち {every.confirmed:,}件")
    columns[2].metric("確認待ち", f"{waiting:,}件")
    columns[3].metric("届いていない", f"{left:,}件")
    body = "".join(
        f"<tr><td>{escape(one.kind)}</td><td>{one.total:,}</td><td>{one.reached:,}（{one.reached_share:.1f}%）</td>"
        f"<td>{one.confirmed:,}（{one.confirmed_share:.1f}%）</td></tr>"
        for one in sheet.by_kind[1:]
    )
    head = "".join(f"<th>{word}</th>" for word in ("種別", "宛先", "到達", "確認"))
    st.html(f'<table class="rk-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')
    st.caption(
        "到達は、送信済・開封・確認と、FAX・郵送・団体を通じて送ったもの、他の手段で伝えたものです。確認は、医療機関等が知らせたものと、伝達を記録したものです。"
        f"自治体内の進捗管理のための数字で、回答を義務付けるものではありません。再送 {sheet.rounds}回"
    )
    ended = sheet.withdrawn is not None or sheet.row.corrected_number != ""
    if waiting and officer().roles & OFFICE and not ended:
        st.button(
            f"確認のない {waiting:,}件に再度送る",
            icon=":material/forward_to_inbox:",
            key="circular-remind",
            on_click=_do,
            args=(lambda desk: desk.circulars.remind(sheet.row.id), "確認のない宛先に、もう一度送ります。"),
        )
    draw_without_mail(sheet)
    _recipients(sheet)


def _recipients(sheet: CircularSheet) -> None:
    number = sheet.row.id
    st.header("宛先ごとの状況", anchor=False)
    shown = [one for one in Reach if sheet.counts[one]]
    chosen = st.pills(
        "到達の状況",
        shown,
        selection_mode="multi",
        format_func=lambda one: f"{one.label} {sheet.counts[one]:,}",
        key=f"reach-{number}",
        on_change=lambda: st.session_state.pop("reach-page", None),
    )
    only = tuple(chosen or ())
    total = sum(sheet.counts[one] for one in only or Reach)
    pages = max(1, -(-total // SIZE))
    page = min(int(st.session_state.get("reach-page", 1)), pages)
    with at_desk() as desk:
        found = desk.circulars.recipients(number, only, page=page, size=SIZE)
    _noting(found)
    draw_head("recipient", WIDTHS, HEADS)
    for row in found:
        _row(row)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{total:,}件**（{page}／{pages}ページ）")
        if pages > 1:
            st.pagination(pages, key="reach-page")
    draw_saving("recipients", {"number": number, "reach": str(only[0]) if len(only) == 1 else ""})


def _row(row: RecipientRow) -> None:
    now = counter().now()
    with st.container(key=f"row-recipient-{row.id}", gap=None):
        columns = st.columns(WIDTHS, vertical_alignment="center")
        again = f"　再送 {row.rounds}回" if row.rounds else ""
        where = row.address or row.phone or "連絡先なし"
        columns[0].html(
            f'<strong>{escape(row.name)}</strong><span class="rk-sub rk-break">{escape(where)}{again}</span>'
        )
        columns[1].html(f'<span class="rk-cell">{escape(row.kind)}</span>')
        columns[2].html(f'<span class="rk-cell">{escape(row.municipality)}</span>')
        style, sign = MARKS[row.reach]
        columns[3].html(f'<span class="{style}"><span aria-hidden="true">{sign}</span>{row.reach.label}</span>')
        columns[4].html(f'<span class="rk-cell">{escape(_last(row, now))}</span>')
        if officer().roles & OFFICE and row.reach is not Reach.ACKNOWLEDGED:
            columns[5].button("記録する", key=f"note-{row.id}", width="stretch", on_click=_choose, args=(row.id,))


def _last(row: RecipientRow, now: Any) -> str:
    if row.acknowledged_at:
        return f"{when(row.acknowledged_at, now)}　{row.acknowledged_by}"
    if row.told_at:
        return f"{when(row.told_at, now)}　{row.told}"
    if row.other_at and row.opened_at is None and row.reach in (Reach.OTHERWISE, Reach.ASSOCIATION):
        return f"{when(row.other_at, now)}　{row.other}"
    return when(row.opened_at or row.sent_at, now)


def _choose(recipient: int | None) -> None:
    st.session_state[CHOSEN] = recipient


def _noting(found: list[RecipientRow]) -> None:
    """The form for the recipient whose button was pressed."""
    row = next((one for one in found if one.id == st.session_state.get(CHOSEN)), None)
    if row is None:
        return
    with st.container(border=True, key="note-recipient"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.subheader(plain(f"{row.name}への伝達"), anchor=False)
            st.button("閉じる", key="note-close", icon=":material/close:", on_click=_choose, args=(None,))
        other, mail = st.tabs(["電話・ファクシミリ・郵送などで伝えた", "メールアドレスを登録して送る"])
        with other:
            desk_form.draw(DeskForm(f"tell-{row.id}", TellFacts, TELL, lambda facts: _tell(row.id, facts)))
        with mail:
            desk_form.draw(DeskForm(f"mail-{row.id}", AddressFacts, ADDRESS, lambda facts: _write(row.id, facts)))


def _tell(recipient: int, facts: TellFacts) -> str:
    with at_desk() as desk:
        desk.circulars.tell(recipient, facts.model_dump())
    _choose(None)
    return "伝達を記録しました。"


def _write(recipient: int, facts: AddressFacts) -> str:
    with at_desk() as desk:
        desk.circulars.write_to(recipient, facts.model_dump())
    _choose(None)
    return "メールアドレスを登録しました。すぐに送ります。"


def _steps(sheet: CircularSheet) -> None:
    now = counter().now()
    lines = "".join(
        f"<li><time>{when(at, now)}　{escape(who)}</time><b>{escape(what)}</b>　{escape(note)}</li>"
        for at, who, what, note in sheet.steps
    )
    with st.expander(f"経過（{len(sheet.steps)}件）"):
        st.html(f'<ol class="rk-timeline">{lines}</ol>')
