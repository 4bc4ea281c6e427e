"""The frame around every page: who sits here, where one can go, the way out."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from cases.counter import SignedIn
from cases.notice_desk import MOST
from cases.standing_desk import MAY_ASK
from cases.vocabulary import Role
from ui.counter import counter
from ui.pages import (
    advice,
    campaigns,
    case,
    circulars,
    facilities,
    handbook,
    inspectors,
    intake,
    mailbox,
    my_desk,
    nation,
    notices,
    paper_register,
    posters,
    requests,
    rota,
    rules,
    standing,
    undelivered,
    worklist,
)
from ui.parts import style

if TYPE_CHECKING:
    from streamlit.navigation.page import Page

PAGES = {
    "my_desk": ("私の業務", ":material/inbox:", my_desk.draw),
    "notices": ("お知らせ", ":material/notifications:", notices.draw),
    "intake": ("受付", ":material/add_call:", intake.draw),
    "worklist": ("案件一覧", ":material/list_alt:", worklist.draw),
    "facilities": ("医療機関等", ":material/local_hospital:", facilities.draw),
    "posters": ("院内掲示", ":material/contact_phone:", posters.draw),
    "campaigns": ("要請の周知", ":material/shield:", campaigns.draw),
    "circulars": ("周知・注意喚起", ":material/mark_email_read:", circulars.draw),
    "requests": ("国からの依頼", ":material/campaign:", requests.draw),
    "nation": ("全国", ":material/grid_view:", nation.draw),
    "undelivered": ("届いていない通知", ":material/unsubscribe:", undelivered.draw),
    "papers": ("文書番号簿", ":material/format_list_numbered:", paper_register.draw),
    "mailbox": ("演習用の受信箱", ":material/mail:", mailbox.draw),
    "advice": ("助言の事例集", ":material/tips_and_updates:", advice.draw),
    "inspectors": ("医療監視員", ":material/badge:", inspectors.draw),
    "rota": ("当番と代理", ":material/event_available:", rota.draw),
    "rules": ("定めと暦", ":material/gavel:", rules.draw),
    "standing": ("定時の処理", ":material/schedule:", standing.draw),
    "handbook": ("手引き", ":material/menu_book:", handbook.draw),
    "case": ("案件", ":material/folder_open:", case.draw),
}
SOURCES = {
    "my_desk": ("M-2.2", "M-3.1"),
    "intake": ("M-1.2b", "M-2.1", "M-2.1p", "A-1"),
    "worklist": ("M-2.1", "M-2.2"),
    "papers": ("M-2.2", "M-3.1"),
    "facilities": ("M-0.5", "M-2.3", "A-5"),
    "posters": ("A-0", "A-4", "A-5"),
    "circulars": ("M-1.1", "M-1.2a", "M-1.2b", "M-1.3", "M-1.4"),
    "requests": ("M-3.2",),
    "nation": ("M-0.6", "M-2.2", "M-3.2"),
    "advice": ("M-3.4",),
    "inspectors": ("M-3.3",),
    "rules": ("M-0.4", "M-0.7", "M-1.2b", "M-1.4", "M-2.2"),
    "handbook": ("M-T", "M-0.1", "M-0.2", "M-0.3", "M-0.4", "M-0.5", "M-0.6", "M-0.7", "M-4.5", "M-4.6"),
}
"""The sentences of the notice that a page carries out, its forms apart: those name their own."""
GROUPS = {
    "": ("my_desk", "notices", "intake", "worklist", "requests", "nation"),
    "周知・掲示": ("circulars", "campaigns", "posters"),
    "台帳": ("facilities", "papers", "inspectors", "advice"),
    "運用と手引き": ("undelivered", "mailbox", "rota", "standing", "rules", "handbook"),
}
"""The sidebar: heading → its pages, in their order. The first stands without one; every page but the case is in one."""
RECEIVING = frozenset({Role.OFFICER, Role.SUPERVISOR})


def sources() -> dict[str, tuple[str, ...]]:
    """Page title → the sentences that it carries out, for the trace of the notice."""
    return {PAGES[name][0]: found for name, found in SOURCES.items()}


def open_to(who: SignedIn, *, practice: bool) -> list[str]:
    """The pages of this officer, in the order of the sidebar."""
    shut = set[str]()
    if who.at_ministry or not who.roles & RECEIVING:
        shut.add("intake")
    shut |= {"posters"} if who.at_ministry else {"nation"}
    if not practice:
        shut.add("mailbox")
    if not MAY_ASK & who.roles:
        shut.add("standing")
    return [name for names in GROUPS.values() for name in names if name not in shut]


def pages_of(who: SignedIn) -> dict[str, Page]:
    """The pages as Streamlit knows them; the case page is reached from the lists only."""
    names = [*open_to(who, practice=counter().practice), "case"]
    return {
        name: st.Page(
            PAGES[name][2],
            title=PAGES[name][0],
            url_path="" if name == "my_desk" else name,
            default=name == "my_desk",
        )
        for name in names
    }


def _unread(who: SignedIn) -> int:
    with counter().at_desk(who) as desk:
        return desk.notices.unread()


def _label(name: str, who: SignedIn, unread: int) -> str:
    if name == "requests" and who.at_ministry:
        return "自治体への依頼"
    if name == "notices" and unread:
        return f"お知らせ {unread}件" if unread < MOST else f"お知らせ {MOST}件～"
    return PAGES[name][0]


def draw_frame(who: SignedIn, pages: dict[str, Page]) -> None:
    style.put_on()
    with st.sidebar:
        roles = escape("・".join(role.label for role in Role if role in who.roles))
        st.html(
            '<div class="rk-head"><p class="rk-brand">連絡</p><form method="post" action="/sign-out">'
            '<button class="rk-out" type="submit">サインアウト</button></form></div>'
            f'<p class="rk-who">{escape(who.office)} <span class="rk-sub">{roles}</span></p>'
        )
        unread = _unread(who)
        for heading, names in GROUPS.items():
            here = [name for name in names if name in pages]
            if heading and here:
                st.html(f'<p class="rk-nav">{escape(heading)}</p>')
            for name in here:
                st.page_link(pages[name], label=_label(name, who, unread), icon=PAGES[name][1], width="stretch")
    if counter().practice:
        style.practice_band()
