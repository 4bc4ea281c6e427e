"""The post flow in a real SMTP conversation: accepted, put off, refused, no answer at all."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from flows.post.letters import post_letters
from tests.house import House


class Desk:
    """A mail server that answers as told: recipient address → reply line; all else is accepted."""

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        self.got: list[tuple[str, str]] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        from email import message_from_bytes

        message = message_from_bytes(envelope.content)
        self.got.append((envelope.rcpt_tos[0], str(message["Message-ID"])))
        return "250 taken"


@pytest.fixture
def server() -> Iterator[tuple[Desk, int]]:
    desk = Desk()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(desk, hostname="127.0.0.1", port=port)
    controller.start()
    yield desk, port
    controller.stop()


def states(house: House, officer: Any, case: int) -> dict[str, str]:
    return {letter.recipient: letter.state for letter in house.case(officer, case).letters}


def opened(house: House, port: int) -> tuple[Any, int]:
    house.mail_port = port
    house.enter()
    staff = house.office("徳島県")
    house.facility()
    case = house.suspicion(staff["担当1"])
    house.drain()
    return staff["担当1"], case


def post(house: House) -> None:
    asyncio.run(post_letters.fn(0))


def test_受け取られた通知は送信済になり_二度は送られない(house: House, server: tuple[Desk, int]) -> None:
    desk, port = server
    officer, case = opened(house, port)
    post(house)
    post(house)
    assert states(house, officer, case) == {"担当1": "送信済", "課長": "送信済"}
    assert len(desk.got) == len({message_id for _, message_id in desk.got}) == 3


def test_一時的な拒否は間を置いて送り直され_恒久的な拒否は不達となり他を止めない(
    house: House, server: tuple[Desk, int]
) -> None:
    desk, port = server
    officer, case = opened(house, port)
    desk.answers = {"360007-0@example.jp": "451 4.3.0 後で", "360007-2@example.jp": "550 5.1.1 宛先なし"}
    post(house)
    assert states(house, officer, case) == {"担当1": "再送待ち", "課長": "不達"}
    desk.answers = {}
    post(house)
    assert states(house, officer, case)["担当1"] == "再送待ち"
    house.clock.advance(timedelta(minutes=1))
    post(house)
    assert states(house, officer, case) == {"担当1": "送信済", "課長": "不達"}
    assert {who for who, _ in desk.got} == {"360007-0@example.jp"}


def test_メールサーバがいなくても通知は失われず_戻れば届く(house: House, server: tuple[Desk, int]) -> None:
    desk, port = server
    officer, case = opened(house, 9)
    post(house)
    assert set(states(house, officer, case).values()) == {"再送待ち"}
    house.mail_port = port
    house.enter()
    house.clock.advance(timedelta(minutes=2))
    post(house)
    assert set(states(house, officer, case).values()) == {"送信済"}
    assert len(desk.got) == 3
