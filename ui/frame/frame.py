"""The frame around every page: who sits here, where one can go, the way out."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from cases.counter import SignedIn
from cases.office.notices import MOST
from cases.upkeep.desk import MAY_ASK
from cases.vocabulary import Role
from ui.counter import counter
from ui.frame import style
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
    number_book,
    posters,
    requests,
    rota,
    rules,
    undelivered,
    upkeep,
    worklist,
)
from ui.parts.titles import ICONS, TITLES

if TYPE_CHECKING:
    from streamlit.navigation.page import Page

DRAWN = {
    "my_desk": my_desk.draw,
    "notices": notices.draw,
    "intake": intake.draw,
    "worklist": worklist.draw,
    "facilities": facilities.draw,
    "posters": posters.draw,
    "campaigns": campaigns.draw,
    "circulars": circulars.draw,
    "requests": requests.draw,
    "nation": nation.draw,
    "undelivered": undelivered.draw,
    "papers": number_book.draw,
    "mailbox": mailbox.draw,
    "advice": advice.draw,
    "inspectors": inspectors.draw,
    "rota": rota.draw,
    "rules": rules.draw,
    "standing": upkeep.draw,
    "handbook": handbook.draw,
    "case": case.draw,
}
GROUPS = {
    "": ("my_desk", "notices", "intake", "worklist", "requests", "nation"),
    "周知・掲示": ("circulars", "campaigns", "posters"),
    "台帳": ("facilities", "papers", "inspectors", "advice"),
    "運用と手引き": ("undelivered", "mailbox", "rota", "standing", "rules", "handbook"),
}
"""The sidebar: heading → its pages, in their order. The first stands without one; every page but the case is in one."""
RECEIVING = frozenset({Role.OFFICER, Role.SUPERVISOR})


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
            DRAWN[name],
            title=TITLES[name],
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
    return TITLES[name]


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
                st.page_link(pages[name], label=_label(name, who, unread), icon=ICONS[name], width="stretch")
    if counter().practice:
        style.practice_band()
