"""お知らせ: what I was told, also while mail is away, and how I want to be told."""

from __future__ import annotations

import re
from datetime import datetime
from html import escape

import streamlit as st

from cases.errors import Refused
from cases.office.notices import Fixed, FixedLetter, HowToTell, Notice
from cases.views.general import Choice
from cases.vocabulary import Informed
from ui import texts
from ui.counter import counter
from ui.forms.desk_form import DeskForm
from ui.forms.desk_form import draw as draw_form
from ui.parts.fault import answering
from ui.parts.letters import letter_html
from ui.parts.links import case_link, page_link
from ui.parts.session import at_desk, flash
from ui.words import plain, when

EVERY_SECONDS = 10
SAID, WISH, AT = "notices-said", "notices-wish", "notices-at"
HOURS = [f"{hour:02}:{minute:02}" for hour in range(7, 20) for minute in (0, 30)]
_CASE = re.compile(r"/case\?number=([0-9-]+)")
_REQUEST = re.compile(r"/requests\?number=")


def draw() -> None:
    st.title("お知らせ", anchor=False)
    mine, wishes = st.tabs(["届いたお知らせ", "通知の設定"], key="notices-tabs")
    with mine:
        arrived()
    with wishes:
        _wish()
        _fixed()


@st.fragment(run_every=EVERY_SECONDS)
def arrived() -> None:
    """Drawn anew every few seconds; what is opened stays open."""
    with answering():
        with at_desk() as desk:
            found = desk.notices.all()
        now = counter().now()
        if said := st.session_state.pop(SAID, ""):
            st.error(plain(said), icon=":material/error:")
        unread = [one for one in found if not one.read]
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.html(
                f'<p class="rk-rota">未読 <strong>{len(unread)}件</strong>　<span class="rk-quiet">メールが届かない'
                "ときも、ここで読めます。60日前までのものを表示します。</span></p>"
            )
            if unread:
                st.button("すべて既読にする", key="notices-all-read", on_click=_read, args=(None,))
        if not found:
            st.info("まだお知らせはありません。業務が割り当てられたときや、案件が動いたときに、ここに並びます。")
        for one in found:
            _notice(one, now)


def _notice(one: Notice, now: datetime) -> None:
    head = "要対応" if one.must_act else "情報提供"
    mark = "" if one.read else "● 未読　"
    with st.expander(plain(f"{mark}【{head}】{one.subject}　―　{when(one.written_at, now)}"), key=f"notice-{one.id}"):
        st.html(f'<span class="rk-sub">{escape(one.way)}</span>')
        st.html(letter_html(one.body, one.html))
        with st.container(horizontal=True):
            if number := _CASE.search(one.body):
                case_link(number[1], f"案件 {number[1]} を開く")
            elif _REQUEST.search(one.body):
                page_link("requests", "国からの依頼を開く")
            if not one.read:
                st.button("既読にする", key=f"read-{one.id}", on_click=_read, args=([one.id],))


def _read(ids: list[int] | None) -> None:
    with answering():
        try:
            with at_desk() as desk:
                desk.notices.mark_read(ids)
        except Refused as refused:
            st.session_state[SAID] = texts.sentence(refused)


def _wish() -> None:
    st.header("自分の希望", anchor=False)
    st.html(
        '<p class="rk-sub">選べるのは、対応の要らない情報提供の通知だけです。対応が必要な通知、目安を過ぎたことの通知、'
        "所属の決裁者が必須とした通知は、いつも直ちに届きます。どれを選んでも、画面の「お知らせ」にはすべて残ります。</p>"
    )
    with at_desk() as desk:
        now = desk.notices.wish()
    st.session_state.setdefault(WISH, now.informed)
    st.session_state.setdefault(AT, now.digest_at if now.digest_at in HOURS else "08:30")
    st.radio("情報提供の通知", list(Informed), format_func=lambda one: one.label, key=WISH)
    if st.session_state[WISH] is Informed.DIGEST:
        st.selectbox("まとめて送る時刻（開庁日）", HOURS, key=AT)
    st.button("この設定にする", key="notices-wish-go", type="primary", on_click=_choose)


def _choose() -> None:
    facts = HowToTell(informed=st.session_state[WISH], digest_at=str(st.session_state.get(AT) or "08:30"))
    with answering():
        with at_desk() as desk:
            desk.notices.choose(facts)
        flash("通知の設定を変えました。これから届く通知に使います。")


def _fixed() -> None:
    st.header("直ちに送ることが決まっている通知", anchor=False)
    with at_desk() as desk:
        kinds, fixes = desk.notices.kinds(), desk.notices.fixes
    rows = "".join(_kind_html(one) for one in kinds)
    st.html(
        '<table class="rk-table"><thead><tr><th scope="col">通知</th><th scope="col">送り方</th>'
        f'<th scope="col">決めた人と理由</th></tr></thead><tbody>{ALWAYS_SENT}{rows}</tbody></table>'
    )
    if not fixes:
        st.caption("情報提供の通知のうちどれを必須とするかは、所属の決裁者が決めます。")
        return
    with st.expander("所属の必須の通知を決める"):
        choices = tuple(
            Choice(one.letter, f"{one.title}{'（今は必須）' if one.by else ''}") for one in kinds if one.adjustable
        )
        draw_form(DeskForm("fixed-letter", FixedLetter, "必須の通知を決める", _fix, {"letter": choices}))


ALWAYS_SENT = (
    "<tr><td>対応が必要な通知（業務の割当て、期限の前と超過など）</td><td><b>直ちに送る</b></td>"
    "<td>本製品（変えられません）</td></tr>"
)


def _kind_html(one: Fixed) -> str:
    way = "<b>直ちに送る</b>" if one.by else "各自の希望による"
    reason = f"{one.by}　{one.reason}".strip() if one.adjustable else f"{one.by}（変えられません）"
    return f"<tr><td>{escape(one.title)}</td><td>{way}</td><td>{escape(reason)}</td></tr>"


def _fix(facts: FixedLetter) -> str:
    with at_desk() as desk:
        desk.notices.fix(facts)
    return "必須の通知を決めました。" if facts.fixed else "この通知は、各自の希望によることにしました。"
