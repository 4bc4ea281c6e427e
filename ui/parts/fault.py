"""Our own faults: one plain sentence with a number on the screen, the whole in the log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from cases.errors import NotSignedIn, Refused
from ui import faults, texts
from ui.words import plain


def show_fault(error: Exception) -> bool:
    """Log with trace, show the sentence; True tells Streamlit that nothing more is to be shown."""
    st.error(texts.fault(faults.note(error)))
    return True


@contextmanager
def answering() -> Iterator[None]:
    """Around a page or fragment: a refusal becomes its sentence, a lost session the way back in, a fault its number."""
    try:
        yield
    except NotSignedIn as refused:
        show_signed_out(refused)
    except Refused as refused:
        st.error(plain(texts.sentence(refused)))
    except Exception as error:
        show_fault(error)


def show_signed_out(refused: NotSignedIn) -> None:
    """What was typed lies in the drafts; a full page load is needed for the new cookie."""
    st.html(
        f'<div class="rk-note rk-warn" role="alert"><strong>{texts.sentence(refused)}</strong><br>'
        "入力中の内容は下書きとして残っています。サインインすると続きから入力できます。"
        '<p><a class="rk-button" href="/sign-in" target="_self">サインインの画面へ</a></p></div>'
    )
