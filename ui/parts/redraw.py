"""Drawing a form anew without the page around it, whatever run the press came in."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st
from streamlit.errors import StreamlitAPIException


def redraw() -> NoReturn:
    """The fragment alone; the whole page when the case has just moved and the press came in the page's own run, where
    Streamlit knows no fragment to draw: a colleague who was a second faster must not look like a fault of ours.
    """
    try:
        st.rerun(scope="fragment")
    except StreamlitAPIException:
        st.rerun()
