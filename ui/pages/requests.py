"""国からの依頼: an authority's list with its answers; for the ministry, what it asked of whom and how far they are."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Any

import streamlit as st

from cases.desk.door import Desk
from cases.errors import NotFound, NotSignedIn, Refused
from cases.ministry import requests as forms
from cases.ministry.views import AddresseeView, RequestView
from cases.procedure import Act, Facts
from cases.views.general import Choice, Taken
from cases.vocabulary import ExchangeState, Role
from ui import texts
from ui.counter import counter
from ui.forms.form import Form
from ui.forms.form import draw as draw_form
from ui.parts.facility_choice import facility_choices
from ui.parts.fault import show_signed_out
from ui.parts.links import NUMBER, case_link
from ui.parts.saving import draw_saving
from ui.parts.session import at_desk, flash, officer
from ui.parts.sources import grounds
from ui.words import due_html, plain, rows_html, when

NEW = "new"
DONE = (ExchangeState.ANSWERED.label, ExchangeState.DECLINED.label)
SIGNS = {"回答待ち": "○", "受諾": "●", "一部回答": "◐", "回答済": "✓", "回答不可": "－"}
OPEN_CASE = "この依頼から案件を受け付ける"


def draw() -> None:
    ministry = officer().at_ministry
    st.title("自治体への依頼" if ministry else "国からの依頼", anchor=False)
    number = st.query_params.get(NUMBER, "")
    if ministry and number == NEW:
        _issue()
    elif number:
        with at_desk() as desk:
            request = desk.requests.get(number)
        _one(request)
    else:
        _list()


def _list() -> None:
    now, ministry = counter().now(), officer().at_ministry
    with at_desk() as desk:
        found = desk.requests.all()
    if ministry and st.button("自治体に依頼する", type="primary", icon=":material/add:"):
        _go(NEW)
    if not found:
        st.info(
            "まだ依頼はありません。一つの自治体にも、全国の自治体にも、まとめて依頼できます。"
            if ministry
            else "厚生労働省からの情報収集・調査・指導等の依頼が、ここに並びます。案件がなくても届きます。"
        )
    for request in found:
        with st.container(key=f"row-request-{request.number}", gap=None):
            columns = st.columns((2.3, 5, 2.2, 1.4), vertical_alignment="center")
            settled = request.settled == len(request.addressees)
            columns[0].html(
                '<span class="rk-quiet">✓ 済み</span>' if settled else due_html(request.wished_by, now, "希望期限")
            )
            columns[1].html(
                f"<strong>{escape(request.title)}</strong>"
                f'<span class="rk-sub">{escape(request.kind)}　{escape(request.event)}<br>{request.number}　'
                f"{when(request.asked_at, now)}</span>"
            )
            columns[2].html(_state_html(request))
            if columns[3].button("開く", key=f"open-{request.number}", width="stretch"):
                _go(request.number)
    grounds(("M-3.2",))


def _state_html(request: RequestView) -> str:
    if request.mine:
        return f"<strong>{SIGNS[request.mine.state]} {escape(request.mine.state)}</strong>"
    return (
        f"<strong>{request.settled}／{len(request.addressees)}</strong> 自治体が回答"
        f'<span class="rk-sub">{escape(_counts(request))}</span>'
    )


def _counts(request: RequestView) -> str:
    return "　".join(f"{word} {count}" for word, count in request.counts if count)


def _go(number: str) -> None:
    st.query_params.pop(NUMBER, None)
    if number:
        st.query_params[NUMBER] = number
    st.rerun()


def _one(request: RequestView) -> None:
    now = counter().now()
    if st.button("一覧に戻る", icon=":material/arrow_back:", type="tertiary"):
        _go("")
    rows = [
        ("種別", request.kind),
        ("事案", request.event),
        ("案件", "、".join(request.case_numbers) or "まだ開かれていません"),
        ("内容", request.content),
        ("希望期限", when(request.wished_by, now, missing="定めなし")),
        ("連絡先", request.contact),
        ("依頼した者", f"{request.asked_by}　{when(request.asked_at, now)}"),
    ]
    st.html(
        f'<section class="rk-card"><span class="rk-sub">{request.number}</span>'
        f"<h1>{escape(request.title)}</h1>{rows_html(rows)}</section>"
    )
    if request.mine:
        _answering(request, request.mine, now)
    else:
        _roll_up(request, now)


# -- the authority -------------------------------------------------------------------------------------------------


def _answering(request: RequestView, mine: AddresseeView, now: datetime) -> None:
    st.header(f"回答（{SIGNS[mine.state]} {mine.state}）", anchor=False)
    st.html(_answers_html(mine, now) or "<p>まだ回答していません。</p>")
    if mine.case_number:
        case_link(mine.case_number, f"この依頼から受け付けた案件 {mine.case_number}")
    if mine.state in DONE:
        st.info("この依頼は済んでいます。")
        return
    if not officer().roles & forms.HANDLING:
        st.info("回答は、担当職員又は決裁者が行います。")
        return
    if mine.state == ExchangeState.WAITING.label and st.button("依頼を受諾する", type="primary"):
        _do(lambda desk: desk.requests.accept(request.number), "依頼を受諾しました。")
    answer, decline, case = st.tabs(["回答する", "回答できない", "案件を受け付ける"])
    with answer:
        _form(forms.ANSWER, forms.Answered, lambda d, f: d.requests.answer(request.number, f), request.number)
    with decline:
        _form(forms.DECLINE, forms.Declined, lambda d, f: d.requests.decline(request.number, f), request.number)
    with case:
        _open_case(request)


def _open_case(request: RequestView) -> None:
    st.caption(
        "依頼された事案の医療機関等が管内にあるときは、案件として受け付けます。把握の経緯は国からの共有になります。"
    )
    facilities = facility_choices("open_from_request")

    def send(desk: Desk, facts: dict[str, Any]) -> Taken:
        note = f"国からの依頼 {request.number}　{request.title}"
        taken = desk.take("report_suspicion", None, {**facts, "awareness_source": "ministry", "awareness_note": note})
        desk.requests.opened(request.number, taken.number)
        return taken

    from cases.casework.detection.suspicion import Suspicion

    act = _pretend("open_from_request", OPEN_CASE, Suspicion)
    form = Form(
        act,
        only=("facility", "what_happened", "detected_at"),
        choices={"facility": facilities},
        button="案件を受け付ける",
        send=send,
    )
    draw_form(form, lambda taken: _done(f"案件 {taken.number} を受け付けました。"), sources=False)


def _answers_html(one: AddresseeView, now: datetime) -> str:
    cards = [
        f'<article class="rk-entry"><h3>{"回答" if final else "一部回答"}</h3>'
        f'<span class="rk-sub">{when(at, now)}　{escape(by)}</span><p>{escape(text)}</p></article>'
        for at, by, text, final in one.answers
    ]
    if one.reason:
        cards.append(f'<article class="rk-entry"><h3>回答できない理由</h3><p>{escape(one.reason)}</p></article>')
    return "".join(cards)


# -- the ministry --------------------------------------------------------------------------------------------------


def _issue() -> None:
    if st.button("一覧に戻る", icon=":material/arrow_back:", type="tertiary"):
        _go("")
    if Role.MINISTRY not in officer().roles:
        raise NotFound("画面")
    with at_desk() as desk:
        places = desk.requests.authorities()
    prefectures = dict.fromkeys(prefecture for _, _, prefecture in places)

    def send(desk: Desk, facts: dict[str, Any]) -> Taken:
        return Taken(0, desk.requests.issue(facts), 0)

    form = Form(
        _pretend("issue_request", forms.ISSUE, forms.RequestIssued),
        choices={
            "prefectures": tuple(Choice(name, name) for name in prefectures),
            "authorities": tuple(Choice(code, name) for code, name, _ in places),
        },
        button="依頼する（選んだ自治体の担当者に通知します）",
        send=send,
    )

    def then(taken: Taken) -> None:
        flash(f"依頼 {taken.number} を送りました。")
        _go(taken.number)

    draw_form(form, then)


def _roll_up(request: RequestView, now: datetime) -> None:
    total = len(request.addressees)
    waiting = total - request.settled
    st.header(f"回答 {request.settled}／{total} 自治体", anchor=False)
    st.progress(request.settled / total, text=_counts(request))
    if waiting and st.button(f"回答のない{waiting}自治体に催促の通知を送る", icon=":material/notifications:"):
        _do(lambda desk: desk.requests.remind(request.number), f"{waiting}自治体に催促の通知を送ります。")
    states = [word for word, count in request.counts if count]
    chosen = st.segmented_control("状態", states, key=f"state-{request.number}", label_visibility="collapsed")
    rows = [one for one in request.addressees if chosen in (None, one.state)]
    marks = "".join(
        f"<tr><td>{escape(one.authority)}</td><td>{SIGNS[one.state]} {escape(one.state)}</td>"
        f"<td>{when(one.settled_at or one.handled_at, now)}</td><td>{escape(_said(one))}</td>"
        f"<td>{f'{one.reminders}回' if one.reminders else '—'}</td></tr>"
        for one in rows
    )
    head = "<tr><th>自治体</th><th>状態</th><th>日時</th><th>回答・理由</th><th>催促</th></tr>"
    st.html(f'<table class="rk-table"><thead>{head}</thead><tbody>{marks}</tbody></table>')
    draw_saving("answers", {"number": request.number}, what="回答")


def _said(one: AddresseeView) -> str:
    return "\n".join([text for _, _, text, _ in one.answers] + ([one.reason] if one.reason else []))


# -- both ----------------------------------------------------------------------------------------------------------


def _form(label: str, model: type[Facts], send: Any, number: str) -> None:
    def through(desk: Desk, facts: dict[str, Any]) -> Taken:
        send(desk, facts)
        return Taken(0, number, 0)

    form = Form(_pretend(f"{model.__name__}-{number}", label, model), send=through)
    draw_form(form, lambda taken: _done("記録し、厚生労働省に示しました。"), sources=False)


def _pretend(name: str, label: str, model: type[Facts]) -> Act[Any]:
    """A form's act that no case knows: drafts and complaints need its name and label."""
    return Act(name, name, label, model, frozenset(), change=lambda case, facts, deed: None, source=("M-3.2",))


def _do(deed: Any, said: str) -> None:
    try:
        with at_desk() as desk:
            deed(desk)
    except NotSignedIn as refused:
        show_signed_out(refused)
    except Refused as refused:
        st.error(plain(texts.sentence(refused)))
    else:
        _done(said)


def _done(said: str) -> None:
    flash(said)
    st.rerun()
