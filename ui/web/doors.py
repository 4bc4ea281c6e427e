"""The routes outside Streamlit: its first page, sign-in and sign-out, health, the icon."""

from __future__ import annotations

from urllib.parse import urlsplit

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from cases.errors import NotSignedIn, Refused
from infra.settings import settings
from ui import texts
from ui.counter import counter
from ui.parts.titles import TITLES
from ui.web import pages
from ui.web.guard import COOKIE

SESSION_SECONDS = 12 * 60 * 60
PATHS = frozenset("/" if name == "my_desk" else f"/{name}" for name in TITLES)
"""The addresses of the pages; one's own desk is the first."""


async def first_page(request: Request) -> Response:
    return HTMLResponse(pages.first_page(), headers={"Cache-Control": "no-store"})


async def sign_in_page(request: Request) -> Response:
    after = _inside(request.query_params.get("next", "/"))
    if await _signed_in(request):
        return RedirectResponse(after, 303)
    return _sign_in(after=after)


async def sign_in(request: Request) -> Response:
    """Checks the password (argon2id, so off the event loop) and sets the cookie; 303 so that a reload is harmless."""
    form = await request.form()
    login, password = str(form.get("login", ""))[:100], str(form.get("password", ""))[:200]
    after = _inside(str(form.get("next", "/")))
    try:
        token = await to_thread.run_sync(counter().sign_in, login, password)
    except Refused as refused:
        return _sign_in(after=after, login=login, error=texts.sentence(refused), code=texts.status(refused))
    response = RedirectResponse(after, 303)
    response.set_cookie(
        COOKIE,
        token,
        max_age=SESSION_SECONDS,
        httponly=True,
        samesite="lax",
        secure=settings().base_url.startswith("https:"),
    )
    return response


async def sign_out(request: Request) -> Response:
    await to_thread.run_sync(counter().sign_out, request.cookies.get(COOKIE, ""))
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return response


async def sign_out_page(request: Request) -> Response:
    """A typed or bookmarked address: ask, because a GET must not end a session."""
    return RedirectResponse("/", 303)


async def health(request: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def icon(request: Request) -> Response:
    return Response(pages.ICON, media_type="image/svg+xml", headers={"Cache-Control": "max-age=86400"})


async def words(request: Request) -> Response:
    """Puts Streamlit's own English into Japanese in the browser. Asked for anew, so that an update is seen at once."""
    return Response(pages.WORDS, media_type="text/javascript", headers={"Cache-Control": "no-cache"})


def _sign_in(*, after: str, login: str = "", error: str = "", code: int = 200) -> Response:
    page = pages.sign_in(practice=counter().practice, login=login, error=error, after=after)
    return HTMLResponse(page, code, headers={"Cache-Control": "no-store"})


async def _signed_in(request: Request) -> bool:
    try:
        await to_thread.run_sync(counter().who_is, request.cookies.get(COOKIE, ""))
    except NotSignedIn:
        return False
    return True


def _inside(target: str) -> str:
    """Only our own pages may follow a sign-in; anything else leads home."""
    parts = urlsplit(target)
    inside = not parts.scheme and not parts.netloc and parts.path in PATHS
    return f"{parts.path}?{parts.query}" if inside and parts.query else parts.path if inside else "/"


ROUTES = [
    *(Route(path, first_page, methods=["GET"]) for path in sorted(PATHS)),
    Route("/sign-in", sign_in_page, methods=["GET"]),
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-out", sign_out_page, methods=["GET"]),
    Route("/sign-out", sign_out, methods=["POST"]),
    Route("/health", health, methods=["GET"]),
    Route("/icon.svg", icon, methods=["GET"]),
    Route("/favicon.png", icon, methods=["GET"]),
    Route("/words.js", words, methods=["GET"]),
]
