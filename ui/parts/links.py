"""Ways from page to page. The pages of this rerun are kept here, because links need the page objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from ui.words import plain

if TYPE_CHECKING:
    from streamlit.navigation.page import Page

_PAGES = "pages"
NUMBER = "number"
"""As the letters' links have it."""
ACT = "act"
FACILITY = "facility"


def remember(pages: dict[str, Page]) -> None:
    st.session_state[_PAGES] = pages


def name_page(title: str) -> None:
    """What the browser's tab and history say; a case is named by its number only, not by its facility."""
    st.set_page_config(page_title=f"{title} | 連絡")


def case_link(number: str, label: str) -> None:
    """A link that opens the case."""
    st.page_link(st.session_state[_PAGES]["case"], label=plain(label), query_params={NUMBER: number})


def page_link(name: str, label: str, icon: str = ":material/campaign:", number: str = "") -> None:
    """A link to a page of the sidebar, about one case where its number is given."""
    about = {NUMBER: number} if number else {}
    st.page_link(st.session_state[_PAGES][name], label=plain(label), icon=icon, query_params=about)


def open_case(number: str, act: str = "") -> NoReturn:
    """Go to the case, with an act's form open when one is named."""
    st.switch_page(st.session_state[_PAGES]["case"], query_params={NUMBER: number} | ({ACT: act} if act else {}))


def open_facility(number: int | None) -> NoReturn:
    """Go to a facility's record; None goes to the list."""
    page = st.session_state[_PAGES]["facilities"]
    st.switch_page(page, query_params={} if number is None else {FACILITY: str(number)})


def open_page(name: str) -> NoReturn:
    st.switch_page(st.session_state[_PAGES][name])
