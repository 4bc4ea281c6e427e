"""私の業務: what I have to do, by due moment; what nobody holds yet; what the office does."""

from __future__ import annotations

from html import escape

import streamlit as st

from cases.casework.views import Desktop
from cases.office.views import Rota
from cases.vocabulary import Role
from ui.counter import counter
from ui.pages.of_my_desk.contacts import draw_contacts
from ui.pages.of_my_desk.handover import draw_handovers, draw_writing
from ui.pages.shared.offers import draw_incoming
from ui.pages.shared.tasks import draw_tasks
from ui.parts.fault import answering
from ui.parts.links import open_page, page_link
from ui.parts.saving import draw_saving
from ui.parts.session import at_desk, officer

EVERY_SECONDS = 5


def draw() -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title("私の業務", anchor=False)
        if {Role.OFFICER, Role.SUPERVISOR} & officer().roles and st.button(
            "疑いを受け付ける", type="primary", icon=":material/add_call:"
        ):
            open_page("intake")
    board()
    draw_writing()


@st.fragment(run_every=EVERY_SECONDS)
def board() -> None:
    """Drawn anew every few seconds, so that what the engine or a colleague did appears by itself."""
    with answering():
        who, now = officer(), counter().now()
        with at_desk() as desk:
            tasks = desk.desktop()
            rota = desk.rota()
            offers = desk.offers()
            notes = desk.handovers()
            contacts, stale = ([], 0) if who.at_ministry else desk.upkeep.contacts()
            requests = 0 if who.at_ministry else desk.requests.open_count()
            measures = 0 if who.at_ministry else desk.campaigns.open_count()
            unreached = desk.post.waiting()
        st.html(counts_html(tasks) + rota_html(rota))
        if requests:
            with st.container(key="row-requests", gap=None):
                page_link("requests", f"国からの依頼が{requests}件、回答を待っています")
        if measures:
            with st.container(key="row-campaigns", gap=None):
                page_link("campaigns", f"要請の{measures}項目が済んでいません", icon=":material/shield:")
        if unreached:
            with st.container(key="row-undelivered", gap=None):
                page_link(
                    "undelivered", f"相手に届いていない通知が{unreached}通あります", icon=":material/unsubscribe:"
                )
        draw_incoming(offers, who, now)
        st.header("自分の業務", anchor=False)
        if tasks.mine:
            draw_tasks(tasks.mine, who, now, place="mine")
        else:
            st.info("今、あなたが担当する業務はありません。割り当てられると、ここに表示されます。")
        if tasks.stood_in_for:
            st.header("代理で受け持つ業務", anchor=False)
            st.caption("不在の職員が担当する業務です。引き受けると、あなたの担当になります。")
            draw_tasks(tasks.stood_in_for, who, now, place="stand-in")
        if tasks.unassigned:
            st.header("担当が決まっていない業務", anchor=False)
            draw_tasks(tasks.unassigned, who, now, place="free")
        if tasks.office:
            with st.expander(f"ほかの職員が担当している業務（{len(tasks.office)}件）", expanded=not tasks.mine):
                draw_tasks(tasks.office, who, now, place="office")
        if tasks.mine or tasks.unassigned or tasks.office:
            draw_saving("tasks", {}, what="業務の一覧")
        draw_contacts(contacts, stale, now)
        draw_handovers(notes, now)


def rota_html(rota: Rota) -> str:
    """Who is called now: the duty officer by day, the on-call order outside office hours."""
    order = " → ".join(rota.on_call) or "登録なし"
    duty = rota.duty or "登録なし"
    if rota.office_hours:
        now, then = f"本日の当番は <strong>{escape(duty)}</strong>", f"閉庁時の呼出順: {escape(order)}"
    else:
        now, then = f"閉庁中の呼出順は <strong>{escape(order)}</strong>", f"本日の当番: {escape(duty)}"
    return f'<p class="rk-rota">{now}　<span class="rk-quiet">（{then}）</span></p>'


def counts_html(tasks: Desktop) -> str:
    """「今すべきこと 3件　目安超過 1件　担当未定 2件」"""
    late = ' class="rk-alarm"' if tasks.overdue else ""
    sign = "▲ " if tasks.overdue else ""
    return (
        f'<ul class="rk-counts"><li>今すべきこと<b>{len(tasks.mine) + len(tasks.stood_in_for)}</b>件</li>'
        f"<li{late}>{sign}目安超過<b>{tasks.overdue}</b>件</li>"
        f"<li>担当未定<b>{len(tasks.unassigned)}</b>件</li></ul>"
    )
