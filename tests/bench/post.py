"""Ten thousand letters durably sent (claimed, sent, noted), beside a bare pool that only sends the same bytes."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

import aiosmtplib
from sqlalchemy import func, select, text

from cases.clock import JST
from cases.records import Letter
from cases.vocabulary import LetterState
from flows import world
from flows.mail.mailer import Mailer, MailServer
from flows.mail.posting import Post
from flows.mail.wire import message
from flows.post.letters import post_letters
from tests.bench.site import free_port, quiet_house
from tests.house import House
from tests.rig import until

LETTERS = 10_000
DOMAINS = 157
CONNECTIONS = 4
TARGET = 0.5
START = datetime(2021, 11, 1, 9, 0, tzinfo=JST)
SENDER = "renraku@pref.example"

LAY = text(
    "INSERT INTO letter (case_id, authority_code, key, name, recipient_office, address, must_act, subject, body, html,"
    " message_id, state, attempts, written_at, next_try_at, due_at, answer) "
    "SELECT NULL, authority_code, :mark || n, name, recipient_office, 'p' || n || '@d' || n % :domains || '.example',"
    " n % 3 <> 0, subject, body, html, '<' || :mark || n || '@bench>', 'written', 0, :now, :now,"
    " :now + make_interval(mins => n % 600), '' FROM letter, generate_series(1, :count) n WHERE letter.id = :model"
)


def measure() -> None:
    print(f"\n■ 通知 {LETTERS:,} 通を確実に送る（取り出し・送信・記録）と、送るだけの場合", flush=True)
    with quiet_house(START) as house, _sink() as port:
        officer = house.office("徳島県")["担当1"]
        house.suspicion(officer, detected_at=START, grasped_at=START)
        house.drain()
        server = MailServer("127.0.0.1", port, SENDER, bounce_domain="pref.example")
        world.enter(replace(world.here(), mailer=Mailer(server, CONNECTIONS)))
        _round(house, "warm-", 500)
        bare = [_bare(house, port)]
        durable = [_round(house, f"{n}-", LETTERS) for n in range(2)]
        bare.append(_bare(house, port))
    ours, theirs = max(durable), max(bare)
    print(f"  送るだけ（aiosmtplib、接続 {CONNECTIONS} 本）: " + "、".join(f"{one:,.0f}" for one in bare) + " 通/秒")
    print("  確実に送る: " + "、".join(f"{one:,.0f}" for one in durable) + " 通/秒")
    verdict = "○" if ours / theirs >= TARGET else "×"
    print(f"  {verdict} 割合 {ours / theirs:.0%}（目標 ≥ {TARGET:.0%}）", flush=True)


def _round(house: House, mark: str, count: int) -> float:
    """Letters a second, from the first claim to the last note."""
    with house.owner.begin() as connection:
        model = connection.scalar(select(func.max(Letter.id)).where(Letter.key.not_like("%-%")))
        row = {"mark": mark, "count": count, "domains": DOMAINS, "now": house.clock.now(), "model": model}
        connection.execute(LAY, row)
    with house.owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE letter"))
    begun = time.perf_counter()
    asyncio.run(post_letters.fn(0))
    took = time.perf_counter() - begun
    with house.owner.connect() as connection:
        sent = select(func.count()).where(Letter.key.like(f"{mark}%"), Letter.state == LetterState.ACCEPTED)
        assert connection.scalar(sent) == count, "not every letter is noted as accepted"
    return count / took


def _bare(house: House, port: int) -> float:
    """The same bytes over as many connections, and nothing else."""
    with house.owner.connect() as connection:
        model = connection.execute(select(Letter.subject, Letter.body, Letter.html).where(Letter.html != "")).first()
    assert model is not None
    posts = [
        Post(n, f"p{n}@d{n % DOMAINS}.example", model.subject, model.body, f"<{n}@bench>", START, html=model.html)
        for n in range(LETTERS)
    ]
    ready = [(post.address, message(post, SENDER)) for post in posts]

    async def lane(mine: list[tuple[str, bytes]]) -> None:
        client = aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False)
        await client.connect()
        for address, raw in mine:
            await client.sendmail(SENDER, [address], raw)
        await client.quit()

    async def all_lanes() -> None:
        await asyncio.gather(*(lane(ready[n::CONNECTIONS]) for n in range(CONNECTIONS)))

    begun = time.perf_counter()
    asyncio.run(all_lanes())
    return LETTERS / (time.perf_counter() - begun)


@contextmanager
def _sink() -> Iterator[int]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.sink", str(port)])
    try:
        until(lambda: _answers(port), "the sink answers")
        yield port
    finally:
        process.kill()
        process.wait()


def _answers(port: int) -> bool:
    import socket

    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False
