"""要請の周知: the police's request of 2019 goes out the same day, is followed item by item, and ends by itself."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from cases.clock import JST, HandClock
from cases.errors import ActNotOpen, BadFacts, NotFound, WrongRole
from cases.ministry.campaigns import letters as campaign_letters
from cases.ministry.campaigns.views import CampaignView
from cases.records import MINISTRY_CODE, CampaignReminder, Letter
from flows.world import here
from tests.house import House
from tests.kept import KeptDatabase

SENT = datetime(2019, 5, 17, 15, 0, tzinfo=JST)
"""Friday, eight days before the event."""
REQUEST = {
    "source_number": "警察庁丙備一発第12号",
    "source_date": "2019-05-17",
    "source_sender": "警察庁警備局長",
    "source_subject": "大統領来日に伴う警備協力について（要請）",
    "seal_omitted": True,
    "background": "国際テロの脅威が継続し、サイバー攻撃等の発生が懸念される",
    "threats": ["terrorism", "cyber_attack", "unlawful_acts"],
    "protected": ["party", "related_places", "important_places", "transport"],
    "title": "国賓来日に伴う協力要請について",
    "cover": "別紙「要請事項」により、適切な措置をお願いします。",
    "contact": "大臣官房",
    "event_from": "2019-05-25",
    "event_to": "2019-05-28",
    "everybody": False,
    "authorities": ["360007", "290009"],
}


@pytest.fixture
def offices(kept_database: KeptDatabase) -> Iterator[House]:
    """A house on the afternoon on which the request came, with 徳島県, 奈良県, 大阪市 and the ministry."""
    house = House(kept_database.urls(), HandClock(SENT))
    for name in ("徳島県", "奈良県", "大阪市", "厚生労働省"):
        house.office(name)
    yield house
    house.close(keep=True)
    kept_database.clean()


def send(house: House, **facts: Any) -> str:
    with house.desk(house.office("厚生労働省")["担当"]) as desk:
        number = desk.campaigns.send({**REQUEST, **facts})
    house.drain()
    assert isinstance(number, str)
    return number


def seen_by(house: House, office: str, number: str, who: str = "担当1") -> CampaignView:
    with house.desk(house.office(office)[who]) as desk:
        view = desk.campaigns.get(number)
    assert isinstance(view, CampaignView)
    return view


def say(house: House, office: str, number: str, state: str, items: list[str] | None = None, note: str = "") -> None:
    view = seen_by(house, office, number)
    chosen = [str(one.id) for one in view.items if items is None or one.label in items]
    with house.desk(house.office(office)["担当1"]) as desk:
        desk.campaigns.say(number, {"items": chosen, "state": state, "note": note})


def letters(house: House, name: str) -> list[tuple[str, str]]:
    with house.owner.connect() as connection:
        query = select(Letter.authority_code, Letter.recipient_office, Letter.body).where(Letter.name == name)
        return [(row.authority_code, row.recipient_office) for row in connection.execute(query.order_by(Letter.id))]


def bodies(house: House, name: str, code: str) -> list[str]:
    with house.owner.connect() as connection:
        query = select(Letter.body).where(Letter.name == name, Letter.authority_code == code).order_by(Letter.id)
        return list(connection.scalars(query))


def at(house: House, day: int, hour: int = 9, month: int = 5) -> None:
    house.clock.set(datetime(2019, month, day, hour, tzinfo=JST))
    house.drain()


@pytest.mark.requirement("R-180")
@pytest.mark.requirement("R-181")
@pytest.mark.requirement("R-182")
@pytest.mark.requirement("R-183")
@pytest.mark.requirement("R-208")
@pytest.mark.requirement("R-209")
def test_要請は一度の操作で登録され_その日のうちに選んだ自治体だけに届く(offices: House) -> None:
    number = send(offices)
    view = seen_by(offices, "厚生労働省", number, "担当")
    assert dict(view.source)["差出人"] == "警察庁警備局長（公印省略）"
    assert dict(view.source)["番号"] == "警察庁丙備一発第12号"
    assert dict(view.source)["日付"] == "令和元年５月17日"
    assert (view.event_from, view.event_to, view.tentative) == (date(2019, 5, 25), date(2019, 5, 28), True)
    assert view.campaign == "令和元年５月17日から令和元年５月28日まで"
    assert view.background == "国際テロの脅威が継続し、サイバー攻撃等の発生が懸念される"
    assert view.threats == ("国際テロ", "サイバー攻撃", "右翼による違法行為")
    assert view.protected == ("一行", "関連施設", "重要施設", "公共交通機関等")
    assert len(view.items) == 18
    assert {code for code, _ in letters(offices, "campaign_asked")} == {"360007", "290009"}
    body = bodies(offices, "campaign_asked", "360007")[0]
    assert "共通8　サイバーセキュリティ対策の強化（自ら行う）" in body
    assert "個別3　爆発物の原料となり得る化学物質の販売事業者に対する管理強化の指導（関係者を指導する）" in body
    assert "行事の初日まで あと8日" in body
    assert "状況の記録は省内・自治体内の進捗管理のためのもので、要請元への回答ではありません。" in body


@pytest.mark.requirement("R-187")
def test_事項は選び_文言を改め_加えられ_元の事項が分かる(offices: House) -> None:
    number = send(
        offices, items=["C3", "C8", "I10"], reworded=["C3＝来日に伴う関連情報の警察への通報連絡の徹底"], added=["点検"]
    )
    view = seen_by(offices, "徳島県", number)
    assert [(one.label, one.text) for one in view.items] == [
        ("共通3", "来日に伴う関連情報の警察への通報連絡の徹底"),
        ("共通8", "サイバーセキュリティ対策の強化"),
        ("個別10", "重要インフラ事業者等に対する自主警備体制及びサイバーセキュリティ対策の強化の指導"),
        ("追加1", "点検"),
    ]
    with offices.owner.connect() as connection:
        assert list(connection.scalars(text("SELECT source FROM campaign_item ORDER BY position"))) == [
            *("C3", "C8", "I10", "")
        ]


@pytest.mark.requirement("R-205")
@pytest.mark.requirement("R-206")
def test_自治体は事項ごとに状況と理由を記し_国は自治体と事項の表で見る(offices: House) -> None:
    number = send(offices)
    say(offices, "徳島県", number, "done", ["共通1", "共通8"])
    say(offices, "徳島県", number, "confirmed", ["共通2"])
    say(offices, "徳島県", number, "not_applicable", ["個別8"], "ドクターヘリの基地がない")
    with pytest.raises(ActNotOpen):
        say(offices, "徳島県", number, "not_applicable", ["個別1"])
    mine = seen_by(offices, "徳島県", number)
    eighth = next(one for one in mine.items if one.label == "個別8")
    assert (eighth.state, eighth.note, eighth.said_by) == ("該当なし", "ドクターヘリの基地がない", "徳島県 担当1")
    assert eighth.said_at == offices.clock.now()
    view = seen_by(offices, "厚生労働省", number, "担当")
    nara, tokushima = view.addressees
    assert (tokushima.open, nara.open) == (15, 18)
    assert [tokushima.states[n] for n in (0, 1, 7)] == ["対応済", "確認済", "対応済"]
    assert view.row.settled == 0
    with offices.desk(offices.office("厚生労働省")["担当"]) as desk:
        every = desk.exports.list_page("campaign-authorities", {"number": number}, 1, 1)
        found = desk.exports.list_page("campaign-authorities", {"number": number, "words": "徳島", "waiting": "true"})
    assert (every.total, every.pages, len(every.rows)) == (2, 2, 1)
    row = found.rows[0]
    assert (found.total, row["authority"], row["settled"], row["items"]) == (1, "徳島県", 3, 18)
    assert str(row["left"]).startswith("共通2、共通3、")
    assert "個別8" not in str(row["left"])
    assert row["said_at"] == offices.clock.now()


@pytest.mark.requirement("R-207")
def test_行事の前に済んでいない自治体だけに知らせ_期間の後は結果の知らせで終わる(offices: House) -> None:
    number = send(offices)
    say(offices, "奈良県", number, "done")
    at(offices, 20, 8)
    assert letters(offices, "campaign_reminder") == []
    at(offices, 20)
    offices.drain()
    assert letters(offices, "campaign_reminder") == [("360007", who) for who in ("担当1", "担当2", "課長")]
    at(offices, 23)
    at(offices, 24)
    say(offices, "徳島県", number, "done", ["共通1"])
    assert len(letters(offices, "campaign_reminder")) == 9
    at(offices, 28, 23)
    assert len(letters(offices, "campaign_reminder")) == 9
    assert letters(offices, "campaign_summary") == []
    at(offices, 29)
    at(offices, 1, month=7)
    told = letters(offices, "campaign_summary")
    assert {code for code, _ in told} == {"360007", "290009", MINISTRY_CODE}
    assert len(told) == len(set(told))
    assert len(letters(offices, "campaign_reminder")) == 9
    assert "18項目のうち、対応済又は該当なし 1項目、残り 17項目" in bodies(offices, "campaign_summary", "360007")[0]
    with pytest.raises(ActNotOpen):
        say(offices, "徳島県", number, "done", ["共通2"])


@pytest.mark.requirement("R-207")
def test_自動処理が止まっていた間の段は_一通にまとめて_遅れを言って送る(offices: House) -> None:
    number = send(offices)
    offices.clock.set(datetime(2019, 5, 23, 13, tzinfo=JST))
    offices.drain()
    body = bodies(offices, "campaign_reminder", "360007")
    assert len(body) == 3
    assert "※ 4時間 遅れて送信しています。" in body[0]
    ledger = seen_by(offices, "厚生労働省", number, "担当").reminders
    assert [(row.days, row.people, row.authorities, row.late) for row in ledger] == [(2, 6, 2, "4時間 遅れて送信")]
    with offices.owner.connect() as connection:
        assert connection.scalars(select(CampaignReminder.stands_for)).first() == [5]


@pytest.mark.requirement("R-207")
def test_二つの自動処理が同じ時に動いても_一人に一通である(offices: House) -> None:
    send(offices)
    offices.clock.set(datetime(2019, 5, 20, 9, tzinfo=JST))
    world = here()

    def work(_: int) -> int:
        return campaign_letters.write_owed(world.database, offices.clock.now(), world.sender)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 6
    assert len(letters(offices, "campaign_reminder")) == 6
    with offices.owner.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(CampaignReminder)) == 6


@pytest.mark.requirement("R-207")
def test_日程が延びれば段を数え直し_前に知らせたことは残る(offices: House) -> None:
    number = send(offices)
    at(offices, 20)
    with offices.desk(offices.office("厚生労働省")["担当"]) as desk:
        desk.campaigns.move(number, {"event_from": "2019-06-05", "event_to": "2019-06-06", "reason": "来日の延期"})
    offices.drain()
    assert "→ 令和元年６月５日から令和元年６月６日まで（予定）" in bodies(offices, "campaign_changed", "360007")[0]
    at(offices, 24)
    assert len(letters(offices, "campaign_reminder")) == 6
    at(offices, 31)
    view = seen_by(offices, "厚生労働省", number, "担当")
    assert [(row.event_from, row.days) for row in view.reminders] == [(date(2019, 5, 25), 5), (date(2019, 6, 5), 5)]
    assert [move.reason for move in view.moves] == ["来日の延期"]


def test_取りやめると_皆に知らせ_後は何も送らない(offices: House) -> None:
    number = send(offices)
    with offices.desk(offices.office("厚生労働省")["担当"]) as desk:
        desk.campaigns.stop(number, {"reason": "来日の中止"})
    offices.drain()
    assert {code for code, _ in letters(offices, "campaign_changed")} == {"360007", "290009"}
    at(offices, 24)
    at(offices, 29)
    assert letters(offices, "campaign_reminder") == letters(offices, "campaign_summary") == []
    assert seen_by(offices, "徳島県", number).row.state == "取りやめ"


@pytest.mark.requirement("R-210")
def test_前の周知をもとに新しい行事の周知を作れ_もとが分かる(offices: House) -> None:
    first = send(offices)
    second = send(offices, copied_from=first, event_from="2019-06-28", event_to="2019-06-29", items=["C8"])
    assert seen_by(offices, "徳島県", second).copied_from == first


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"event_to": "2019-05-24"}, "行事の最終日が、初日より前"),
        ({"event_from": "2019-05-01", "event_to": "2019-05-02"}, "もう過ぎています"),
        ({"campaign_from": "2019-05-30"}, "取組の最終日が、初日より前"),
        ({"reminder_days": [0]}, "1 日前から"),
        ({"items": []}, "要請事項を一つ以上"),
        ({"items": ["C9"]}, "要請事項「C9」はありません"),
        ({"reworded": ["三番を改める"]}, "読み取れません"),
        ({"source_date": "2019-05-18"}, "今日より後"),
        ({"authorities": []}, "周知先の自治体を一つ以上"),
    ],
)
def test_合わないものは_何が合わないかを言い_何も残さない(offices: House, wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(ActNotOpen) as refused:
        send(offices, **wrong)
    assert told in "".join(refused.value.missing)
    with offices.owner.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM campaign")) == 0


def test_送るのは国だけで_他の自治体には見えず_データベースでも断られる(offices: House) -> None:
    number = send(offices)
    with offices.desk(offices.office("徳島県")["担当1"]) as desk, pytest.raises(WrongRole):
        desk.campaigns.send(REQUEST)
    with offices.desk(offices.office("厚生労働省")["担当"]) as desk, pytest.raises(BadFacts):
        desk.campaigns.send({**REQUEST, "event_from": "いつか"})
    with offices.desk(offices.office("大阪市")["担当1"]) as desk, pytest.raises(NotFound):
        desk.campaigns.get(number)
    assert [row.code for row in seen_by(offices, "徳島県", number).addressees] == ["360007"]
    with offices.desk(offices.office("徳島県")["担当1"]) as desk, pytest.raises(DBAPIError):
        desk._session.execute(text("UPDATE campaign SET next_at = NULL"))
