"""周知・注意喚起: drafted, decided, issued under a number, followed to the last facility."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cases.circulars import letters
from cases.circulars.door import at_circular_door
from cases.circulars.sheet import duties
from cases.errors import ActNotOpen, BadFacts, LinkNotValid, NotFound, StaleVersion, UnknownMunicipality, WrongRole
from cases.post import outbox
from cases.post.outbox import Dispatch, Outcome
from cases.post.writing import Sender
from cases.records import Facility, Letter
from cases.store.links import MASK
from cases.vocabulary import FacilityKind, LetterState, Reach
from tests.house import House
from ui import texts

SENDER = Sender("https://renraku.example", False)
ALERT: dict[str, Any] = {
    "kind": "alert",
    "subject": "医療機関等に対するサイバー攻撃について（注意喚起）",
    "urgency": "urgent",
    "threat": "医療機関等において、ランサムウェアによる被害が発生しています。",
    "measures": "給食等の委託先との接続を点検してください。",
    "edition": "mhlw-guideline-5.1",
}
NOTICE: dict[str, Any] = {
    "kind": "notice",
    "subject": "ガイドラインの周知について",
    "edition": "mhlw-guideline-5",
}


def written(house: House, **emails: str) -> None:
    """Facilities of 徳島県 with these addresses; an empty one has none."""
    kinds = {"病院": FacilityKind.HOSPITAL, "薬局": FacilityKind.PHARMACY}
    for name, email in emails.items():
        number = house.facility(name, kind=next(kind for end, kind in kinds.items() if name.endswith(end)))
        with house.owner.begin() as connection:
            connection.execute(update(Facility).where(Facility.id == number).values(email=email))


def issued(house: House, facts: dict[str, Any]) -> int:
    """Drafted by the officer, decided by the supervisor, issued; the letters are written."""
    number = unwritten(house, facts)
    letters.write_owed(house.engine, house.clock.now(), SENDER)
    return number


def unwritten(house: House, facts: dict[str, Any]) -> int:
    """Drafted, decided and issued; the automatic work has not come to its letters."""
    staff = house.office("徳島県")
    with house.desk(staff["担当1"]) as desk:
        number: int = desk.circulars.draft(facts)
    with house.desk(staff["課長"]) as desk:
        desk.circulars.approve(number, 1)
    with house.desk(staff["担当1"]) as desk:
        desk.circulars.issue(number, {}, 2)
    return number


def post(house: House, refused: str = "") -> dict[str, str]:
    """The post goes out; the server refuses what goes to `refused`. Address → the link in the letter."""
    found = outbox.claim_letters(house.engine, 0, house.clock.now())
    states = {one.id: LetterState.REFUSED if one.address == refused else LetterState.ACCEPTED for one in found}
    done = Dispatch([Outcome(number, state, "550 5.1.1 unknown") for number, state in states.items()])
    outbox.note_outcomes(house.engine, done, house.clock.now())
    tokens = {one.address: re.search(r"/outside/circular/(\S+)", one.body) for one in found}
    return {address: match[1] for address, match in tokens.items() if match}


def reaches(house: House, number: int) -> dict[str, Reach]:
    with house.desk(house.office("徳島県")["担当1"]) as desk:
        return {row.name: row.reach for row in desk.circulars.recipients(number)}


@pytest.mark.requirement("R-023")
@pytest.mark.requirement("R-024")
@pytest.mark.requirement("R-025")
def test_宛先ごとに_送信_不達_開封_確認と手段を追い_確認のない宛先だけに再び送る(house: House) -> None:
    staff = house.office("徳島県")
    written(house, 一病院="a@example.jp", 二病院="b@example.jp", 三薬局="c@example.jp", 四薬局="")
    number = issued(house, ALERT)
    assert set(reaches(house, number).values()) == {Reach.WAITING, Reach.UNREACHABLE}
    links = post(house, refused="c@example.jp")
    assert reaches(house, number) == {
        "一病院": Reach.SENT,
        "二病院": Reach.SENT,
        "三薬局": Reach.FAILED,
        "四薬局": Reach.UNREACHABLE,
    }
    with at_circular_door(house.doors, links["a@example.jp"], house.clock, practice=False) as visit:
        visit.opened()
    with at_circular_door(house.doors, links["b@example.jp"], house.clock, practice=False) as visit:
        assert visit.sheet().facility == "二病院"
        with pytest.raises(ActNotOpen):
            visit.acknowledge(" ")
        visit.acknowledge("医事課 係長")
        assert visit.sheet().acknowledged_by == "医事課 係長"
    with house.desk(staff["担当1"]) as desk:
        rows = {row.name: row for row in desk.circulars.recipients(number)}
        assert (rows["一病院"].reach, rows["二病院"].reach) == (Reach.OPENED, Reach.ACKNOWLEDGED)
        total, never = desk.circulars.never_reached()
        assert (total, [one.name for one in never]) == (2, ["三薬局", "四薬局"])
        told = {"channel": "fax", "told_at": house.clock.now(), "note": "代表番号"}
        desk.circulars.tell(rows["四薬局"].id, told)
        desk.circulars.write_to(rows["三薬局"].id, {"email": "d@example.jp"})
    with house.desk(staff["担当1"]) as desk:
        rows = {row.name: row for row in desk.circulars.recipients(number)}
        assert rows["四薬局"].reach is Reach.TOLD
        assert "ファクシミリ" in rows["四薬局"].told
        assert desk.registry.search("三薬局").rows[0].email == "d@example.jp"
        assert desk.circulars.never_reached() == (0, [])
    letters.write_owed(house.engine, house.clock.now(), SENDER)
    assert set(post(house)) == {"d@example.jp"}
    with house.desk(staff["担当2"]) as desk:
        assert desk.circulars.remind(number) == 2
        assert desk.circulars.get(number).rounds == 1
    letters.write_owed(house.engine, house.clock.now(), SENDER)
    assert letters.write_owed(house.engine, house.clock.now(), SENDER) == 0
    again = post(house)
    assert set(again) == {"a@example.jp", "d@example.jp"}
    for token in (again["a@example.jp"], links["a@example.jp"]):
        with at_circular_door(house.doors, token, house.clock, practice=False) as visit:
            assert visit.sheet().facility == "一病院"
    with house.desk(staff["担当1"]) as desk:
        every, *kinds = desk.circulars.get(number).by_kind
    assert (every.total, every.reached, every.confirmed) == (4, 4, 2)
    assert [(one.kind, one.reached_share, one.confirmed_share) for one in kinds] == [
        ("病院", 100.0, 50.0),
        ("薬局", 100.0, 50.0),
    ]
    house.later(days=91)
    with pytest.raises(LinkNotValid), at_circular_door(house.doors, links["a@example.jp"], house.clock, practice=False):
        pass


@pytest.mark.requirement("R-021")
@pytest.mark.requirement("R-022")
@pytest.mark.requirement("R-027")
@pytest.mark.requirement("R-166")
def test_管内の宛先だけを選び_決裁を受けて番号のある文書と院内掲示を出す(house: House) -> None:
    staff = house.office("徳島県")
    written(house, 一病院="a@example.jp", 二薬局="b@example.jp")
    house.facility("奈良病院", "宇陀市", authority="奈良県")
    with house.desk(staff["担当1"]) as desk, pytest.raises(UnknownMunicipality):
        desk.circulars.draft({**NOTICE, "municipalities": ["292125"]})
    for wrong in ({"threat": ""}, {"measures": ""}, {"subject": ""}):
        with house.desk(staff["担当1"]) as desk, pytest.raises(BadFacts):
            desk.circulars.draft({**ALERT, **wrong})
    with house.desk(staff["担当1"]) as desk:
        number = desk.circulars.draft({**ALERT, "kinds": ["hospital"]})
        assert desk.circulars.get(number).expected == 1
        nobody = desk.circulars.draft({**ALERT, "beds_least": 20})
    with house.desk(staff["担当1"]) as desk, pytest.raises(ActNotOpen) as refused:
        desk.circulars.issue(nobody, {"bypass_reason": "被害が続いているため"}, 1)
    assert "宛先となる医療機関等がありません" in texts.sentence(refused.value)
    with house.desk(staff["担当1"]) as desk, pytest.raises(WrongRole):
        desk.circulars.approve(number, 1)
    with house.desk(staff["担当1"]) as desk, pytest.raises(ActNotOpen) as refused:
        desk.circulars.issue(number, {}, 1)
    assert "決裁前に発出する理由" in texts.sentence(refused.value)
    with house.desk(staff["課長"]) as desk:
        desk.circulars.approve(number, 1)
    with house.desk(staff["担当1"]) as desk:
        desk.circulars.change(number, {**ALERT, "addressee": "各病院長　様"}, 2)
    with house.desk(staff["担当1"]) as desk, pytest.raises(StaleVersion):
        desk.circulars.issue(number, {"bypass_reason": "被害が続いているため"}, 2)
    with house.desk(staff["担当1"]) as desk:
        told = desk.circulars.issue(number, {"bypass_reason": "被害が続いているため"}, 3)
        assert told == "令和３年度第１号"
        sheet = desk.circulars.get(number)
        assert sheet.expected == 2
        assert sheet.steps[0][2:] == ("発出", "令和３年度第１号　先行: 被害が続いているため")
        (name, pdf), (_, poster) = desk.circulars.files(number)
        entry = desk.number_book()[0]
        assert (entry.number, entry.kind, entry.addressee) == (told, "注意喚起", "各病院長　様")
    assert name == "令和３年度第１号.pdf"
    said = re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))
    for words in (
        told,
        "令和３年10月31日",
        "各病院長　様",
        "徳島県知事",
        "添付書類",
        "別紙　サイバー攻撃を",
        *duties(),
    ):
        assert re.sub(r"\s", "", words) in said, words
    for words in ("厚生労働省医政局研究開発振興課医療技術情報推進室", "電話03-3595-2430", "ランサムウェア", "至急"):
        assert words in said
    assert "院内掲示用" in PdfReader(io.BytesIO(poster)).pages[0].extract_text()
    assert set(reaches(house, number)) == {"一病院", "二薬局"}
    letters.write_owed(house.engine, house.clock.now(), SENDER)
    with Session(house.owner) as session:
        body = session.scalars(select(Letter.body).where(Letter.address == "a@example.jp")).one()
    assert MASK in body
    assert "保守会社等に連絡" in body
    token = post(house)["a@example.jp"]
    with at_circular_door(house.doors, token.lower().replace("-", " "), house.clock, practice=False) as visit:
        assert visit.letter()[1] == pdf
        mine = PdfReader(io.BytesIO(visit.poster())).pages[0].extract_text()
    assert "一病院" in mine
    assert "架空システム株式会社" in mine
    stranger = house.office("奈良県")["担当1"]
    for what in ("get", "files", "pictures", "remind"):
        with house.desk(stranger) as desk, pytest.raises(NotFound):
            getattr(desk.circulars, what)(number)


@pytest.mark.requirement("R-027")
def test_案件から数分で_医療機関等の名を出さずに注意喚起を送れる(house: House) -> None:
    staff = house.office("徳島県")
    house.facility()
    case = house.suspicion(staff["担当1"], attack_kind="ransomware")
    written(house, 一病院="a@example.jp")
    with house.desk(staff["担当1"]) as desk:
        number = desk.case(case).number
        start = desk.circulars.from_case(number)
        assert (
            start["threat"]
            == "医療機関等において、サイバー攻撃（ランサムウェア）を受けた疑いのある事案が発生しています。"
        )
        made = desk.circulars.draft(
            {"kind": "alert", "measures": "点検", "edition": desk.circulars.edition_today(), **start},
            case_number=number,
        )
    house.later(minutes=3)
    with house.desk(staff["担当1"]) as desk:
        desk.circulars.issue(made, {"bypass_reason": "被害が広がるおそれがあるため"}, 1)
        assert desk.circulars.get(made).case_number == number
        (_, pdf), _ = desk.circulars.files(made)
    letters.write_owed(house.engine, house.clock.now(), SENDER)
    with Session(house.owner) as session:
        mail = session.scalars(select(Letter).where(Letter.address == "a@example.jp")).one()
    said = (
        "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages) + mail.subject + mail.body + mail.html
    )
    assert "ランサムウェア" in said
    for secret in ("半田", "つるぎ", number):
        assert secret not in said
    stranger = house.office("奈良県")["担当1"]
    with house.desk(stranger) as desk, pytest.raises(NotFound):
        desk.circulars.from_case(number)


@pytest.mark.requirement("R-020")
@pytest.mark.requirement("R-029")
def test_国は_どの自治体がどの版をいつ周知し_どこまで届いたかを見る(house: House) -> None:
    staff = house.office("徳島県")
    written(house, 一病院="a@example.jp", 二病院="")
    later = house.clock.now() + timedelta(hours=2)
    with house.desk(staff["担当1"]) as desk:
        assert dict(desk.circulars.editions())["mhlw-guideline-5"].endswith("第5版")
    number = issued(house, {**NOTICE, "send_at": later.isoformat()})
    with house.desk(staff["担当1"]) as desk:
        (_, pdf), _ = desk.circulars.files(number)
        assert desk.circulars.get(number).pages == 1
    said = re.sub(r"\s", "", PdfReader(io.BytesIO(pdf)).pages[0].extract_text())
    assert "平成29年５月30日政統発0530第１号" in said
    assert post(house) == {}  # not before the moment that was chosen
    house.clock.set(later)
    letters.write_owed(house.engine, later, SENDER)
    post(house)
    with house.desk(house.office("厚生労働省")["担当"]) as desk:
        found = desk.exports.list_page("dissemination", {}, size=200)
        assert found.total == 157
        rows = {row["authority"]: row for row in found.rows}
        assert (rows["徳島県"]["edition"], rows["徳島県"]["notice_reached"]) == ("ガイドライン第5版", "50.0%")
        assert rows["奈良県"]["edition"] == "未実施"
        assert desk.exports.list_page("dissemination", {"without": "true"}).total == 156
        with pytest.raises(WrongRole):
            desk.circulars.draft(NOTICE)
    with house.desk(staff["担当1"]) as desk, pytest.raises(NotFound):
        desk.exports.list_page("dissemination", {})
