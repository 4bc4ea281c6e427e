"""A visitor at an ASGI application's door, without a server: http requests and websocket handshakes."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from starlette.types import ASGIApp, Message


class Visitor:
    """Cookies and base address of one browser. Redirects are not followed."""

    def __init__(self, app: ASGIApp, base_url: str, cookies: dict[str, str] | None = None) -> None:
        self._app = app
        self._base_url = base_url
        self.cookies = dict(cookies or {})

    def get(self, path: str, **rest: Any) -> httpx.Response:
        return self.ask("GET", path, **rest)

    def post(self, path: str, **rest: Any) -> httpx.Response:
        return self.ask("POST", path, **rest)

    def ask(self, method: str, path: str, **rest: Any) -> httpx.Response:
        async def asking() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)  # type: ignore[arg-type]
            async with httpx.AsyncClient(transport=transport, base_url=self._base_url, cookies=self.cookies) as client:
                return await client.request(method, path, **rest)

        return asyncio.run(asking())

    def open_stream(self, path: str, headers: dict[str, str]) -> list[Message]:
        """What the application sends back to a websocket handshake."""
        host = self._base_url.partition("://")[2]
        pairs = {"host": host, "cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        pairs |= {name.lower(): value for name, value in headers.items()}
        scope = {
            "type": "websocket",
            "asgi": {"version": "3.0"},
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in pairs.items() if value],
            "subprotocols": [],
            "scheme": "ws",
            "extensions": {"websocket.http.response": {}},
        }
        incoming: list[Message] = [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1000}]
        sent: list[Message] = []

        async def receive() -> Message:
            return incoming.pop(0)

        async def send(message: Message) -> None:
            sent.append(message)

        asyncio.run(self._app(scope, receive, send))  # type: ignore[arg-type]
        return sent
