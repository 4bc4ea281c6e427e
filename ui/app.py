"""The ASGI application of the counter: Streamlit's pages with our doors and our guard around them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from anyio import to_thread
from starlette.middleware import Middleware

from infra.settings import settings
from ui.counter import counter
from ui.parts.fault import show_fault
from ui.web import api, api_offices, doors, openapi
from ui.web.guard import Guard, hosts_of
from ui.web.outside import circulars, posting
from ui.web.outside import routes as outside

SCRIPT = Path(__file__).parent / "frame" / "script.py"


@asynccontextmanager
async def _open_hours(app: st.App) -> AsyncIterator[None]:
    """Warm up before the first officer comes: the pages' modules, the rule book, the word lists."""
    await to_thread.run_sync(_warm_up)
    try:
        yield
    finally:
        counter().close()


def _warm_up() -> None:
    from cases.rulebook import rulebook
    from ui.frame import frame
    from ui.web.pages import first_page

    assert frame.DRAWN
    rulebook()
    first_page()
    counter()


def make_application() -> st.App:
    """The application on this process's settings."""
    mine = settings()
    guard = Middleware(
        Guard,
        hosts=hosts_of(mine.base_url, mine.host, mine.port),
        pages=doors.PATHS,
        check=lambda token: counter().who_is(token),
    )
    return st.App(
        SCRIPT,
        routes=[
            *doors.ROUTES,
            *api.ROUTES,
            *api_offices.ROUTES,
            *openapi.ROUTES,
            *posting.ROUTES,
            *circulars.ROUTES,
            *outside.ROUTES,
        ],
        middleware=[guard],
        lifespan=_open_hours,
        on_script_error=show_fault,
    )


application = make_application()
