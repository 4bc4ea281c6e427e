"""国からの依頼: to one, several or all authorities, tied to an event, with or without a case (M-3.2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from cases.errors import ActNotOpen, BadFacts, ImpossibleTime, NotFound, Refused, WrongRole
from cases.ministry.views import AddresseeView, RequestView
from cases.records import Letter
from tests.house import House

ASK = {
    "kind": "collect",
    "title": "過去の不正アクセスの調査",
    "event": "外部接続装置の脆弱性による一連の事案",
    "content": "平成30年度以降の事案の有無を回答してください。",
    "contact": "厚生労働省 担当",
}


@pytest.fixture
def offices(house: House) -> House:
    """徳島県・奈良県・大阪市と厚生労働省に職員がいる."""
    for name in ("徳島県", "奈良県", "大阪市", "厚生労働省"):
        house.office(name)
    return house


def ask(house: House, **facts: Any) -> str:
    with house.desk(house.office("厚生労働省")["担当"]) as desk:
        number = desk.requests.issue({**ASK, **facts})
    house.drain()
    assert isinstance(number, str)
    return number


def seen_by(house: House, office: str, number: str, who: str = "担当1") -> RequestView:
    with house.desk(house.office(office)[who]) as desk:
        view = desk.requests.get(number)
    assert isinstance(view, RequestView)
    return view


def mine(house: House, office: str, number: str) -> AddresseeView:
    found = seen_by(house, office, number).mine
    assert found is not None
    return found


def do(house: House, office: str, deed: str, number: str, *facts: dict[str, Any], who: str = "担当1") -> None:
    with house.desk(house.office(office)[who]) as desk:
        getattr(desk.requests, deed)(number, *facts)


def letters(house: House, name: str) -> set[tuple[str, str, bool]]:
    with house.owner.connect() as connection:
        rows = connection.execute(
            select(Letter.authority_code, Letter.recipient_office, Letter.must_act).where(
                Letter.name == name, Letter.case_id.is_(None)
            )
        )
        return {tuple(row) for row in rows}


@pytest.mark.requirement("R-111")
def test_すべての自治体への調査は_百五十七の自治体に届き_回答の数が国に分かる(offices: House) -> None:
    number = ask(offices, everybody=True)
    view = seen_by(offices, "厚生労働省", number, "担当")
    assert (len(view.addressees), view.settled, dict(view.counts)["回答待ち"]) == (157, 0, 157)
    do(offices, "徳島県", "answer", number, {"text": "該当なし"})
    do(offices, "奈良県", "decline", number, {"reason": "記録が残っていない"})
    do(offices, "大阪市", "accept", number)
    view = seen_by(offices, "厚生労働省", number, "担当")
    counts = dict(view.counts)
    assert (view.settled, counts["回答済"], counts["回答不可"], counts["受諾"], counts["回答待ち"]) == (2, 1, 1, 1, 154)


@pytest.mark.requirement("R-111")
def test_都道府県で選ぶと_その保健所設置市と特別区にも届く(offices: House) -> None:
    view = seen_by(offices, "厚生労働省", ask(offices, prefectures=["大阪府"], authorities=["360007"]), "担当")
    names = {one.authority for one in view.addressees}
    assert {"大阪府", "大阪市", "堺市", "徳島県"} <= names
    assert {one.prefecture for one in view.addressees} == {"大阪府", "徳島県"}


@pytest.mark.requirement("R-110")
def test_受諾し_一部を答え_残りを答えると_国に順に示される(offices: House) -> None:
    number = ask(offices, authorities=["360007"])
    states = []
    for deed, facts in (
        ("accept", ()),
        ("answer", ({"text": "病院は3件", "final": False},)),
        ("answer", ({"text": "診療所は0件"},)),
    ):
        do(offices, "徳島県", deed, number, *facts)
        states.append(seen_by(offices, "厚生労働省", number, "担当").addressees[0].state)
    assert states == ["受諾", "一部回答", "回答済"]
    answers = seen_by(offices, "厚生労働省", number, "担当").addressees[0].answers
    assert [(said, final) for _, _, said, final in answers] == [("病院は3件", False), ("診療所は0件", True)]


@pytest.mark.requirement("R-110")
def test_断るには理由が要り_済んだ依頼には答えられない(offices: House) -> None:
    number = ask(offices, authorities=["360007"])
    for facts in ({}, {"reason": ""}):
        with pytest.raises(BadFacts):
            do(offices, "徳島県", "decline", number, facts)
    do(offices, "徳島県", "decline", number, {"reason": "医療機関が保有していない"})
    assert mine(offices, "徳島県", number).reason == "医療機関が保有していない"
    for deed, facts in (("accept", ()), ("answer", ({"text": "追加"},)), ("decline", ({"reason": "再び"},))):
        with pytest.raises(ActNotOpen):
            do(offices, "徳島県", deed, number, *facts)


@pytest.mark.requirement("R-112")
@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"event": ""}, BadFacts),
        ({"event": " "}, BadFacts),
        ({"case_numbers": ["360007-2021-9999"]}, NotFound),
        ({"authorities": ["999999"]}, NotFound),
        ({"authorities": []}, ActNotOpen),
        ({"wished_by": "2021-10-30T00:00:00+09:00"}, ImpossibleTime),
        ({"contact": ""}, BadFacts),
    ],
)
def test_事案に結び付かない依頼や_宛先のない依頼は受け付けない(
    offices: House, facts: dict[str, Any], refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        ask(offices, **{"authorities": ["360007"], **facts})
    with pytest.raises(DBAPIError, match="event"), offices.owner.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO national_request (number, kind, title, content, event, case_numbers, contact, asked_by,"
                " asked_at, practice) VALUES ('国-1', 'collect', '', '', '', '{}', '', '', now(), false)"
            )
        )


@pytest.mark.requirement("R-014")
def test_自治体には自分への依頼と自分の回答だけが見える(offices: House) -> None:
    number = ask(offices, authorities=["360007", "290009"])
    other = ask(offices, authorities=["290009"])
    do(offices, "奈良県", "answer", number, {"text": "奈良県の回答"})
    view = seen_by(offices, "徳島県", number)
    assert [one.authority for one in view.addressees] == ["徳島県"]
    with pytest.raises(NotFound):
        seen_by(offices, "徳島県", other)
    with pytest.raises(NotFound):
        do(offices, "徳島県", "accept", other)
    with offices.desk(offices.office("徳島県")["担当1"]) as desk:
        assert [one.number for one in desk.requests.all()] == [number]
        assert desk._session.scalar(text("SELECT count(*) FROM request_answer")) == 0


@pytest.mark.requirement("R-111")
def test_依頼の通知は担当者に届き_催促は回答のない自治体だけに届く(offices: House) -> None:
    number = ask(offices, authorities=["360007", "290009"], wished_by=offices.clock.now() + timedelta(days=7))
    assert letters(offices, "request_asked") == {
        (code, who, who != "課長") for code in ("360007", "290009") for who in ("担当1", "担当2", "課長")
    }
    offices.drain()
    assert len(letters(offices, "request_asked")) == 6
    do(offices, "奈良県", "answer", number, {"text": "なし"})
    offices.later(days=8)
    with offices.desk(offices.office("厚生労働省")["担当"]) as desk:
        assert desk.requests.remind(number) == 1
    offices.drain()
    assert {code for code, _, _ in letters(offices, "request_reminded")} == {"360007"}
    do(offices, "徳島県", "answer", number, {"text": "なし"})
    with offices.desk(offices.office("厚生労働省")["担当"]) as desk, pytest.raises(ActNotOpen):
        desk.requests.remind(number)


def test_自治体の職員は依頼を出せず_国の職員は代わりに答えられない(offices: House) -> None:
    with offices.desk(offices.office("徳島県")["課長"]) as desk, pytest.raises(WrongRole):
        desk.requests.issue({**ASK, "everybody": True})
    number = ask(offices, authorities=["360007"])
    with pytest.raises(WrongRole):
        do(offices, "厚生労働省", "answer", number, {"text": "なし"}, who="担当")
    with pytest.raises(WrongRole):
        do(offices, "徳島県", "accept", number, who="医療監視員")


def test_依頼から開いた案件が_国からの依頼に残る(offices: House) -> None:
    offices.facility("町立病院")
    number = ask(offices, authorities=["360007"])
    officer = offices.office("徳島県")["担当1"]
    with offices.desk(officer) as desk:
        facts = {
            "facility": "町立病院",
            "what_happened": "不正な接続の記録",
            "detected_at": offices.clock.now(),
            "awareness_source": "ministry",
        }
        taken = desk.take("report_suspicion", None, facts)
        desk.requests.opened(number, taken.number)
    assert (mine(offices, "徳島県", number).case_number, mine(offices, "徳島県", number).state) == (
        taken.number,
        "受諾",
    )
