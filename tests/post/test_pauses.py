"""Pauses, order, addresses and the mail's bytes: what the post room decides without a database or a server."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.post.outbox import Outcome
from cases.post.pauses import PAUSES, SERVER_PAUSES, SPREAD, pause, server_pause
from cases.post.server_answers import is_dead
from cases.vocabulary import LetterState
from flows.mail.posting import Post
from flows.mail.rounds import Round
from flows.mail.wire import message

AT = datetime(2021, 10, 31, 0, 30, tzinfo=UTC)


def letter(n: int = 1, address: str = "a@a.example", **more: str) -> Post:
    given = {"subject": "業務", "body": "本文", "message_id": f"<{n}@renraku>", **more}
    return Post(id=n, address=address, written_at=AT, **given)  # type: ignore[arg-type]


@given(st.integers(1, 60), st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_間は伸びていき_上限を超えず_いつ誰が計っても同じである(attempts: int, seed: str) -> None:
    this, following = pause(attempts, seed), pause(attempts + 1, seed)
    whole = PAUSES[min(attempts, len(PAUSES)) - 1]
    assert whole * (1 - SPREAD) <= this <= whole <= PAUSES[-1]
    assert this == pause(attempts, seed)
    assert following >= this * (1 - SPREAD)
    if attempts < len(PAUSES):
        assert following > this


def test_一緒に断られた通知は_同じ瞬間には戻らない() -> None:
    back = {pause(5, f"<{n}@renraku>") for n in range(200)}
    assert len(back) == 200
    assert max(back) - min(back) > timedelta(minutes=5)


@pytest.mark.parametrize(("times", "seconds"), [(0, 30), (1, 30), (2, 60), (3, 120), (4, 300), (99, 300)])
def test_サーバの休みは五分を超えない(times: int, seconds: int) -> None:
    assert server_pause(times) == timedelta(seconds=seconds)
    assert max(SERVER_PAUSES) == timedelta(minutes=5)


@pytest.mark.parametrize(
    ("code", "said", "dead"),
    [
        (550, "5.1.1 User unknown", True),
        (550, "no such user", True),
        (551, "User not local", True),
        (553, "5.1.3 bad destination syntax", True),
        (550, "5.2.1 mailbox disabled", True),
        (550, "5.1.10 null MX", True),
        (550, "5.7.1 relaying denied", False),
        (554, "transaction failed", False),
        (552, "5.2.2 mailbox full", False),
        (550, "5.4.1 recipient address rejected: access denied", False),
        (554, "5.7.26 unauthenticated mail", False),
        (500, "5.5.2 syntax", False),
    ],
)
def test_宛先がないという答えだけが宛先を止める(code: int, said: str, dead: bool) -> None:
    assert is_dead(code, said) is dead


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=120)


@given(subject=TEXTS, body=st.lists(TEXTS, max_size=5).map("\n".join), html=st.sampled_from(["", "<p>本文</p>"]))
@settings(max_examples=150, deadline=None)
def test_どんな件名と本文でも_読み手には書いたとおりに届く(subject: str, body: str, html: str) -> None:
    raw = message(letter(subject=subject, body=body, html=html), "renraku@pref.example")
    assert all(len(line) <= 78 for line in raw.split(b"\r\n"))
    assert raw.endswith(b"\r\n")
    assert not {*b"\r\n"} & {*raw.replace(b"\r\n", b"")}
    assert not any(line.startswith(b".") for line in raw.split(b"\r\n")), "the mailer sends it as it stands"
    read = message_from_bytes(raw, policy=default)
    assert read["Subject"] == " ".join(subject.split())
    assert read["From"].addresses[0].display_name == "連絡（自動通知）"
    assert read["From"].addresses[0].addr_spec == "renraku@pref.example"
    assert read["To"] == "a@a.example"
    assert read["Message-ID"] == "<1@renraku>"
    assert read["Date"].datetime == AT
    plain = read.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().splitlines() == (body.splitlines() or [""])
    rich = read.get_body(("html",))
    assert (rich.get_content().strip() if rich else "") == html
    assert read.is_multipart() is bool(html)


def test_件名の改行で見出しは増やせない() -> None:
    raw = message(
        letter(subject="業務\r\nBcc: x@evil.example\r\n\r\n本文", address="a@a.example\r\nBcc: y@evil.example"), "r@p"
    )
    read = message_from_bytes(raw, policy=default)
    assert read["Bcc"] is None
    assert raw.count(b"\r\n\r\n") == 1


def test_一つの組織への同時の通信は限られ_順は急ぐものからである() -> None:
    posts = [letter(n, f"{n}@{'a' if n < 6 else 'b'}.example") for n in range(8)]

    async def scene() -> list[int]:
        round_ = Round(posts, per_domain=2)
        first = [await round_.next() for _ in range(4)]
        order = [one.id for one in first if one]
        third = asyncio.create_task(round_.next())
        await asyncio.sleep(0)
        assert not third.done()  # both domains have their share
        round_.done(first[0], Outcome(0, LetterState.ACCEPTED))  # type: ignore[arg-type]
        freed = await third
        return [*order, freed.id if freed else -1]

    assert asyncio.run(scene()) == [0, 1, 6, 7, 2]


def test_サーバがいないとわかれば_残りは試さずに戻す() -> None:
    async def scene() -> None:
        round_ = Round([letter(n) for n in range(5)], per_domain=3)
        post = await round_.next()
        assert post is not None
        round_.stop("いない")
        round_.done(post, Outcome(post.id, LetterState.DEFERRED, "いない", tried=False))
        assert await round_.next() is None
        done = round_.result()
        assert (done.away, len(done.outcomes)) == ("いない", 5)
        assert not any(outcome.tried for outcome in done.outcomes)

    asyncio.run(scene())
