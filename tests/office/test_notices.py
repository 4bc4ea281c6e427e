"""お知らせ: 画面で読む・既読、通知の設定、必須の通知、一日一回のまとめ。"""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest
from sqlalchemy import select, update

from cases.clock import JST
from cases.errors import NotFound, WrongRole
from cases.handbook import STAGES
from cases.office.notice_wishes import ALWAYS, INFORMING, Wish
from cases.office.notices import FixedLetter, HowToTell
from cases.post import digests
from cases.post.writing import Sender
from cases.records import Letter
from cases.store.officers import SignedIn
from cases.vocabulary import Informed
from flows.post.digests import write_digests
from tests.a_case import Case
from tests.house import House

FRIDAY = datetime(2021, 10, 29, 16, 0, tzinfo=JST)
"""The next day on which the office opens is Monday, 1 November."""
SENDER = Sender("http://127.0.0.1:8501", False)


def letters(house: House, who: SignedIn) -> list[Letter]:
    with house.owner.connect() as connection:
        rows = connection.execute(select(Letter).where(Letter.recipient_id == who.id).order_by(Letter.id))
        return [row for row in rows]  # type: ignore[misc]


def state(house: House, who: SignedIn, name: str) -> str:
    return str([letter for letter in letters(house, who) if letter.name == name][-1].state)


@pytest.mark.parametrize(
    ("letter", "must_act", "wish", "fixed", "way"),
    [
        ("advice_given", False, "now", (), "now"),
        ("advice_given", False, "digest", (), "digest"),
        ("advice_given", False, "screen", (), "screen"),
        ("advice_given", False, "screen", ("advice_given",), "now"),
        ("advice_given", True, "screen", (), "now"),
        ("reminder_informed", False, "screen", (), "now"),
    ],
)
def test_対応を求める通知と必須の通知は_希望によらず直ちに送る(
    letter: str, must_act: bool, wish: str, fixed: tuple[str, ...], way: str
) -> None:
    assert Wish(Informed(wish), fixed=frozenset(fixed)).of(letter, must_act=must_act) == way


def test_情報提供だけの通知には_どれも設定の画面の名前がある() -> None:
    informing = {one.name for stage in STAGES for one in stage.letters if not one.must_act}
    assert informing <= set(INFORMING)
    assert set(INFORMING) >= ALWAYS


@pytest.mark.parametrize(
    ("now", "next_one"),
    [
        (FRIDAY, datetime(2021, 11, 1, 8, 30, tzinfo=JST)),
        (datetime(2021, 11, 1, 8, 29, tzinfo=JST), datetime(2021, 11, 1, 8, 30, tzinfo=JST)),
        (datetime(2021, 11, 2, 8, 30, tzinfo=JST), datetime(2021, 11, 4, 8, 30, tzinfo=JST)),
        (datetime(2021, 12, 28, 9, 0, tzinfo=JST), datetime(2022, 1, 4, 8, 30, tzinfo=JST)),
    ],
)
def test_まとめは次の開庁日の朝に届く(now: datetime, next_one: datetime) -> None:
    assert Wish(Informed.DIGEST).next_digest(now) == next_one


def test_まとめは一日一通で_二台でも失わず重ねず_遅れればそう言う(house: House) -> None:
    boss = house.office("徳島県")["課長"]
    with house.desk(boss) as desk:
        assert desk.notices.wish().informed is Informed.NOW
        desk.notices.choose(HowToTell(informed=Informed.DIGEST))
        assert desk.notices.wish() == HowToTell(informed=Informed.DIGEST, digest_at="08:30")
    case = Case.opened(house)
    case.judged()
    gathered = [letter for letter in letters(house, boss) if letter.state == "gathered"]
    assert {letter.name for letter in gathered} == {"case_received_info", "ministry_report_due_info"}
    assert not any(letter.must_act for letter in gathered)
    with house.desk(boss) as desk:
        assert desk.notices.unread() == len(letters(house, boss))  # 画面ではすぐに読める
        assert {one.way for one in desk.notices.all() if not one.must_act} == {"次の一日一回の通知にまとめる"}
    house.clock.set(datetime(2021, 11, 1, 8, 29, tzinfo=JST))
    assert not digests.owed(house.engine, house.clock.now())
    house.clock.set(datetime(2021, 11, 1, 11, 30, tzinfo=JST))
    assert digests.owed(house.engine, house.clock.now())

    async def two() -> list[int]:
        return list(await asyncio.gather(*(write_digests.fn(n) for n in (1, 2, 3))))

    assert sum(asyncio.run(two())) == 1
    assert digests.write_due(house.engine, house.clock.now(), SENDER) == 0
    (digest,) = [letter for letter in letters(house, boss) if letter.name == "digest"]
    assert "お知らせ2件（2021年11月1日(月)）" in digest.subject
    assert digest.body.startswith("【情報提供】対応は不要です。\n※ この通知は、3時間 遅れて送信しています。\n")
    for letter in gathered:
        assert letter.subject in digest.body
    carried = {letter.carried_by for letter in letters(house, boss) if letter.state == "gathered"}
    assert carried == {digest.id}
    # その日のうちに止まっていた分がもう一度期限になっても、二通目は出さず、次の開庁日に回す
    with house.owner.begin() as connection:
        connection.execute(update(Letter).where(Letter.id == gathered[0].id).values(carried_by=None))
    assert digests.write_due(house.engine, house.clock.now(), SENDER) == 0
    house.clock.set(datetime(2021, 11, 2, 8, 30, tzinfo=JST))
    assert digests.write_due(house.engine, house.clock.now(), SENDER) == 1
    second = letters(house, boss)[-1]
    assert second.name == "digest"
    assert "遅れて" not in second.body
    with house.desk(boss) as desk:
        assert "digest" not in {one.way for one in desk.notices.all()}
        assert len(desk.notices.all()) == len(letters(house, boss)) - 2


def test_お知らせは本人だけが読み_必須の通知は決裁者が定める(house: House) -> None:
    office = house.office("徳島県")
    one, boss = office["担当1"], office["課長"]
    with house.desk(boss) as desk:
        desk.notices.choose(HowToTell(informed=Informed.SCREEN))
        desk.notices.fix(FixedLetter(letter="ministry_report_due_info", fixed=True, reason="決裁の準備のため"))
        by = {kind.letter: kind.by for kind in desk.notices.kinds()}
        assert (by["ministry_report_due_info"], by["reminder_informed"], by["case_closed"]) == (
            boss.office,
            "本製品",
            "",
        )
        with pytest.raises(NotFound):
            desk.notices.fix(FixedLetter(letter="reminder_informed", fixed=False, reason="不要"))
    with pytest.raises(WrongRole), house.desk(one) as desk:
        desk.notices.fix(FixedLetter(letter="case_closed", fixed=True, reason="必要"))
    case = Case.opened(house)
    case.judged()
    assert state(house, boss, "case_received_info") == "on_screen"
    assert state(house, boss, "ministry_report_due_info") == "written"
    with house.desk(one) as desk:
        mine = desk.notices.all()
        assert {notice.must_act for notice in mine} == {True}
        assert desk.notices.unread() == len(mine) > 1
        assert desk.notices.mark_read([mine[-1].id]) == 1
        assert desk.notices.mark_read([mine[-1].id]) == 0
        assert desk.notices.unread() == len(mine) - 1
        assert desk.notices.all()[-1].id == mine[-1].id
    with pytest.raises(NotFound), house.desk(boss) as desk:
        desk.notices.mark_read([mine[0].id])
    with house.desk(boss) as desk:
        assert not any(notice.read for notice in desk.notices.all())
        assert desk.notices.mark_read() == len(desk.notices.all())
        assert desk.notices.unread() == 0
    with house.desk(house.office("奈良県")["担当1"]) as desk:
        assert desk.notices.all() == []
    house.later(days=61)
    with house.desk(one) as desk:
        assert desk.notices.all() == []
