"""周知・注意喚起の取消し、訂正版、メールで届かない宛先: nothing is deleted, nobody is left with the wrong paper."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.circulars import letters
from cases.circulars.door import at_circular_door
from cases.circulars.otherwise import ByAssociation
from cases.errors import ActNotOpen, BadFacts, StaleVersion, WrongRole
from cases.records import Letter
from cases.vocabulary import CircularState, Reach
from tests.circulars.test_desk import ALERT, NOTICE, SENDER, issued, post, reaches, unwritten, written
from tests.house import House
from ui import texts
from ui.web.outside.circulars import page


def text_of(pdf: bytes) -> str:
    return re.sub(r"\s", "", "".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages))


def version(house: House, number: int) -> int:
    with house.desk(house.office("徳島県")["課長"]) as desk:
        return int(desk.circulars.get(number).version)


def seen_outside(house: House, token: str) -> str:
    with at_circular_door(house.doors, token, house.clock, practice=False) as visit:
        return page(visit.sheet(), "印", "")


def test_取り消すと_送った宛先にだけ知らせ_まだのものは送らず_文書と番号は残る(house: House) -> None:
    staff = house.office("徳島県")
    written(house, 一病院="a@example.jp", 二病院="b@example.jp", 三薬局="c@example.jp", 四薬局="")
    number = issued(house, ALERT)
    links = post(house, refused="c@example.jp")
    with house.desk(staff["担当1"]) as desk:
        rows = {row.name: row for row in desk.circulars.recipients(number)}
        desk.circulars.tell(rows["四薬局"].id, {"channel": "phone", "told_at": house.clock.now()})
        _, before = desk.circulars.files(number)[0]
        desk.circulars.remind(number)
    reason = {"reason": "求める対策に誤りがあったため"}
    with house.desk(staff["担当1"]) as desk, pytest.raises(WrongRole):
        desk.circulars.withdraw(number, reason, version(house, number))
    seen = version(house, number)
    with house.desk(staff["課長"]) as desk, pytest.raises(BadFacts):
        desk.circulars.withdraw(number, {"reason": ""}, seen)
    with house.desk(staff["課長"]) as desk, pytest.raises(StaleVersion):
        desk.circulars.withdraw(number, reason, seen - 1)
    with house.desk(staff["課長"]) as desk:
        assert desk.circulars.withdraw(number, reason, seen) == (2, 1)
    letters.write_owed(house.engine, house.clock.now(), SENDER)
    assert set(post(house)) == {"a@example.jp", "b@example.jp"}
    with Session(house.owner) as session:
        sent = list(session.scalars(select(Letter).where(Letter.name == "circular_withdrawn")))
        assert {one.name for one in session.scalars(select(Letter))} == {"circular_sent", "circular_withdrawn"}
    assert all("誤りがあったため" in one.body and one.subject.startswith("【取消し】") for one in sent)
    outside = seen_outside(house, links["a@example.jp"])
    assert "この文書は取り消されました" in outside
    assert "求める対策に誤りがあったため" in outside
    assert "/acknowledge" not in outside
    with at_circular_door(house.doors, links["a@example.jp"], house.clock, practice=False) as visit:
        assert visit.letter()[1] == before
        with pytest.raises(ActNotOpen):
            visit.acknowledge("医事課")
    with house.desk(staff["課長"]) as desk:
        row = desk.circulars.all()[1][0]
        assert (row.state, row.withdrawn) == (CircularState.ISSUED, True)
        assert desk.number_book()[0].gap == reason["reason"]
        for deed in ("remind", "sheets"):
            with pytest.raises(ActNotOpen) as refused:
                getattr(desk.circulars, deed)(number)
            assert "取り消した文書" in texts.sentence(refused.value)
        with pytest.raises(ActNotOpen):
            desk.circulars.draft_correction(number, desk.circulars.get(number).version)
    with house.desk(house.office("厚生労働省")["担当"]) as desk:
        found = desk.exports.list_page("dissemination", {}, size=200)
    assert next(one for one in found.rows if one["authority"] == "徳島県")["alert"] is None


def test_通知が書かれる前に取り消すと_送信待ちではなく_送らなかったと示す(house: House) -> None:
    staff = house.office("徳島県")
    written(house, 一病院="a@example.jp", 二病院="")
    number = unwritten(house, ALERT)
    with house.desk(staff["課長"]) as desk:
        assert desk.circulars.get(number).counts[Reach.WAITING] == 1
        assert desk.circulars.withdraw(number, {"reason": "誤りのため"}, version(house, number)) == (0, 0)
    letters.write_owed(house.engine, house.clock.now(), SENDER)
    assert post(house) == {}
    with house.desk(staff["担当1"]) as desk:
        assert {row.name: row.reach for row in desk.circulars.recipients(number)} == {
            "一病院": Reach.CALLED_OFF,
            "二病院": Reach.UNREACHABLE,
        }


@pytest.mark.requirement("R-022")
def test_訂正版は_前の番号を示し_前の宛先すべてに届き_前のページは訂正版を言う(house: House) -> None:
    staff = house.office("徳島県")
    written(house, 一病院="a@example.jp", 二薬局="b@example.jp", 三病院="")
    number = issued(house, NOTICE)
    links = post(house)
    with house.desk(staff["担当1"]) as desk:
        made = desk.circulars.draft_correction(number, desk.circulars.get(number).version)
    with house.desk(staff["担当1"]) as desk, pytest.raises(ActNotOpen) as refused:
        desk.circulars.draft_correction(number, desk.circulars.get(number).version)
    assert "訂正版が起案中" in texts.sentence(refused.value)
    with house.desk(staff["担当1"]) as desk:
        desk.circulars.change(made, {**NOTICE, "kinds": ["hospital"], "edition": "mhlw-guideline-5.1"}, 1)
        assert desk.circulars.get(made).expected == 3  # the pharmacy had the former one
    with house.desk(staff["課長"]) as desk:
        desk.circulars.approve(made, 2)
    assert "訂正版" not in seen_outside(house, links["a@example.jp"])
    with house.desk(staff["担当1"]) as desk:
        told = desk.circulars.issue(made, {}, 3)
        said = text_of(desk.circulars.files(made)[0][1])
        first, second = desk.circulars.get(number), desk.circulars.get(made)
    assert "令和３年10月31日付け令和３年度第１号「ガイドラインの周知について」を訂正し" in said
    assert "（訂正版）" in said
    assert (first.row.corrected_number, first.correction) == (told, (made, told))
    assert second.former is not None
    assert second.former[0] == number
    letters.write_owed(house.engine, house.clock.now(), SENDER)
    again = post(house)
    assert set(again) == {"a@example.jp", "b@example.jp"}
    with Session(house.owner) as session:
        subjects = list(session.scalars(select(Letter.subject).order_by(Letter.id)))
    assert [("訂正版" in one) for one in subjects] == [False, False, True, True]
    outside = seen_outside(house, links["b@example.jp"])
    assert f"訂正版（{told}）" in outside
    assert "/acknowledge" not in outside
    assert "訂正版（" not in seen_outside(house, again["b@example.jp"])
    with house.desk(staff["課長"]) as desk:
        with pytest.raises(ActNotOpen) as refused:
            desk.circulars.remind(number)
        assert told in texts.sentence(refused.value)
        with pytest.raises(ActNotOpen):
            desk.circulars.withdraw(number, {"reason": "誤り"}, first.version)
        titles = [one.title for one in desk.number_book()]
    assert ["訂正版" in one for one in titles] == [True, False]


@pytest.mark.requirement("R-023")
@pytest.mark.requirement("R-026")
def test_メールのない宛先には送付書と回答票を作り_FAXや団体で送ったことが到達に数えられる(house: House) -> None:
    staff = house.office("徳島県")
    written(house, 一病院="a@example.jp", 二病院="", 三薬局="", 四薬局="d@example.jp", 五薬局="e@example.jp")
    number = issued(house, ALERT)
    post(house, refused="d@example.jp")
    now = house.clock.now()
    with house.desk(staff["担当1"]) as desk:
        name, pdf, count = desk.circulars.sheets(number)
        assert count == 3
    said = text_of(pdf)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 3
    for words in ("二病院", "三薬局", "四薬局", "回答票", "令和３年度第１号", "徳島県知事"):
        assert words in said
    assert "一病院" not in said
    assert "3件" in name
    with house.desk(staff["医療監視員"]) as desk, pytest.raises(WrongRole):
        desk.circulars.sheets(number)
    early = {"way": "fax", "sent_at": now.replace(year=2020)}
    with house.desk(staff["担当1"]) as desk, pytest.raises(ActNotOpen) as refused:
        desk.circulars.note_otherwise(number, early)
    assert "発出より前" in texts.sentence(refused.value)
    with house.desk(staff["担当1"]) as desk, pytest.raises(ActNotOpen) as refused:
        desk.circulars.note_otherwise(number, {"way": "association", "sent_at": now})
    assert "団体の名称" in texts.sentence(refused.value)
    with house.desk(staff["担当1"]) as desk:
        assert desk.circulars.note_otherwise(number, {"way": "fax", "sent_at": now, "kinds": ["hospital"]}) == 1
        through = {"way": "association", "sent_at": now, "note": "架空薬剤師会", "kinds": ["pharmacy"]}
        assert desk.circulars.note_otherwise(number, through) == 3
    with house.desk(staff["担当1"]) as desk, pytest.raises(ActNotOpen):
        desk.circulars.sheets(number)
    assert reaches(house, number) == {
        "一病院": Reach.SENT,
        "二病院": Reach.OTHERWISE,
        "三薬局": Reach.ASSOCIATION,
        "四薬局": Reach.ASSOCIATION,
        "五薬局": Reach.SENT,
    }
    with house.desk(staff["担当1"]) as desk:
        sheet = desk.circulars.get(number)
        rows = {row.name: row for row in desk.circulars.recipients(number)}
        assert desk.circulars.never_reached() == (0, [])
        listed = desk.exports.list_page("recipients", {"number": number, "reach": "association"})
    assert (sheet.by_kind[0].reached, sheet.by_kind[0].confirmed) == (5, 0)
    assert sheet.associations == (ByAssociation("架空薬剤師会", 3, 2),)
    assert "架空薬剤師会" in rows["三薬局"].other
    assert "徳島県 担当1" in rows["二病院"].other
    assert {row["name"] for row in listed.rows} == {"三薬局", "四薬局"}
    with house.desk(staff["担当1"]) as desk:
        desk.circulars.tell(rows["二病院"].id, {"channel": "fax", "told_at": now, "note": "回答票"})
        assert desk.circulars.get(number).by_kind[0].confirmed == 1
