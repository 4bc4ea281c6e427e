"""The post room against a mail server that puts off, refuses, hangs, drops and is away: nothing is lost."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult
from sqlalchemy import text

from cases.post import outbox
from flows import world
from flows.mail.mailer import Mailer, MailServer
from flows.post.letters import post_letters
from tests.flows.post_office import DROP_ONCE, HANG, PostOffice, lay, opened, self_signed, states
from tests.house import House


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with opened(PostOffice()) as one:
        yield one


def connect(house: House, server: MailServer, connections: int = 4) -> None:
    world.enter(replace(world.here(), mailer=Mailer(server, connections)))


def at(port: int, **more: object) -> MailServer:
    return MailServer("127.0.0.1", port, "renraku@pref.example", **{"timeout": 0.4, **more})  # type: ignore[arg-type]


def post(house: House) -> int:
    return asyncio.run(post_letters.fn(0))


def test_サーバの答えのとおりの状態になり_何も失われず_重なるのは本文を渡した後だけである(
    house: House, office: PostOffice
) -> None:
    officer = house.office("徳島県")["担当1"]
    house.facility()
    case = house.suspicion(officer)
    house.drain()
    connect(house, at(office.port, bounce_domain="pref.example"))
    post(house)  # the case's own letters
    office.rcpt = {
        "later@b.example": "451 4.3.0 try later",
        "nobody@c.example": "550 5.1.1 no such user",
        "hang@e.example": HANG,
    }
    office.data = {"unwelcome@d.example": "554 5.7.1 policy", "drop@f.example": DROP_ONCE}
    odd = ["", "係@県", "a@b@c", "two@x.example, three@x.example"]
    told = ["ok@a.example", *office.rcpt, *office.data]
    lay(house, [(address, True, None) for address in [*told, *odd]], case=case)
    post(house)
    assert states(house) == {
        "ok@a.example": "accepted",
        "later@b.example": "deferred",
        "nobody@c.example": "refused",
        "hang@e.example": "deferred",
        "unwelcome@d.example": "refused",
        "drop@f.example": "deferred",
        **dict.fromkeys(odd, "refused"),
    }
    office.rcpt.clear()
    house.later(minutes=2)
    post(house)
    assert Counter(states(house).values()) == {"accepted": 4, "refused": 6}
    times = Counter((to, number) for to, number, _ in office.got)
    assert {to for (to, _), n in times.items() if n > 1} == {"drop@f.example"}
    # what is final is a task of an officer, once, and stands in the history
    house.drain()
    sheet = house.case(officer, case)
    (task,) = [t for t in sheet.tasks if t.code == "undelivered"]
    assert task.holder == "担当1"
    assert any("への通知が届きませんでした（不達）" in str(line.facts) for line in sheet.history)
    # only the address that does not exist is stopped; the next letter to it is not even tried
    office.asked.clear()
    lay(house, [("nobody@c.example", True, None), ("unwelcome@d.example", True, None)], case=case)
    office.data.clear()
    house.later(minutes=1)
    lay(house, [("Nobody@C.example", False, None)], case=case)
    post(house)
    assert set(office.asked) & {"nobody@c.example", "Nobody@C.example"} == set()
    assert "unwelcome@d.example" in office.asked
    with house.owner.connect() as connection:
        held = connection.scalar(text("SELECT count(*) FROM letter WHERE state = 'held'"))
        assert held == 2
        assert connection.scalars(text("SELECT address FROM suppressed_address")).all() == ["nobody@c.example"]


def test_メールサーバが四時間いなくても_戻れば急ぐものから順にすべて届く(house: House, office: PostOffice) -> None:
    house.office("徳島県")
    now = house.clock.now()
    urgency = [
        ("act-soon@a.example", True, now + timedelta(minutes=30)),
        ("act-later@a.example", True, now + timedelta(hours=9)),
        ("act-some-day@a.example", True, None),
        ("info-soon@a.example", False, now + timedelta(minutes=10)),
        ("info@a.example", False, None),
    ]
    lay(house, reversed(urgency))
    connect(house, at(9))
    tries = 0
    for _ in range(8):
        tries += post(house) > 0
        assert not outbox.unsent(house.engine, house.clock.now())  # the engine has nothing to do meanwhile
        house.later(minutes=30)
    assert tries == 8
    assert set(states(house).values()) == {"deferred"}
    connect(house, at(office.port), connections=1)
    post(house)
    assert [to for to, _, _ in office.got] == [address for address, _, _ in urgency]
    assert set(states(house).values()) == {"accepted"}
    assert len(office.sessions) == 1


def test_二日たっても届けられなければ諦めて業務になり_サーバがいないときも同じである(
    house: House, office: PostOffice
) -> None:
    officer = house.office("徳島県")["担当1"]
    house.facility()
    case = house.suspicion(officer)
    office.rcpt = {"full@b.example": "452 4.2.2 mailbox full"}
    lay(house, [("full@b.example", True, None)], case=case)
    connect(house, at(office.port))
    post(house)
    house.later(hours=47)
    post(house)
    assert states(house) == {"full@b.example": "deferred"}
    lay(house, [("young@b.example", True, None)], case=case)
    house.later(hours=2)
    connect(house, at(9))
    post(house)
    assert states(house) == {"full@b.example": "expired", "young@b.example": "deferred"}
    house.drain()
    assert [t.code for t in house.case(officer, case).tasks].count("undelivered") == 1


def test_ある組織のサーバだけが断り続けても_ほかは届き_その組織はしばらく休む(house: House, office: PostOffice) -> None:
    house.office("徳島県")
    busy = [(f"{n}@busy.example", True, None) for n in range(12)]
    office.rcpt = {address: "450 4.7.1 greylisted" for address, _, _ in busy}
    lay(house, [*busy, ("ok@a.example", False, None)])
    connect(house, at(office.port))
    post(house)
    assert [to for to, _, _ in office.got] == ["ok@a.example"]
    assert 3 <= len([a for a in office.asked if "busy" in a]) <= 6
    assert not outbox.unsent(house.engine, house.clock.now())
    house.later(seconds=31)
    assert outbox.unsent(house.engine, house.clock.now())
    office.rcpt.clear()
    post(house)
    house.later(minutes=2)
    post(house)
    assert set(states(house).values()) == {"accepted"}
    assert len(office.got) == 13


def test_STARTTLSと認証で送れ_認証できなければ通知は失われず待つ(house: House, tmp_path: Path) -> None:
    house.office("徳島県")
    file, context = self_signed(tmp_path)

    def check(server: object, session: object, envelope: object, mechanism: str, data: object) -> AuthResult:
        good = (getattr(data, "login", b""), getattr(data, "password", b"")) == (b"renraku", b"himitsu")
        return AuthResult(success=good, handled=False)

    locked = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": check}
    with opened(PostOffice(), **locked) as office:
        secure = at(office.port, timeout=3, starttls=True, authorities=file, username="renraku", password="himitsu")
        lay(house, [("ok@a.example", True, None)])
        for wrong in (replace(secure, password="x"), replace(secure, authorities=None)):
            connect(house, wrong)
            post(house)
            assert states(house) == {"ok@a.example": "deferred"}
            house.later(minutes=5)
        connect(house, secure)
        post(house)
        assert states(house) == {"ok@a.example": "accepted"}


def test_初めからTLSで話すサーバーにも_証明書を確かめて送る(house: House, tmp_path: Path) -> None:
    house.office("徳島県")
    file, context = self_signed(tmp_path)
    with opened(PostOffice(), ssl_context=context) as office:
        secure = at(office.port, timeout=3, tls=True, authorities=file)
        lay(house, [("ok@a.example", True, None)])
        for wrong in (replace(secure, tls=False, timeout=0.5), replace(secure, authorities=None)):
            connect(house, wrong)
            post(house)
            assert states(house) == {"ok@a.example": "deferred"}
            house.later(minutes=5)
        connect(house, secure)
        post(house)
        assert states(house) == {"ok@a.example": "accepted"}
