"""演習のメールサーバー: 本物の SMTP で受け取り、言われたとおりに断る。"""

import asyncio
from email.message import EmailMessage

import aiosmtplib
import pytest

from infra.exercises.post_box import PostBox, open_post_box


def letter(number: int) -> EmailMessage:
    one = EmailMessage()
    one["From"], one["Subject"], one["Message-ID"] = "renraku@renraku.invalid", "第1報", f"<{number}@renraku>"
    one.set_content("本文")
    return one


def test_届いた手紙を_番号と宛先で数え_断る宛先には渡さない() -> None:
    async def scene() -> PostBox:
        async with open_post_box() as box, asyncio.timeout(20):
            box.ways = {"ken@a.invalid": "refused", "shi@a.invalid": "delayed", "kuni@a.invalid": "delivered"}

            async def send(number: int, *to: str) -> None:
                await aiosmtplib.send(letter(number), hostname="127.0.0.1", port=box.port, recipients=list(to))

            await send(1, "tanto@a.invalid", "kuni@a.invalid")
            with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as refused:
                await send(2, "ken@a.invalid")
            assert [one.code for one in refused.value.recipients] == [550]
            with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as delayed:
                await send(3, "shi@a.invalid")
            assert [one.code for one in delayed.value.recipients] == [451]
            await send(4, "tanto@a.invalid", "ken@a.invalid")
            box.ways = {}
            await send(2, "ken@a.invalid")
        return box

    assert asyncio.run(scene()).arrived == [
        ("<1@renraku>", ["tanto@a.invalid", "kuni@a.invalid"]),
        ("<4@renraku>", ["tanto@a.invalid"]),
        ("<2@renraku>", ["ken@a.invalid"]),
    ]


def test_演習が終われば口は閉じる() -> None:
    async def scene() -> int:
        async with open_post_box() as box:
            return box.port

    port = asyncio.run(scene())
    with pytest.raises(aiosmtplib.SMTPConnectError):
        asyncio.run(aiosmtplib.send(letter(1), hostname="127.0.0.1", port=port, recipients=["a@a.invalid"]))
