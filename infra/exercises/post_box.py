"""A real SMTP server on a free loopback port for the length of an exercise: it counts what is delivered to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from typing import Any


@dataclass
class PostBox:
    """Message-ID and recipients of every letter that came, in order of arrival."""

    port: int = 0
    arrived: list[tuple[str, list[str]]] = field(default_factory=list)
    ways: dict[str, str] = field(default_factory=dict)
    """Address → refused, delayed or delivered; what is not named is delivered."""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        match self.ways.get(address):
            case "refused":
                return "550 5.1.1 no such mailbox (exercise)"
            case "delayed":
                return "451 4.4.1 try again later (exercise)"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        headers = BytesHeaderParser().parsebytes(envelope.content or b"")
        self.arrived.append((str(headers["Message-ID"]), list(envelope.rcpt_tos)))
        return "250 kept"


@asynccontextmanager
async def open_post_box() -> AsyncIterator[PostBox]:
    """The box, ready to receive."""
    from aiosmtpd.smtp import SMTP

    box = PostBox()
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(box, enable_SMTPUTF8=True, hostname="exercise.renraku.invalid"), "127.0.0.1", 0
    )
    async with server:
        box.port = int(server.sockets[0].getsockname()[1])
        yield box
