"""練習用メールボックスからの返送: 決めた宛先の手紙だけが、本物の不達報告として戻る。"""

from __future__ import annotations

import asyncio
import logging
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import pytest

from infra.practice.mailbox import open_box, serve
from infra.practice.returned import WAYS, give_back, report, way_of
from infra.running.kept import kept_port, listening

BACK = "bounce+abc@renraku.localhost"


def letter(to: str = "fuchaku@example.jp") -> EmailMessage:
    one = EmailMessage()
    one["From"], one["To"], one["Subject"], one["Message-ID"] = "renraku@localhost", to, "第1報", "<7@renraku>"
    one.set_content("本文")
    return one


@pytest.mark.parametrize(
    ("address", "action"),
    [
        ("fuchaku@example.jp", "failed"),
        ("Fuchaku-2@example.jp", "failed"),
        ("okureru@example.jp", "delayed"),
        ("tanto@example.jp", None),
        ("x-fuchaku@example.jp", None),
    ],
)
def test_戻るのは_決めた語で始まる宛先だけ(address: str, action: str | None) -> None:
    way = way_of(address)
    assert (way[0] if way else None) == action


@pytest.mark.parametrize("word", sorted(WAYS))
def test_報告は_どの手紙がなぜ届かないかを機械に読める形で言う(word: str) -> None:
    address = f"{word}@example.jp"
    told = message_from_bytes(report(letter(address), address, WAYS[word]))
    assert (told.get_content_type(), told.get_param("report-type")) == ("multipart/report", "delivery-status")
    assert told["Auto-Submitted"] == "auto-replied"
    words, status, head = told.get_payload()
    assert f"{address} に届けられませんでした" in words.get_payload(decode=True).decode()
    about = status.get_payload()[1]
    assert about["Final-Recipient"] == f"rfc822; {address}"
    assert (about["Action"], about["Status"]) == WAYS[word][:2]
    assert "Message-ID: <7@renraku>" in head.get_payload(decode=True).decode()


def test_練習用メールボックスは_受け取ってから封筒の差出人へ戻す(tmp_path: Path) -> None:
    practice, bounces = kept_port(tmp_path, "mailbox"), kept_port(tmp_path, "bounces")

    async def scene() -> None:
        stop, opened = asyncio.Event(), [asyncio.Event(), asyncio.Event()]
        doors = [
            asyncio.create_task(serve(tmp_path / "戻り", bounces, stop, opened=opened[0])),
            asyncio.create_task(
                serve(tmp_path / "練習", practice, stop, opened=opened[1], bounces=("127.0.0.1", bounces))
            ),
        ]
        async with asyncio.timeout(20):
            for one in opened:
                await one.wait()
            there = ["tanto@example.jp", "fuchaku@example.jp"]
            await aiosmtplib.send(letter(), hostname="127.0.0.1", port=practice, sender=BACK, recipients=there)
            while not list((tmp_path / "戻り" / "new").iterdir()):
                await asyncio.sleep(0.01)
            stop.set()
            await asyncio.gather(*doors)

    asyncio.run(scene())
    [kept] = open_box(tmp_path / "練習")
    assert kept.get_all("X-Envelope-To") == ["tanto@example.jp", "fuchaku@example.jp"]
    [came_back] = open_box(tmp_path / "戻り")
    assert came_back["X-Envelope-To"] == BACK
    assert came_back["X-Envelope-From"] == "<>", "返送の返送は起きない"
    assert "fuchaku@example.jp" in came_back.as_string()


@pytest.mark.parametrize(
    ("to", "recipient"), [("renraku@localhost", "fuchaku@example.jp"), (BACK, "tanto@example.jp"), ("", "fuchaku@x")]
)
def test_返送の口を持たない手紙と_届く宛先には何も返さない(to: str, recipient: str) -> None:
    with listening("127.0.0.1", 0) as deaf:  # nobody answers here: a try would time out
        asyncio.run(asyncio.wait_for(give_back(to, letter(), recipient, "127.0.0.1", deaf), 5))


def test_返送の受付がなくても_演習は続く(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        asyncio.run(give_back(BACK, letter(), "fuchaku@example.jp", "127.0.0.1", kept_port(tmp_path, "away")))
    [said] = caplog.records
    assert said.getMessage().startswith("演習の返送を届けられませんでした: ")
    assert "fuchaku" not in said.getMessage()
