"""The practice mailbox: a real SMTP server on loopback; every letter becomes a file, none leaves.

Each file carries the envelope: `X-Envelope-From` and one `X-Envelope-To` for each recipient.
"""

import asyncio
import logging
import mailbox
import os
import signal
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP as WIRE
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from infra.practice import returned
from infra.settings import settings

log = logging.getLogger("renraku.mailbox")
LARGEST_LETTER = 32 * 1024 * 1024


class Keeper:
    """aiosmtpd handler: keep each letter before saying 250."""

    def __init__(self, folder: Path, bounces: tuple[str, int] | None = None) -> None:
        self.folder = folder
        self.box = open_box(folder)
        self.bounces = bounces
        self._returns: set[asyncio.Task[None]] = set()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        letter = BytesParser(_class=EmailMessage, policy=WIRE).parsebytes(raw)
        letter["X-Envelope-From"] = envelope.mail_from or ""
        for recipient in envelope.rcpt_tos:
            letter["X-Envelope-To"] = recipient
        key = await asyncio.to_thread(self._lay_in, letter)
        log.debug("受け取りました: %s 宛 %s", "、".join(envelope.rcpt_tos), key)
        if self.bounces:
            self._give_back(envelope, letter)
        return "250 kept"

    def _give_back(self, envelope: Envelope, letter: EmailMessage) -> None:
        """For an exercise: some addresses come back after they were taken (infra/practice/returned.py)."""
        for recipient in filter(returned.way_of, envelope.rcpt_tos):
            sending = returned.give_back(envelope.mail_from or "", letter, recipient, *(self.bounces or ("", 0)))
            task = asyncio.create_task(sending)
            self._returns.add(task)
            task.add_done_callback(self._returns.discard)

    def _lay_in(self, letter: EmailMessage) -> str:
        key = self.box.add(letter)
        (self.folder / "new" / key).chmod(0o600)
        return key


def open_box(folder: Path) -> "mailbox.Maildir":
    """The Maildir at this folder, made (0700) when missing; its files are readable by their owner only."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return mailbox.Maildir(folder, create=True) if (folder / "cur").is_dir() else _new_box(folder)


def _new_box(folder: Path) -> "mailbox.Maildir":
    for part in ("tmp", "new", "cur"):
        (folder / part).mkdir(mode=0o700, exist_ok=True)
    return mailbox.Maildir(folder, create=False)


async def serve(
    folder: Path,
    port: int,
    stop: asyncio.Event,
    opened: asyncio.Event | None = None,
    host: str = "127.0.0.1",
    bounces: tuple[str, int] | None = None,
) -> None:
    """Answer on loopback until `stop`; `opened` is set when letters may come; `bounces`: where reports are sent.

    Errors: OSError when the port is taken.
    """
    keeper = Keeper(folder, bounces)

    def session() -> Any:
        return SMTP(keeper, data_size_limit=LARGEST_LETTER, enable_SMTPUTF8=True, hostname="renraku.localhost")

    server = await asyncio.get_running_loop().create_server(session, host, port)
    log.info("練習用メールボックスが %d 番で待っています。", port)
    async with server:
        if opened is not None:
            opened.set()
        await stop.wait()


async def main() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    mine = settings()
    bounces = (mine.bounce_host, mine.bounce_port) if mine.bounce_port else None
    await serve(mine.mailbox_dir, mine.smtp_port, stop, bounces=bounces)


if __name__ == "__main__":
    os.umask(0o077)
    logging.basicConfig(level=settings().log_level.upper(), format="%(message)s")
    logging.getLogger("mail.log").setLevel("ERROR")
    asyncio.run(main())
