"""What comes back to the bounces' door, read: reports, plain words, automatic answers, hostile bytes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.post.server_answers import is_dead, meaning
from cases.vocabulary import BounceKind
from flows.mail.bounces import read

REPORT = """From: MAILER-DAEMON@mx.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

{blocks}
--b
Content-Type: message/rfc822

Subject: =?utf-8?b?5qWt5YuZ?=

--b--
"""
GONE = "Final-Recipient: rfc822; a@a.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 unknown\n"
LATE = "Final-Recipient: rfc822; a@a.example\nAction: delayed\nStatus: 4.4.1\nWill-Retry-Until: tomorrow\n"
FULL = "Action: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp;\n 552 5.2.2 mailbox\n full\n"
ARRIVED = "Action: delivered\nStatus: 2.0.0\n"


def report(*blocks: str) -> bytes:
    return REPORT.format(blocks="\n".join(blocks)).encode()


def plain(subject: str, sender: str, body: str = "", *heads: str) -> bytes:
    lines = [f"From: {sender}", f"Subject: {subject}", *heads, "Content-Type: text/plain; charset=utf-8", "", body]
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("raw", "kind", "said", "dead"),
    [
        (report(GONE), BounceKind.FAILED, "5.1.1 550 5.1.1 unknown", True),
        (report(FULL), BounceKind.FAILED, "5.2.2 552 5.2.2 mailbox full", False),
        (report(LATE), BounceKind.DELAYED, "4.4.1", False),
        (report(LATE, GONE), BounceKind.FAILED, "5.1.1 550 5.1.1 unknown", True),
        (report(ARRIVED), BounceKind.IGNORED, "2.0.0", False),
        (report("Status: 5.0.0\nDiagnostic-Code: smtp; 550 no such user\n"), BounceKind.FAILED, "5.0.0", False),
        (report("Action: failed\n"), BounceKind.FAILED, "返送されました", False),
        (report("nothing here\n"), BounceKind.UNCLEAR, "", False),
        (plain("Undeliverable: 業務", "a@b", "550 5.1.1 <a@a.example> unknown"), BounceKind.FAILED, "550 5.1.1", False),
        (plain("failure notice", "MAILER-DAEMON@x", "Sorry."), BounceKind.FAILED, "返送されました", False),
        (plain("配信不能のお知らせ", "a@b"), BounceKind.FAILED, "返送されました", False),
        (plain("不在にしています", "a@b", "休暇中", "Auto-Submitted: auto-replied"), BounceKind.IGNORED, "", False),
        (plain("Re: 業務", "a@b", "承知しました"), BounceKind.UNCLEAR, "", False),
        (b"", BounceKind.UNCLEAR, "", False),
    ],
)
def test_返送の読み方(raw: bytes, kind: BounceKind, said: str, dead: bool) -> None:
    found = read(raw)
    assert (found.kind, found.dead) == (kind, dead)
    assert found.said.startswith(said)


HOSTILE = [
    report("Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; \0\x7f" + "あ" * 5000 + "\n"),
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=\r\n\r\n--\r\n",
    b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 3000,
    b"\xff\xfe" * 2000,
    b"Content-Type: message/delivery-status\nAction: failed\n\n" + b"Action: failed\n\n" * 3000,
    b"Action: failed\n" * 3000,
    report("Action: failed\nStatus: 5.1.1\nDiagnostic-Code: =?x-unknown?q?=FF?=\n").replace(b"\n", b"\r"),
]


@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
def test_悪意のある返送でも倒れず_残す文は短く一行である(raw: bytes) -> None:
    found = read(raw)
    assert len(found.said) <= 500
    assert not set(found.said) & set("\n\r\0")
    found.said.encode()


@given(st.binary(max_size=300), st.integers(0, len(report(GONE))))
@settings(max_examples=150, deadline=None)
def test_どんなに壊れた返送でも倒れない(noise: bytes, at: int) -> None:
    whole = report(GONE)
    for raw in (noise, whole[:at] + noise, whole[:at] + noise + whole[at:]):
        read(raw).said.encode()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("550 5.1.1 no such user", "その宛先（メールボックス）は存在しません"),
        ("452 4.2.2 full", "宛先のメールボックスがいっぱいです"),
        ("554 5.7.26 DMARC", "相手の組織の規則により、受け取りを断られました"),
        ("451 try later", "相手のメールサーバの都合で、後で送るよう求められました"),
        ("5.0.0 550 5.1.2 host", "宛先の@より後（組織のドメイン）が存在しません"),
        ("599 ???", "メールサーバが受け取りませんでした"),
        ("", "メールサーバの返答がありません"),
        ("メールサーバに接続できません", "メールサーバに接続できません"),
    ],
)
def test_サーバの返答は平易な日本語になる(answer: str, words: str) -> None:
    assert meaning(answer) == words


def test_どの返答も日本語の一文になる() -> None:
    for code in (*range(400, 600), *(f"5.{n}.{m}" for n in range(9) for m in range(30))):
        said = meaning(f"{code} something in English")
        assert said
        assert said.isascii() is False


def test_一般的な番号は次の番号を見る() -> None:
    assert is_dead(0, "5.0.0 550 5.1.1 x")
    assert not is_dead(550, "5.0.0 no such user")
