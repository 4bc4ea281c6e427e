"""The only file that knows SMTP: letters go out over a few kept connections, each with its stable Message-ID."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

import aiosmtplib


@dataclass(frozen=True)
class Post:
    """One letter as the mailer needs it."""

    id: int
    address: str
    subject: str
    body: str
    message_id: str
    written_at: datetime


@dataclass(frozen=True)
class Outcome:
    """What the server said: accepted, deferred (try again) or refused (never)."""

    id: int
    state: str
    answer: str


@dataclass(frozen=True)
class MailServer:
    host: str
    port: int
    sender: str
    username: str | None = None
    password: str | None = None
    starttls: bool = False
    timeout: float = 30.0


class Mailer:
    """Sends letters through one SMTP server; `connections` at a time."""

    def __init__(self, server: MailServer, connections: int = 4) -> None:
        self._server = server
        self._connections = connections

    async def send(self, posts: Sequence[Post]) -> list[Outcome]:
        """An outcome for every letter; never raises for what a server or a network may do."""
        lanes = [list(posts[n :: self._connections]) for n in range(self._connections)]
        outcomes = await asyncio.gather(*(self._lane(lane) for lane in lanes if lane))
        return [outcome for lane in outcomes for outcome in lane]

    async def _lane(self, posts: list[Post]) -> list[Outcome]:
        client: aiosmtplib.SMTP | None = None
        outcomes = []
        for post in posts:
            try:
                if client is None or not client.is_connected:
                    client = await self._connect()
                outcomes.append(await self._one(client, post))
            except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
                outcomes.append(_judge(post, error))
                if client is not None:
                    client.close()
                client = None
        if client is not None:
            await _quit(client)
        return outcomes

    async def _connect(self) -> aiosmtplib.SMTP:
        server = self._server
        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            timeout=server.timeout,
            start_tls=server.starttls,
            username=server.username,
            password=server.password,
        )
        await client.connect()
        return client

    async def _one(self, client: aiosmtplib.SMTP, post: Post) -> Outcome:
        _, answer = await client.sendmail(
            self._server.sender, [post.address], _message(post, self._server.sender).as_bytes(policy=SMTP)
        )
        return Outcome(post.id, "accepted", str(answer)[:500])


def _message(post: Post, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = Address("連絡（自動通知）", addr_spec=sender)
    message["To"] = post.address
    message["Subject"] = post.subject
    message["Date"] = post.written_at
    message["Message-ID"] = post.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(post.body, cte="base64")
    return message


def _judge(post: Post, error: Exception) -> Outcome:
    """5xx is final; everything else (4xx, time-out, no connection) is tried again."""
    code = getattr(error, "code", None)
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused) and error.recipients:
        code = error.recipients[0].code
    final = isinstance(code, int) and 500 <= code < 600
    return Outcome(post.id, "refused" if final else "deferred", f"{type(error).__name__}: {error}"[:500])


async def _quit(client: aiosmtplib.SMTP) -> None:
    try:
        await client.quit()
    except (aiosmtplib.SMTPException, OSError):
        client.close()
