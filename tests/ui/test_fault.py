"""What is our fault is said in one sentence with a number; what was refused in its own; the log has the whole."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from ui.words import plain


def _broken() -> None:
    from ui.parts.fault import answering

    with answering():
        raise RuntimeError("the cellar is under water")


def _refused() -> None:
    from cases.errors import UnknownFacility
    from ui.parts.fault import answering

    with answering():
        raise UnknownFacility("[半田](http://evil.example) **病院**")


def _overtaken() -> None:
    """A form whose button was pressed while the page itself was being drawn."""
    import streamlit as st

    from ui.parts.fault import answering
    from ui.parts.redraw import redraw

    @st.fragment
    def form() -> None:
        with answering():
            if "changes" not in st.session_state:
                st.session_state["changes"] = "この画面を開いた後に、次の操作がありました。"
                redraw()
            st.warning(st.session_state["changes"])

    form()


def test_a_form_that_a_colleague_overtook_says_so_and_not_that_something_broke() -> None:
    screen = AppTest.from_function(_overtaken).run(timeout=30)
    assert [line.value for line in screen.error] == []
    assert [line.value for line in screen.warning] == ["この画面を開いた後に、次の操作がありました。"]


def test_a_fault_is_one_sentence_with_a_number_that_leads_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    screen = AppTest.from_function(_broken).run(timeout=30)
    (said,) = [error.value for error in screen.error]
    number = re.search(r"照会番号 ([0-9A-F]{8})", said)
    assert number is not None
    assert "cellar" not in said
    assert not screen.exception
    (record,) = [record for record in caplog.records if number[1] in record.getMessage()]
    assert record.exc_info is not None
    assert "the cellar is under water" in str(record.exc_info[1])


def test_a_refusal_shows_what_was_typed_as_text_not_as_a_link() -> None:
    screen = AppTest.from_function(_refused).run(timeout=30)
    (said,) = [error.value for error in screen.error]
    assert "\\[半田\\]\\(http\\:" in said
    assert "](" not in said


def test_plain_text_stays_the_same_to_a_reader() -> None:
    assert plain("半田病院（つるぎ町）00:30") == "半田病院（つるぎ町）00\\:30"
