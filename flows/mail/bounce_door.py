"""The bounces' door: a small server (SMTP or LMTP) that takes what the mail system sends back to bounce+<token>@….

A process of its own, so that nothing from outside is read where the flows run. What was said "taken" to is noted in
the database or kept aside; when the database is away the sender is asked to come again.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
from datetime import datetime
from pathlib import Path
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from cases.clock import Clock
from cases.post import bounces
from cases.vocabulary import BounceKind
from flows.mail.bounces import read

log = logging.getLogger(__name__)
LARGEST = 1024 * 1024
"""Bytes of a message; a report is a few kilobytes."""
MOST_CALLERS = 50
PATIENCE = 60.0
KEPT_ASIDE = 200
"""Messages that could not be read, for a person to look at; further ones are only counted."""


class Door:
    """aiosmtpd handler. `aside`: the folder for what cannot be read."""

    def __init__(self, database: Engine, clock: Clock, domain: str, aside: Path) -> None:
        self._database, self._clock, self._aside = database, clock, aside
        self._ours = re.compile(rf"^bounce\+([0-9a-f]{{32}})@{re.escape(domain)}$", re.IGNORECASE)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._ours.match(address) is None:
            return "550 5.1.1 no such address here"
        if envelope.rcpt_tos:
            return "452 4.5.3 one recipient at a time"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        found = self._ours.match(envelope.rcpt_tos[0])
        assert found is not None
        raw = envelope.content or b""
        content = raw if isinstance(raw, bytes) else raw.encode("utf-8", "replace")
        try:
            await asyncio.to_thread(self._take, found[1].lower(), content, self._clock.now())
        except (SQLAlchemyError, OSError) as error:
            log.warning("返送を記録できません。後で送り直されます: %s", type(error).__name__)
            return "451 4.3.0 try again later"
        return "250 2.0.0 taken"

    def _take(self, token: str, content: bytes, now: datetime) -> None:
        bounce = read(content)
        kind = bounces.take_in(self._database, token, bounce, now)
        log.info("返送を受け取りました（%s）。", kind.label)
        if kind is BounceKind.UNCLEAR:
            self._keep_aside(token, content)

    def _keep_aside(self, token: str, content: bytes) -> None:
        self._aside.mkdir(mode=0o700, parents=True, exist_ok=True)
        if sum(1 for _ in self._aside.iterdir()) >= KEPT_ASIDE:
            log.warning("読み取れない返送が %d 通を超えました。以後は数だけを残します。", KEPT_ASIDE)
            return
        file = os.open(self._aside / f"{token}.eml", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(file, "wb") as stream:
            stream.write(content)


async def serve(
    door: Door, host: str, port: int, stop: asyncio.Event, opened: asyncio.Event | None = None, *, lmtp: bool = False
) -> None:
    """Answer until `stop`; `opened` is set when bounces may come. Errors: OSError when the port is taken."""
    kind: type[SMTP] = LMTP if lmtp else SMTP
    callers = 0

    class Counted(kind):  # type: ignore[valid-type, misc]
        """Not more callers at once than a mail system has need of."""

        def connection_made(self, transport: Any) -> None:
            nonlocal callers
            callers += 1
            super().connection_made(transport)
            if callers > MOST_CALLERS:
                transport.close()

        def connection_lost(self, error: Exception | None) -> None:
            nonlocal callers
            callers -= 1
            super().connection_lost(error)

    def session() -> Any:
        return Counted(door, data_size_limit=LARGEST, hostname="bounces.renraku.invalid", timeout=PATIENCE)

    server = await asyncio.get_running_loop().create_server(session, host, port)
    log.info("不達の受付が %d 番で待っています。", port)
    async with server:
        if opened is not None:
            opened.set()
        await stop.wait()


async def main() -> None:
    """`python -m flows.mail.bounce_door`: settings from the environment."""
    from cases.clock import MachineClock
    from cases.store.connections import connect
    from infra.settings import settings

    mine, stop = settings(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    database = connect(mine.engine_database_url, pool_size=2)
    door = Door(database, MachineClock(), mine.bounce_domain, mine.data_dir / "bounces")
    await serve(door, mine.bounce_host, mine.bounce_port, stop, lmtp=mine.bounce_protocol == "lmtp")


if __name__ == "__main__":
    from infra.settings import settings

    os.umask(0o077)
    logging.basicConfig(level=settings().log_level.upper(), format="%(message)s")
    logging.getLogger("mail.log").setLevel("ERROR")
    asyncio.run(main())
