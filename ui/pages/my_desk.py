"""私の業務: what I have to do, by due moment; what nobody holds yet; what the office does."""

from __future__ import annotations

from datetime import datetime
from html import escape

import streamlit as st

from cases.counter import SignedIn
from cases.views import Awaited, Desktop, Rota
from cases.vocabulary import Role
from ui.counter import counter
from ui.parts.fault import answering
from ui.parts.links import case_link, open_case, open_page
from ui.parts.session import at_desk, officer
from ui.parts.tasks import draw_tasks
from ui.parts.words import open_since_html

EVERY_SECONDS = 5


def draw() -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title("私の業務", anchor=False)
        if {Role.OFFICER, Role.SUPERVISOR} & officer().roles and st.button(
            "疑いを受け付ける", type="primary", icon=":material/add_call:"
        ):
            open_page("intake")
    board()


@st.fragment(run_every=EVERY_SECONDS)
def board() -> None:
    """Drawn anew every few seconds, so that what the engine or a colleague did appears by itself."""
    with answering():
        who, now = officer(), counter().now()
        with at_desk() as desk:
            tasks = desk.desktop()
            rota, awaited = desk.rota(), desk.awaited() if who.at_ministry else ()
        if who.at_ministry:
            _ministry(tasks, awaited, who, now)
            return
        st.html(counts_html(tasks) + rota_html(rota))
        st.subheader("自分の業務", anchor=False)
        if tasks.mine:
            draw_tasks(tasks.mine, who, now, place="mine")
        else:
            st.info("今、あなたが担当する業務はありません。割り当てられると、ここに表示されます。")
        if tasks.unassigned:
            st.subheader("担当が決まっていない業務", anchor=False)
            draw_tasks(tasks.unassigned, who, now, place="free")
        if tasks.office:
            with st.expander(f"ほかの職員が担当している業務（{len(tasks.office)}件）", expanded=not tasks.mine):
                draw_tasks(tasks.office, who, now, place="office")


def _ministry(tasks: Desktop, awaited: tuple[Awaited, ...], who: SignedIn, now: datetime) -> None:
    """The ministry holds no tasks of a case: what authorities wait for, then who has what where."""
    late = sum(1 for task in (*tasks.office, *tasks.unassigned) if task.due_at and task.due_at < now)
    alarm = ' class="rk-alarm"' if late else ""
    st.html(
        f'<ul class="rk-counts"><li>受領・助言の待ち<b>{len(awaited)}</b>件</li>'
        f"<li{alarm}>{'▲ ' if late else ''}自治体の目安超過<b>{late}</b>件</li></ul>"
    )
    st.subheader("自治体が待っていること", anchor=False)
    if not awaited:
        st.info("受領の記録や助言を待っているものはありません。報告や相談が届くと、ここに古い順に並びます。")
    for n, one in enumerate(awaited):
        with st.container(key=f"row-awaited-{n}", gap=None):
            columns = st.columns((2.3, 6.9, 1.6), vertical_alignment="center")
            columns[0].html(open_since_html(one.since, now, "待ち"))
            with columns[1], st.container(gap=None):
                case_link(one.number, one.what)
                st.html(f'<span class="rk-sub">{escape(one.facility)}　{escape(one.authority)}　{one.number}</span>')
            if columns[2].button("開く", key=f"open-awaited-{n}", width="stretch"):
                open_case(one.number, one.act)
    st.subheader(f"自治体で進んでいる業務（{len(tasks.office) + len(tasks.unassigned)}件）", anchor=False)
    draw_tasks((*tasks.unassigned, *tasks.office), who, now, place="office")


def rota_html(rota: Rota) -> str:
    """Who is called now: the duty officer by day, the on-call order outside office hours."""
    duty = escape(rota.duty) or "登録なし"
    order = "　".join(f"<span>{n}　{escape(name)}</span>" for n, name in enumerate(rota.on_call, start=1)) or "登録なし"
    marks = ("●", "○") if rota.office_hours else ("○", "●")
    now = "開庁中" if rota.office_hours else "閉庁中"
    return (
        f'<dl class="rk-rota" aria-label="当番と呼出順"><div><dt>{marks[0]} 本日の当番</dt><dd>{duty}</dd></div>'
        f"<div><dt>{marks[1]} 閉庁時の呼出順</dt><dd>{order}</dd></div>"
        f'<div class="rk-quiet">{now}</div></dl>'
    )


def counts_html(tasks: Desktop) -> str:
    """「今すべきこと 3件　目安超過 1件　担当未定 2件」"""
    late = ' class="rk-alarm"' if tasks.overdue else ""
    sign = "▲ " if tasks.overdue else ""
    return (
        f'<ul class="rk-counts"><li>今すべきこと<b>{len(tasks.mine)}</b>件</li>'
        f"<li{late}>{sign}目安超過<b>{tasks.overdue}</b>件</li>"
        f"<li>担当未定<b>{len(tasks.unassigned)}</b>件</li></ul>"
    )
