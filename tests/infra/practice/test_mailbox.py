"""練習用メールボックス: 本物の SMTP で受け取り、外へは出さない。"""

import asyncio
import stat
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib

from infra.practice.mailbox import open_box, serve
from infra.running.kept import kept_port


def test_届いた手紙は宛先ごとの封筒とともに残り_本人だけが読める(tmp_path: Path) -> None:
    folder = tmp_path / "mailbox"
    port = kept_port(tmp_path, "mailbox")

    async def scene() -> None:
        stop, open_for_letters = asyncio.Event(), asyncio.Event()
        task = asyncio.create_task(serve(folder, port, stop, opened=open_for_letters))
        async with asyncio.timeout(10):
            await open_for_letters.wait()
            letter = EmailMessage()
            letter["From"], letter["To"] = "renraku@localhost", "nara@example.lg.jp"
            letter["Subject"], letter["Message-ID"] = "【演習】第1報", "<1@renraku>"
            letter.set_content("宇陀市立病院の件\n.点で始まる行\n", cte="base64")
            there = ["nara@example.lg.jp", "kakushi@example.lg.jp"]
            await aiosmtplib.send(letter, hostname="127.0.0.1", port=port, recipients=there)
            stop.set()
            await task

    asyncio.run(scene())
    box = open_box(folder)
    [kept] = box
    assert kept.get_all("X-Envelope-To") == ["nara@example.lg.jp", "kakushi@example.lg.jp"]
    assert kept["Message-ID"] == "<1@renraku>"
    assert "宇陀市立病院の件\n.点で始まる行" in kept.get_payload(decode=True).decode().replace("\r\n", "\n")
    [file] = (folder / "new").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
