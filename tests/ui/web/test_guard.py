"""The guard at the door: hosts, origins, sessions, for http and for the websocket."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from cases.errors import NotSignedIn
from tests.ui.visitor import Visitor
from ui.web.guard import COOKIE, Guard, cookie_token, hosts_of, refuse_websocket

HOST = "127.0.0.1:8501"
OURS = f"http://{HOST}"
GOOD = "a-live-session"
STREAM = "/_stcore/stream"


async def _inside(request: Request) -> PlainTextResponse:
    return PlainTextResponse("inside")


async def _broken(request: Request) -> PlainTextResponse:
    raise RuntimeError("the cellar is under water")


async def _stream(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("inside")
    await websocket.close()


def _check(token: str) -> None:
    if token != GOOD:
        raise NotSignedIn


def visitor(token: str = "", base_url: str = OURS) -> Visitor:
    paths = (
        "/",
        "/worklist",
        "/sign-in",
        "/health",
        "/_stcore/metrics",
        "/_stcore/agent/mcp",
        "/api/v1/cases",
        "/x.js",
    )
    routes: list[Any] = [Route(path, _inside, methods=["GET", "POST"]) for path in paths]
    routes.append(Route("/api/v1/broken", _broken))
    hosts = hosts_of(OURS, "127.0.0.1", 8501)
    guard = Middleware(Guard, hosts=hosts, pages=frozenset({"/", "/worklist", "/handbook"}), check=_check)
    routes.append(Route("/handbook", _broken))
    app = Starlette(routes=[*routes, WebSocketRoute(STREAM, _stream)], middleware=[guard])
    return Visitor(app, base_url, {COOKIE: token} if token else None)


def through(app: Any, scope: Scope) -> list[Message]:
    """What comes back through the guard from an application that is no Starlette."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(Guard(app, hosts=frozenset({HOST}), pages=frozenset({"/"}), check=_check)(scope, receive, send))
    return sent


def asked(path: str, **headers: str) -> Scope:
    pairs = {"host": HOST, "cookie": f"{COOKIE}={GOOD}"} | headers
    raw = [(name.encode(), value.encode()) for name, value in pairs.items()]
    return {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": raw}


def test_a_page_without_session_leads_to_the_sign_in_and_back() -> None:
    answer = visitor().get("/worklist?view=late")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=/worklist%3Fview%3Dlate"


@pytest.mark.parametrize("token", ["", "forged", GOOD + "x", '"'])
def test_anything_else_without_a_live_session_is_refused(token: str) -> None:
    answer = visitor(token).get("/api/v1/cases")
    assert answer.status_code == 403
    assert "サインイン" in answer.json()["message"]


def test_a_live_session_comes_in() -> None:
    assert visitor(GOOD).get("/worklist").text == "inside"


@pytest.mark.parametrize("path", ["/sign-in", "/health"])
def test_the_sign_in_and_health_are_open(path: str) -> None:
    assert visitor().get(path).text == "inside"


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/mcp"])
def test_what_is_not_for_users_does_not_exist_for_them(path: str) -> None:
    assert visitor(GOOD).get(path).status_code == 404


def test_an_unknown_page_is_answered_in_japanese() -> None:
    answer = visitor(GOOD).get("/pages")
    assert answer.status_code == 404
    assert "お探しのページは見つかりません" in answer.text


def test_a_foreign_host_is_refused() -> None:
    assert visitor(GOOD, "http://evil.example").get("/worklist").status_code == 400


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:8502", f"file://{HOST}"])
def test_a_foreign_origin_is_refused(origin: str) -> None:
    assert visitor(GOOD).get("/worklist", headers={"Origin": origin}).status_code == 403


def test_a_post_needs_our_origin() -> None:
    assert visitor(GOOD).post("/api/v1/cases").status_code == 403
    assert visitor(GOOD).post("/api/v1/cases", headers={"Origin": OURS}).status_code == 200


@pytest.mark.parametrize(
    ("token", "headers"),
    [
        ("", {"Origin": OURS}),
        ("forged", {"Origin": OURS}),
        (GOOD, {}),
        (GOOD, {"Origin": "http://evil.example"}),
        (GOOD, {"Origin": OURS, "Host": "evil.example"}),
    ],
    ids=["no cookie", "forged cookie", "no origin", "foreign origin", "foreign host"],
)
def test_a_websocket_from_elsewhere_is_refused(token: str, headers: dict[str, str]) -> None:
    answer = visitor(token).open_stream(STREAM, headers)
    assert [message["type"] for message in answer] == ["websocket.http.response.start", "websocket.http.response.body"]
    assert answer[0]["status"] in (400, 403)


def test_our_own_websocket_comes_in() -> None:
    answer = visitor(GOOD).open_stream(STREAM, {"Origin": OURS})
    assert [message.get("text") for message in answer if message["type"] == "websocket.send"] == ["inside"]


def test_no_frame_and_no_request_elsewhere() -> None:
    headers = visitor(GOOD).get("/worklist").headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/handbook", "/api/v1/broken"])
def test_a_fault_is_a_sentence_with_a_number_that_leads_to_the_log(path: str, caplog: pytest.LogCaptureFixture) -> None:
    answer = visitor(GOOD).get(path)
    number = re.search(r"照会番号 ([0-9A-F]{8})", answer.text)
    assert answer.status_code == 500
    assert number is not None
    assert "cellar" not in answer.text
    (record,) = [record for record in caplog.records if number[1] in record.getMessage()]
    assert record.exc_info is not None
    assert "the cellar is under water" in str(record.exc_info[1])


# -- edges -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cookies", ["", "other=1", f"x{COOKIE}=a", "=", ";;"])
def test_他の_Cookie_は_サインインの印ではない(cookies: str) -> None:
    assert cookie_token(cookies) == ""


def test_設定した名前と_この端末の名前で応える() -> None:
    names = hosts_of("https://Renraku.Example/", "0.0.0.0", 8501)
    assert names == {"renraku.example", "0.0.0.0:8501", "127.0.0.1:8501", "localhost:8501"}


def test_名前の大文字と小文字は区別しない() -> None:
    assert visitor(GOOD, "http://LOCALHOST:8501").get("/worklist").text == "inside"


def test_画面でない番地は_サインインへ導かず断る() -> None:
    assert visitor().get("/nowhere").status_code == 403
    assert visitor().post("/worklist", headers={"Origin": OURS}).status_code == 403


def test_少なく知らせる画面は_その方針のままである() -> None:
    async def secretive(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("", headers={"Referrer-Policy": "no-referrer", "X-Frame-Options": "ALLOW"})(
            scope, receive, send
        )

    headers = dict(through(secretive, asked("/"))[0]["headers"])
    assert headers[b"referrer-policy"] == b"no-referrer"
    assert headers[b"x-frame-options"] == b"DENY"


def test_答えの途中の故障は_二つ目の答えを始めない(caplog: pytest.LogCaptureFixture) -> None:
    async def breaking(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("the cellar is under water")

    assert [message["type"] for message in through(breaking, asked("/"))] == ["http.response.start"]
    assert "照会番号" in caplog.text


def test_起動と停止の知らせは_調べずに通す() -> None:
    async def inside(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "lifespan.startup.complete"})

    assert through(inside, {"type": "lifespan"}) == [{"type": "lifespan.startup.complete"}]


def test_断りの状態を返せないサーバでは_接続を閉じる() -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(refuse_websocket({"type": "websocket"}, receive, send, 403))
    assert sent == [{"type": "websocket.close", "code": 4403}]
