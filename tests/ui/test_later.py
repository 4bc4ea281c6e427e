"""A file that is written when its button is pressed is asked for in the name of the session that drew the button."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from ui.parts import session


def test_work_that_streamlit_does_later_knows_who_pressed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session.st, "context", SimpleNamespace(cookies={session.COOKIE: "of-this-browser"}))
    write = session.later(lambda: session.token().encode())
    monkeypatch.setattr(session.st, "context", SimpleNamespace(cookies={}))
    with ThreadPoolExecutor(1) as elsewhere:
        assert elsewhere.submit(write).result() == b"of-this-browser"
        assert elsewhere.submit(session.token).result() == ""
