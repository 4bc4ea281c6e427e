"""Who sits at this screen, asked again at every rerun and in every fragment, and the sitting to the desk."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from contextvars import ContextVar
from datetime import timedelta

import streamlit as st

from cases.counter import SignedIn
from cases.desk.door import Desk
from ui.counter import counter
from ui.words import plain

COOKIE = "renraku"
_FLASH = "flash"
_SEEN = "seen-at"
SEEN_FOR = timedelta(seconds=3)
_CARRIED: ContextVar[str] = ContextVar("token", default="")
"""The cookie for work that Streamlit does later, outside this screen's run."""


def token() -> str:
    """The cookie of this browser, as it was when the page was opened."""
    return _CARRIED.get() or str(st.context.cookies.get(COOKIE, ""))


def officer() -> SignedIn:
    """Raises NotSignedIn."""
    return counter().who_is(token())


def still_here() -> None:
    """For watchers that ask several times a second and show nothing: the session is looked up every few seconds.
    Raises NotSignedIn. Whatever is drawn asks `officer` itself.
    """
    now = counter().now()
    last = st.session_state.get(_SEEN)
    if last is None or not timedelta() <= now - last < SEEN_FOR:
        officer()
        st.session_state[_SEEN] = now


def at_desk() -> AbstractContextManager[Desk]:
    """One sitting to the desk of the officer at this screen. Raises NotSignedIn."""
    return counter().at_desk(officer())


def later(work: Callable[[], bytes]) -> Callable[[], bytes]:
    """A file that is written only when its button is pressed. Streamlit asks for it outside the screen's run, where
    there is no cookie: so the cookie goes along, and the session is looked up again then.
    """
    held = token()

    def write() -> bytes:
        mark = _CARRIED.set(held)
        try:
            return work()
        finally:
            _CARRIED.reset(mark)

    return write


def flash(sentence: str) -> None:
    """Say it on the next drawing of the page, once."""
    st.session_state[_FLASH] = sentence


def show_flash() -> None:
    if sentence := st.session_state.pop(_FLASH, ""):
        st.success(plain(sentence), icon=":material/check_circle:")
