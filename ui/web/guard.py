"""The guard at the door, for http and websocket: foreign hosts and origins out, nobody in without a live session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote, urlsplit

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cases.errors import NotSignedIn
from ui import faults, texts
from ui.web.pages import notice

COOKIE = "renraku"
OPEN = frozenset({"/sign-in", "/health", "/icon.svg", "/favicon.png", "/words.js", "/robots.txt"})
OPEN_FOLDERS = ("/static/", "/outside/")
"""Streamlit's own scripts and fonts: the same in every installation, nothing of ours in them; and the door of those who
hold a link, which looks at the link itself."""
BLOCKED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
INNER = ("/_stcore/", "/static/", "/media/", "/component/", "/_component/", "/api/")
SAFE_METHODS = frozenset({"GET", "HEAD"})

Check = Callable[[str], object]


def cookie_token(cookies: str) -> str:
    """Our session token in a Cookie header; empty when there is none."""
    return cookie_parser(cookies).get(COOKIE, "")


def hosts_of(base_url: str, host: str, port: int) -> frozenset[str]:
    """The names under which this installation answers."""
    names = {urlsplit(base_url).netloc, f"{host}:{port}", f"127.0.0.1:{port}", f"localhost:{port}"}
    return frozenset(name.lower() for name in names if name)


class Guard:
    """ASGI middleware. `check` raises NotSignedIn for a token without a live session; it may block (database)."""

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str], pages: frozenset[str], check: Check) -> None:
        self._app = app
        self._hosts = hosts
        self._pages = pages
        self._check = check

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        if scope["type"] == "websocket":
            await self._serve(scope, receive, send)
            return
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._serve(scope, receive, noting)
        except Exception as error:
            reference = faults.note(error)
            if not begun:
                answer = _refusal(str(scope["path"]), 500, "処理できませんでした", texts.fault(reference))
                await answer(scope, receive, _with_headers(send, Headers(scope=scope).get("host", "")))

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        refusal = self._refuse_outsiders(scope, headers) or await self._refuse_unknown(scope, headers)
        if refusal is None:
            await self._app(scope, receive, _with_headers(send, headers.get("host", "")))
        elif scope["type"] == "websocket":
            await refuse_websocket(scope, receive, send, refusal.status_code)
        else:
            await refusal(scope, receive, _with_headers(send, headers.get("host", "")))

    def _refuse_outsiders(self, scope: Scope, headers: Headers) -> Response | None:
        path = str(scope["path"])
        if headers.get("host", "").lower() not in self._hosts:
            return _refusal(
                path, 400, "アドレスが違います", "この名前では利用できません。案内された URL を開いてください。"
            )
        origin = headers.get("origin")
        changes = scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS
        if (origin is None and changes) or (origin is not None and not self._ours(origin)):
            return _refusal(path, 403, "受け付けられません", "別の画面からの操作は受け付けません。", "ForeignOrigin")
        if path.startswith(BLOCKED):
            return _refusal(path, 404, "ページがありません", "お探しのページは見つかりません。")
        return None

    def _ours(self, origin: str) -> bool:
        parts = urlsplit(origin)
        return parts.scheme in ("http", "https") and parts.netloc.lower() in self._hosts

    async def _refuse_unknown(self, scope: Scope, headers: Headers) -> Response | None:
        path = str(scope["path"])
        if path in OPEN or path.startswith(OPEN_FOLDERS):
            return None
        try:
            await to_thread.run_sync(self._check, cookie_token(headers.get("cookie", "")))
        except NotSignedIn as refused:
            if scope["type"] == "http" and scope["method"] in SAFE_METHODS and path in self._pages:
                return RedirectResponse(f"/sign-in?next={quote(_with_query(scope), safe='/')}", 303)
            return _refusal(path, 403, "サインインが必要です", texts.sentence(refused))
        if path not in self._pages and path != "/sign-out" and not path.startswith(INNER):
            return _refusal(path, 404, "ページがありません", "お探しのページは見つかりません。")
        return None


def _with_query(scope: Scope) -> str:
    query = bytes(scope["query_string"]).decode("ascii", "ignore")
    return f"{scope['path']}?{query}" if query else str(scope["path"])


CODES = {400: "WrongHost", 403: "NotSignedIn", 404: "NotFound", 500: "Fault"}
"""What a program reads instead of the page's title."""


def _refusal(path: str, code: int, title: str, sentence: str, name: str = "") -> Response:
    if path == "/api" or path.startswith("/api/"):
        return JSONResponse({"code": name or CODES[code], "message": sentence}, code)
    return HTMLResponse(notice(title, sentence), code)


async def refuse_websocket(scope: Scope, receive: Receive, send: Send, code: int) -> None:
    """Refuse before the handshake: with the status where the server can say it, else by closing."""
    await receive()
    if "websocket.http.response" in scope.get("extensions", {}):
        await send({"type": "websocket.http.response.start", "status": code, "headers": []})
        await send({"type": "websocket.http.response.body", "body": b""})
    else:
        await send({"type": "websocket.close", "code": 4403})


def security_headers(host: str) -> Mapping[str, str]:
    """No request leaves this origin, no frame holds us. Styles are inline because Streamlit's are."""
    policy = {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": f"'self' ws://{host} wss://{host}",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        # Not no-referrer: with it browsers send "Origin: null" with our own sign-in form.
        "Referrer-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def _with_headers(send: Send, host: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in security_headers(host).items():
                if name != "Referrer-Policy" or headers.get(name) != "no-referrer":  # a page may tell still less
                    headers[name] = value
        await send(message)

    return sending
