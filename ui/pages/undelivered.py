"""届いていない通知: who has not received what, since when and why; telephone, correct the address, send again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from cases.clock import JST
from cases.post.desk import ACTING
from cases.post.facts import AddressResumed, LetterResent, LetterTold
from cases.post.undelivered import FAILED
from cases.post.views import Counts, NotReached, Rest, Stopped
from cases.vocabulary import LetterState, PostView
from ui.counter import counter
from ui.forms.desk_form import DeskForm
from ui.forms.desk_form import draw as draw_form
from ui.parts.links import case_link
from ui.parts.saving import draw_saving
from ui.parts.session import at_desk, officer
from ui.words import due_html, plain, rows_html, when

ADDRESSES = "addresses"
NUMBER = "number"
_OPEN = "undelivered-open"
"""(letter, what is being done with it): kept, so that a redraw in between does not close the form."""
STATES = ("", *(str(state) for state in FAILED))


def draw() -> None:
    st.title("届いていない通知", anchor=False)
    st.caption(
        "メールで届けられなかった通知です。急ぐものから電話等で伝え、宛先を確かめて送り直します。"
        "記録するか、送り直した通知が届くと、案件の業務も完了します。"
    )
    ministry = officer().at_ministry
    with at_desk() as desk:
        counts, rests, bounced = desk.post.counts(), desk.post.rests(), desk.post.bounces_today()
    _rests(rests, counter().now())
    words = views(counts)
    view = st.segmented_control(
        "表示",
        list(words),
        default=str(PostView.WAITING),
        format_func=words.__getitem__,
        required=True,
        key="undelivered-view",
        label_visibility="collapsed",
    )
    if view == ADDRESSES:
        _addresses()
    else:
        _letters(PostView(str(view)), ministry=ministry)
    if counter().practice:
        st.html(
            '<p class="rk-sub">演習では、fuchaku-1@example.jp のような宛先への通知は返送され、'
            "okureru-1@example.jp のような宛先からは、配達が遅れているとの知らせが来ます。</p>"
        )
    if bounced:
        said = "、".join(f"{kind} {times}件" for kind, times in bounced.items())
        st.caption(f"返送の受付（最後に届いた日）: {said}")


def views(counts: Counts) -> dict[str, str]:
    """The views with how many letters each has."""
    numbers = (counts.waiting, counts.put_off, counts.told)
    found = {str(view): f"{view.label}（{number}）" for view, number in zip(PostView, numbers, strict=True)}
    return {**found, ADDRESSES: "送信を止めている宛先"}


def _rests(rests: list[Rest], now: datetime) -> None:
    for rest in rests:
        who = f"宛先「{rest.domain}」のメールサーバ" if rest.domain else "送信用のメールサーバ"
        st.warning(
            plain(
                f"{who}に送れない状態が {when(rest.since, now)} から続いています（{rest.meaning}）。"
                f"次は {when(rest.until, now)} に試します。通知は失われず、届くようになれば急ぐものから送ります。"
            ),
            icon=":material/cloud_off:",
        )


# -- the letters ---------------------------------------------------------------------------------------------------


def _letters(view: PostView, *, ministry: bool) -> None:
    now = counter().now()
    columns = st.columns((3, 2))
    about = st.query_params.get(NUMBER, "")
    search = columns[0].text_input("探す（宛先・件名・案件番号）", value=about, key=f"find-{view}")
    state = ""
    if view is not PostView.PUT_OFF:
        state = columns[1].selectbox("状態", STATES, format_func=_state_word, key=f"state-{view}")
    with at_desk() as desk:
        found = desk.post.not_reached(view, search=search, state=LetterState(state) if state else None)
    if not found:
        st.info(empty(view, narrowed=bool(search or state)))
        return
    may = view is PostView.WAITING and bool(ACTING & officer().roles)
    for one in found:
        _letter(one, now, ministry=ministry, acting=may)
    draw_saving("letters", {"view": str(view), "search": search, "state": state}, what="この一覧")


def _state_word(state: str) -> str:
    return LetterState(state).label if state else "すべて"


def empty(view: PostView, *, narrowed: bool) -> str:
    """What would stand here, and what to do."""
    if narrowed:
        return "条件に合う通知はありません。条件を改めてください。"
    return {
        PostView.WAITING: "届いていない通知はありません。届けられなかった通知があると、宛先ごとに、"
        "理由とともにここに並び、案件の担当の業務にもなります。",
        PostView.PUT_OFF: "再送待ちの通知はありません。相手のメールサーバが後で送るよう求めた通知が、"
        "次に試す時刻とともに並びます。",
        PostView.TOLD: "電話等で伝えたと記録した通知が、伝えた相手と日時とともにここに残ります。",
    }[view]


def _letter(one: NotReached, now: datetime, *, ministry: bool, acting: bool) -> None:
    with st.container(key=f"row-letter-{one.id}", gap="small"):
        left, middle, right = st.columns((2.2, 5, 2.6), vertical_alignment="top")
        left.html(state_html(one, now))
        with middle, st.container(gap=None):
            st.html(letter_html(one, now, ministry=ministry))
            if one.case_number:
                case_link(one.case_number, f"案件 {one.case_number}")
        with right:
            if acting:
                for what, label in (("told", "電話等で伝えた"), ("resend", "宛先を改めて送り直す")):
                    st.button(
                        label,
                        key=f"{what}-{one.id}",
                        width="stretch",
                        on_click=_press,
                        args=(one.id, what),
                        type="primary" if what == "told" and one.must_act else "secondary",
                    )
        if st.session_state.get(_OPEN) == (one.id, "told") and acting:
            draw_form(
                DeskForm(
                    f"told-{one.id}",
                    LetterTold,
                    "伝えたことを記録する",
                    partial(_told, one.id),
                    defaults={"told_at": now.astimezone(JST).isoformat(), "whom": one.recipient},
                )
            )
        elif st.session_state.get(_OPEN) == (one.id, "resend") and acting:
            draw_form(DeskForm(f"resend-{one.id}", LetterResent, "送り直す", partial(_resend, one.id)))
        with st.expander("これまでの経過と、メールサーバの返答（原文）"):
            st.html(steps_html(one, now))


def _press(letter: int, what: str) -> None:
    """Open the form, or close it when it is open."""
    st.session_state[_OPEN] = None if st.session_state.get(_OPEN) == (letter, what) else (letter, what)


def state_html(one: NotReached, now: datetime) -> str:
    """The state by sign and word, since when, and the task's due moment where it has one."""
    sign, kind = ("✓", "rk-calm") if one.told_at else ("●", "rk-soon") if one.next_try_at else ("▲", "rk-late")
    due = due_html(one.due_at, now, "期日") if one.due_at and not one.told_at else ""
    return (
        f'<span class="rk-mark {kind}"><span aria-hidden="true">{sign}</span> {escape(one.state)}</span>'
        f'<span class="rk-moment"><span class="rk-nobr">{when(one.since, now)}</span>から</span>{due}'
    )


def letter_html(one: NotReached, now: datetime, *, ministry: bool) -> str:
    """Who, what, why; what was done."""
    must = "対応が必要な通知" if one.must_act else "お知らせ"
    whose = f"　{one.authority}" if ministry else ""
    stopped = ""
    if one.stopped_since and one.state != LetterState.HELD.label:
        stopped = f"<br>この宛先への送信は {when(one.stopped_since, now)} から止めています"
    more = f"<br>次は {when(one.next_try_at, now)} に送ります（これまで {one.attempts}回）" if one.next_try_at else ""
    told = f"<br>{when(one.told_at, now)}　{one.told_by}が伝えた: {escape(one.told_note)}" if one.told_at else ""
    return (
        f"<strong>{escape(one.recipient)}</strong>　<span class='rk-nobr'>{escape(one.address or '宛先なし')}</span>"
        f'<span class="rk-sub">{must}　{escape(one.subject)}{escape(whose)}<br>'
        f"理由: {escape(one.meaning)}{stopped}{more}{told}</span>"
    )


def steps_html(one: NotReached, now: datetime) -> str:
    """Every step of the letter, oldest first, and what the server said word for word."""
    rows = [("作成", when(one.written_at, now))]
    if one.sent_at:
        rows.append(("メールサーバが受け取った", when(one.sent_at, now)))
    rows += [
        (step.what, "　".join(filter(None, [when(step.at, now), step.who, step.address, step.note])))
        for step in one.steps
    ]
    return rows_html([*rows, ("サーバの返答（原文）", one.answer or "返答なし")])


# -- deeds ---------------------------------------------------------------------------------------------------------


def _told(letter: int, facts: LetterTold) -> str:
    with at_desk() as desk:
        desk.post.told(letter, facts)
    st.session_state[_OPEN] = None
    return f"{facts.whom}に伝えたことを記録しました。"


def _resend(letter: int, facts: LetterResent) -> str:
    with at_desk() as desk:
        count = desk.post.resend(letter, facts)
    st.session_state[_OPEN] = None
    return f"通知 {count}通を送り直します。届かなければ、またここに並びます。"


def _resume(entry: int, facts: AddressResumed) -> str:
    with at_desk() as desk:
        count = desk.post.resume(entry, facts)
    return "この宛先への送信を再開しました。" + (f"止めていた通知 {count}通を送ります。" if count else "")


# -- the addresses -------------------------------------------------------------------------------------------------


def _addresses() -> None:
    now, may = counter().now(), bool(ACTING & officer().roles)
    with at_desk() as desk:
        found = desk.post.stopped()
    if not found:
        st.info(
            "送信を止めている宛先はありません。存在しない宛先だと分かると、そのアドレスへの送信を自動で止め、ここに示します。"
            "受信できることを確かめれば、再開できます。"
        )
    for one in found:
        _address(one, now, may=may)


def _address(one: Stopped, now: datetime, *, may: bool) -> None:
    with st.container(key=f"row-address-{one.id}", gap="small"):
        rows = [
            ("止めた日時", when(one.since, now)),
            ("理由", one.meaning),
            ("サーバの返答（原文）", one.answer or "返答なし"),
        ]
        if one.lifted_at:
            rows.append(("再開", f"{when(one.lifted_at, now)}　{one.lifted_by}　{one.lifted_why}"))
        mark = "✓ 再開済み" if one.lifted_at else "▲ 送信停止"
        kind = "rk-calm" if one.lifted_at else "rk-late"
        st.html(
            f'<article class="rk-entry"><h3><span class="rk-mark {kind}">{mark}</span> {escape(one.address)}</h3>'
            f"{rows_html(rows)}</article>"
        )
        if may and not one.lifted_at:
            resume: Callable[[Any], str] = partial(_resume, one.id)
            with st.expander("この宛先への送信を再開する"):
                draw_form(DeskForm(f"resume-{one.id}", AddressResumed, "送信を再開する", resume))
