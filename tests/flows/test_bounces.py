"""A letter that was accepted comes back: the door, the letter, the task, the page; and putting back what was lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace

import aiosmtplib
import pytest
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from cases.errors import AddressStopped, LetterSettled, NotFound, WrongRole
from cases.post.facts import AddressResumed, LetterResent, LetterTold
from cases.post.sending_again import replay
from cases.post.views import NotReached
from cases.store.officers import SignedIn
from cases.vocabulary import LetterState, PostView
from flows.mail import bounce_door
from flows.mail.bounce_door import Door
from infra.commands import letters, opening
from infra.practice.returned import WAYS, report
from tests.flows.post_office import PostOffice, lay, opened, states
from tests.flows.test_post_room import at, connect, post
from tests.flows.test_reading_bounces import GONE, plain
from tests.flows.test_reading_bounces import report as a_report
from tests.house import House

DOMAIN = "pref.example"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with opened(PostOffice()) as one:
        yield one


def through_the_door(
    house: House, folder: Path, scene: Callable[[aiosmtplib.SMTP], Awaitable[None]], *, lmtp: bool = False
) -> None:
    """One caller at the door, on a free port."""

    async def play() -> None:
        stop, ready = asyncio.Event(), asyncio.Event()
        with opened_port() as port:
            pass
        door = Door(house.engine, house.clock, DOMAIN, folder / "aside")
        serving = asyncio.create_task(bounce_door.serve(door, "127.0.0.1", port, stop, ready, lmtp=lmtp))
        async with asyncio.timeout(20):
            await ready.wait()
            client = aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False)
            if not lmtp:
                await client.connect()
            await scene(client)
            client.close()
            stop.set()
            await serving

    asyncio.run(play())


def opened_port():  # type: ignore[no-untyped-def]
    import socket
    from contextlib import contextmanager

    @contextmanager
    def free() -> Iterator[int]:
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            yield one.getsockname()[1]

    return free()


def waiting(house: House, officer: SignedIn, view: PostView = PostView.WAITING) -> list[NotReached]:
    with house.desk(officer) as desk:
        return list(desk.post.not_reached(view))


@pytest.fixture
def sent(house: House, office: PostOffice) -> tuple[House, PostOffice, int]:
    """A case of 徳島県 whose letters were all accepted, with three to people outside."""
    staff = house.office("徳島県")
    house.office("奈良県")
    house.facility()
    case = house.suspicion(staff["担当1"])
    house.drain()
    lay(house, [(f"{n}@a.example", True, None) for n in ("byoin", "shi", "ken")], case=case)
    connect(house, at(office.port, bounce_domain=DOMAIN))
    post(house)
    assert set(states(house).values()) == {"accepted"}
    return house, office, case


def test_受け取られた後の返送は状態を改め_業務になり_電話で伝えると完了する(
    sent: tuple[House, PostOffice, int], tmp_path: Path
) -> None:
    house, office, case = sent
    officer = house.office("徳島県")["担当1"]
    back = {name: office.sender_of(f"{name}@a.example") for name in ("byoin", "shi", "ken")}
    assert len(set(back.values())) == 3

    async def scene(client: aiosmtplib.SMTP) -> None:
        await client.sendmail("", [back["byoin"]], a_report(GONE))
        await client.sendmail("", [back["byoin"]], a_report(GONE))
        late = report(EmailMessage(), "shi@a.example", WAYS["okureru"])
        await client.sendmail("", [back["shi"]], late)
        await client.sendmail("", [back["ken"]], plain("不在", "ken@a.example", "休暇", "Auto-Submitted: auto-replied"))
        await client.sendmail("", [back["ken"]], b"\xff\xfe hostile")
        await client.sendmail("", [f"bounce+{'0' * 32}@{DOMAIN}"], a_report(GONE))
        for stranger in (f"bounce+x@{DOMAIN}", f"root@{DOMAIN}", back["ken"].replace(DOMAIN, "other.example")):
            with pytest.raises(aiosmtplib.SMTPRecipientsRefused):
                await client.sendmail("", [stranger], a_report(GONE))
        with pytest.raises(aiosmtplib.SMTPException):
            await client.sendmail("", [back["ken"]], b"x" * (2 * 1024 * 1024))

    through_the_door(house, tmp_path, scene)
    assert states(house) == {"byoin@a.example": "bounced", "shi@a.example": "accepted", "ken@a.example": "accepted"}
    assert [file.read_bytes()[:2] for file in (tmp_path / "aside").iterdir()] == [b"\xff\xfe"]
    with house.owner.connect() as connection:
        counted = {row.kind: row.times for row in connection.execute(text("SELECT kind, times FROM bounce_count"))}
    assert counted == {"failed": 1, "repeated": 1, "delayed": 1, "ignored": 1, "unclear": 1, "unknown": 1}

    house.drain()
    (one,) = waiting(house, officer)
    assert (one.state, one.address, one.meaning) == (
        "返送",
        "byoin@a.example",
        "その宛先（メールボックス）は存在しません",
    )
    assert one.stopped_since is not None
    with house.desk(officer) as desk:
        assert desk.post.waiting() == 1
    assert waiting(house, house.office("奈良県")["担当1"]) == []
    assert len(waiting(house, house.office("厚生労働省")["担当"])) == 1

    facts = LetterTold(told_at=house.clock.now(), whom="事務長", note="受信できないとのこと")
    with pytest.raises(NotFound), house.desk(house.office("奈良県")["担当1"]) as desk:
        desk.post.told(one.id, facts)
    with pytest.raises(WrongRole), house.desk(house.office("徳島県")["医療監視員"]) as desk:
        desk.post.told(one.id, facts)
    with house.desk(officer) as desk:
        desk.post.told(one.id, facts)
    assert waiting(house, officer) == []
    (done,) = waiting(house, officer, PostView.TOLD)
    assert (done.told_by, done.told_note) == ("徳島県 担当1", "事務長　電話　受信できないとのこと")
    sheet = house.case(officer, case)
    (task,) = [t for t in sheet.tasks if t.code == "undelivered"]
    assert task.done_by == "徳島県 担当1"
    assert any(line.name == "letter_told" and "事務長" in line.note for line in sheet.history)


def test_宛先を改めて送り直すと同じ番号で届き_業務は完了する(
    sent: tuple[House, PostOffice, int], tmp_path: Path
) -> None:
    house, office, case = sent
    officer = house.office("徳島県")["担当1"]
    old = office.sender_of("byoin@a.example")

    async def scene(client: aiosmtplib.SMTP) -> None:
        await client.sendmail("", [old], a_report(GONE))

    through_the_door(house, tmp_path, scene)
    lay(house, [("byoin@a.example", True, None)])
    house.later(minutes=1)
    lay(house, [("byoin@a.example", True, None)], case=case)
    post(house)
    house.drain()
    found = {one.state: one for one in waiting(house, officer) if one.case_number}
    assert set(found) == {"返送", "送信停止"}
    again = LetterResent(reason="電話で確かめた")
    with house.desk(officer) as desk:
        for address in ("", "byoin@a.example", "BYOIN@a.example", "病院"):
            with pytest.raises(AddressStopped):
                desk.post.resend(found["返送"].id, again.model_copy(update={"address": address}))
    with house.desk(officer) as desk:
        assert desk.post.resend(found["返送"].id, again.model_copy(update={"address": "jimu@a.example"})) == 3
    number = next(n for to, n, _ in office.got if to == "byoin@a.example")
    post(house)
    assert number in [n for to, n, _ in office.got if to == "jimu@a.example"]
    assert waiting(house, officer) == []
    through_the_door(house, tmp_path, scene)  # the old address bounces once more: that is past
    assert waiting(house, officer) == []
    house.drain()
    (task,) = [t for t in house.case(officer, case).tasks if t.code == "undelivered"]
    assert task.done_by == "自動処理"
    with pytest.raises(LetterSettled), house.desk(officer) as desk:
        desk.post.resend(found["返送"].id, again)
    with house.desk(officer) as desk:
        (stopped,) = desk.post.stopped()
        desk.post.resume(stopped.id, AddressResumed(reason="受信できることを確かめた"))
        (lifted,) = desk.post.stopped()
        assert (lifted.lifted_by, lifted.lifted_why) == ("徳島県 担当1", "受信できることを確かめた")
    lay(house, [("byoin@a.example", False, None)], case=case)
    house.later(minutes=1)
    post(house)
    assert states(house)["byoin@a.example"] == "accepted"


def test_LMTPでも受け付け_データベースがなければ後で来るよう求める(
    sent: tuple[House, PostOffice, int], tmp_path: Path
) -> None:
    house, office, _ = sent
    back = office.sender_of("ken@a.example")
    heard: list[bytes] = []

    async def scene(client: aiosmtplib.SMTP) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", client.port)
        for line in (b"LHLO mx", b"MAIL FROM:<>", b"RCPT TO:<%s>" % back.encode(), b"DATA", a_report(GONE) + b"\n."):
            heard.append(await _answer(reader))
            writer.write(line.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") + b"\r\n")
        heard.append(await _answer(reader))
        writer.close()

    through_the_door(house, tmp_path, scene, lmtp=True)
    assert heard[-1].startswith(b"250")
    assert states(house)["ken@a.example"] == "bounced"

    class Gone(Door):
        def _take(self, *given: object) -> None:
            with create_engine("postgresql+psycopg://nobody@127.0.0.1:9/x").connect():
                pass

    from aiosmtpd.smtp import Envelope

    envelope = Envelope()
    envelope.rcpt_tos.append(back)
    answer = asyncio.run(Gone(house.engine, house.clock, DOMAIN, tmp_path).handle_DATA(None, None, envelope))  # type: ignore[arg-type]
    assert answer.startswith("451")


async def _answer(reader: asyncio.StreamReader) -> bytes:
    while True:
        line = await reader.readline()
        if line[3:4] != b"-":
            return line


def test_まとめて送り直しても_受け取られた通知は二度送られず_番号は変わらない(
    house: House, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = house.office("徳島県")["担当1"]
    house.facility()
    case = house.suspicion(officer)
    office.rcpt = {
        "wrong@a.example": "550 5.7.1 relay denied by mistake",
        "later@b.example": "451 later",
        "nobody@c.example": "550 5.1.1 unknown",
    }
    lay(house, [(address, True, None) for address in ["ok@a.example", *office.rcpt]], case=case)
    connect(house, at(office.port, bounce_domain=DOMAIN))
    post(house)
    assert [one.address for one in waiting(house, officer, PostView.PUT_OFF)] == ["later@b.example"]
    before, now = set(office.got), house.clock.now()
    office.rcpt = {}
    chosen = tuple(LetterState)  # accepted ones asked for as well: they stay
    dry = replay(house.engine, now, None, chosen, now, dry=True)
    assert (sum(dry.put_back.values()), dry.stopped, dry.cases) == (2, 1, 1)
    assert states(house)["wrong@a.example"] == "refused"
    monkeypatch.setattr(opening, "settings", lambda: SimpleNamespace(role_url=house.urls.__getitem__))
    told = CliRunner().invoke(letters.app, ["replay", "--since", "2021-10-31 00:30", "--dry-run"])
    assert told.output.splitlines()[0] == "送り直すことになる通知: 2 通（再送待ち 1、不達 1）。案件 1 件。"
    assert "宛先のために戻さない通知: 1 通。" in told.output
    assert "送信を止めている宛先: 1 件" in CliRunner().invoke(letters.app, ["status"]).output
    assert isinstance(CliRunner().invoke(letters.app, ["replay", "--since", "きのう"]).exception, letters.WrongWords)
    wrong = CliRunner().invoke(letters.app, ["replay", "--since", "3h", "--states", "accepted"])
    assert isinstance(wrong.exception, letters.WrongWords)
    done = replay(house.engine, now, None, chosen, now, dry=False)
    assert done == dry
    post(house)
    assert states(house) == {
        "ok@a.example": "accepted",
        "wrong@a.example": "accepted",
        "later@b.example": "accepted",
        "nobody@c.example": "refused",
    }
    assert [to for to, _, _ in office.got].count("ok@a.example") == 1
    assert {to for to, _, _ in set(office.got) - before} == {"wrong@a.example", "later@b.example"}
    assert any(line.name == "letters_replayed" for line in house.case(officer, case).history)
