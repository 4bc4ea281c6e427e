"""院内掲示: printed, hung, confirmed, found out of date, printed again for a whole area."""

from __future__ import annotations

import asyncio
import io
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select, update

from cases.errors import ActNotOpen, LinkNotValid, NotFound, WrongRole
from cases.post import outbox
from cases.post.writing import Sender
from cases.posters import batches, letters
from cases.posters.door import at_posting_door
from cases.posters.standing import Standing
from cases.records import Facility, Letter, LetterSecret
from cases.vocabulary import LetterState, NoticeWay, PosterNoticeKind
from flows.engine.print_posters import print_all
from tests.house import House
from ui import texts

VENDOR = {"company": "架空新保守株式会社", "phone": "0120-000-999"}
SENDER = Sender("https://renraku.example", True)
WHERE = {"state": "posted", "places": "情報システム室、医事課", "since": date(2021, 10, 30)}


@pytest.mark.requirement("R-164")
def test_掲示の場所と時期を残し_保守会社等が変わると差替えが必要になる(house: House) -> None:
    staff = house.office("徳島県")
    house.facility()
    clerk = staff["担当1"]
    with house.desk(clerk) as desk:
        number = desk.registry.search("半田").rows[0].id
        seen = desk.posters.state(number)
        assert seen.row is not None
        assert seen.row.standing is Standing.UNKNOWN
        _, pdf = desk.posters.print_one(number)
        assert "半田病院" in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    with house.desk(clerk) as desk, pytest.raises(ActNotOpen) as refused:
        desk.posters.record(number, {"state": "posted"}, seen.version)
    assert "掲示している場所" in texts.sentence(refused.value)
    with house.desk(staff["医療監視員"]) as desk, pytest.raises(WrongRole):
        desk.posters.record(number, WHERE, seen.version)
    with house.desk(clerk) as desk:
        desk.posters.record(number, {**WHERE, "told_by": "医事課 係長"}, seen.version)
    with house.desk(clerk) as desk:
        state = desk.posters.state(number)
        assert state.row is not None
        assert (state.row.standing, state.row.places) == (Standing.RIGHT, ("情報システム室", "医事課"))
        assert state.row.since == date(2021, 10, 30)
        assert "医事課 係長に確認" in state.row.confirmed_by
        assert "院内掲示" in desk.registry.sheet(number).changes[0].rows[0][0]
        facts = {"company": "架空新保守株式会社", "phone": "0120-000-999"}
        desk.registry.take("add_vendor", number, facts, state.version)
    with house.desk(clerk) as desk:
        assert desk.posters.counts()[Standing.OUTDATED] == 1
        assert [one.facility_id for one in desk.posters.rows((Standing.OUTDATED,))] == [number]
    stranger = house.office("奈良県")["担当1"]
    with house.desk(stranger) as desk:
        assert sum(desk.posters.counts().values()) == 0
    for wrong in ("state", "print_one"):
        with house.desk(stranger) as desk, pytest.raises(NotFound):
            getattr(desk.posters, wrong)(number)


@pytest.mark.requirement("R-164")
def test_窓口が替わると_掲示している医療機関等はすべて差替えが必要になる(house: House) -> None:
    staff = house.office("徳島県")
    house.facility()
    with house.desk(staff["担当1"]) as desk:
        number = desk.registry.search("半田").rows[0].id
        desk.posters.print_one(number)
        desk.posters.record(number, WHERE, None)
        assert desk.posters.counts()[Standing.RIGHT] == 1
    house.clock.set(house.clock.now() + timedelta(days=400))
    with house.desk(staff["担当1"]) as desk:
        assert desk.posters.counts()[Standing.OUTDATED] == 1


def test_管内すべての印刷は_途中で止まっても続きから進み_取りやめもできる(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "PART", 2)
    staff = house.office("徳島県")
    for n in range(5):
        house.facility(f"架空第{n + 1}病院")
    with house.desk(staff["担当1"]) as desk:
        job = desk.posters.order()
    with house.desk(staff["担当2"]) as desk, pytest.raises(ActNotOpen):
        desk.posters.order()
    assert batches.print_next(house.engine, house.clock.now(), "")
    with house.desk(staff["担当1"]) as desk:
        assert (desk.posters.batches()[0].done, desk.posters.batches()[0].total) == (2, 5)
    asyncio.run(print_all(house.engine, house.clock, Sender("https://renraku.example", True)))
    with house.desk(staff["担当1"]) as desk:
        assert desk.posters.batches()[0].state == "done"
        taken = desk.posters.files(job)
    with taken.file, zipfile.ZipFile(taken.file) as archive:
        pages = [len(PdfReader(io.BytesIO(archive.read(name))).pages) for name in archive.namelist()]
    assert pages == [2, 2, 1]
    with house.desk(staff["担当1"]) as desk:
        second = desk.posters.order((Standing.UNKNOWN,))
        desk.posters.cancel(second)
    assert not batches.print_next(house.engine, house.clock.now(), "")


@pytest.mark.requirement("R-164")
def test_医療機関等は_利用者の登録がなくても_リンクから受け取り_掲示した場所を知らせられる(house: House) -> None:
    staff = house.office("徳島県")
    number, other = house.facility(), house.facility("架空第二病院")
    with house.desk(staff["担当1"]) as desk:
        token = desk.posters.link(number)

    def door(shown: str) -> Any:
        return at_posting_door(house.doors, shown, house.clock, practice=True)

    with door(token.lower().replace("-", " ")) as visit:
        assert visit.sheet().facility == "つるぎ町立半田病院"
        assert "半田病院" in PdfReader(io.BytesIO(visit.pdf())).pages[0].extract_text()
    with door(token) as visit, pytest.raises(ActNotOpen):
        visit.confirm("", None, "", same=True)
    with door(token) as visit:
        visit.confirm("情報システム室，医事課", date(2021, 10, 30), "事務部 課長", same=True)
    with house.desk(staff["担当2"]) as desk:
        state = desk.posters.state(number)
        assert state.row is not None
        assert (state.row.standing, state.row.places) == (Standing.RIGHT, ("情報システム室", "医事課"))
        assert state.row.by_facility
        assert "事務部 課長" in desk.registry.sheet(number).changes[0].actor
        second = desk.posters.state(other).row
        assert second is not None
        assert second.standing is Standing.UNKNOWN
    with house.desk(staff["担当1"]) as desk:
        newer = desk.posters.link(number)
        assert len(desk.posters.state(number).links) == 2
    for shown in (token, newer):
        with door(shown) as visit:
            assert visit.sheet().facility == "つるぎ町立半田病院"
    with house.desk(staff["担当1"]) as desk:
        other_link = desk.posters.link(other)
        assert desk.posters.withdraw_links(number) == 2
        assert desk.posters.state(number).links == ()
        assert "使えなくする" in desk.registry.sheet(number).changes[0].label
    with house.desk(staff["担当1"]) as desk, pytest.raises(ActNotOpen):
        desk.posters.withdraw_links(number)
    for dead in (token, newer, "AAAAA-AAAAA-AAAAA-AAAAA", ""):
        with pytest.raises(LinkNotValid), door(dead):
            pass
    with door(other_link) as visit:
        assert visit.sheet().facility == "架空第二病院"
    house.later(days=31)
    with pytest.raises(LinkNotValid), door(other_link):
        pass


def posted(house: House) -> dict[str, str]:
    """Address → body of the letters as they go out now; they are taken as accepted."""
    letters.write_owed(house.engine, house.clock.now(), SENDER)
    found = outbox.claim_letters(house.engine, 0, house.clock.now())
    done = outbox.Dispatch([outbox.Outcome(one.id, LetterState.ACCEPTED) for one in found])
    outbox.note_outcomes(house.engine, done, house.clock.now())
    return {one.address: one.body for one in found}


@pytest.mark.requirement("R-164")
def test_連絡先が変わると_差替えを一度だけ案内し_答えのない相手には間を置いて確かめる(house: House) -> None:
    clerk = house.office("徳島県")["担当1"]
    first, second, third = (house.facility(f"架空第{n}病院") for n in "一二三")
    with house.owner.begin() as connection:
        for number, address in ((first, "first@example.jp"), (third, "third@example.jp")):
            connection.execute(update(Facility).where(Facility.id == number).values(email=address))
    with house.desk(clerk) as desk:
        for number in (first, second):
            desk.posters.print_one(number)
            desk.posters.record(number, WHERE, None)
            desk.registry.take("add_vendor", number, VENDOR, desk.posters.state(number).version)
    REPLACE, CONFIRM = PosterNoticeKind.REPLACE, PosterNoticeKind.CONFIRM

    def due() -> tuple[tuple[int, int], ...]:
        with house.desk(clerk) as desk:
            found = desk.posters.due()
        return tuple((found[kind].total, found[kind].by_mail) for kind in (REPLACE, CONFIRM))

    def write(kind: PosterNoticeKind) -> int:
        with house.desk(clerk) as desk:
            return int(desk.posters.write_to(kind))

    assert due() == ((2, 1), (1, 1))
    with house.desk(house.office("徳島県")["医療監視員"]) as desk, pytest.raises(WrongRole):
        desk.posters.write_to(REPLACE)
    assert (write(REPLACE), write(CONFIRM)) == (1, 1)
    for kind in (REPLACE, CONFIRM):
        with pytest.raises(ActNotOpen) as refused:
            write(kind)
        assert "既に送った" in texts.sentence(refused.value)

    mails = posted(house)
    assert posted(house) == {}
    assert set(mails) == {"first@example.jp", "third@example.jp"}
    assert "保守会社等の緊急連絡先" in mails["first@example.jp"]
    assert "厚生労働省の窓口" not in mails["first@example.jp"]
    assert "掲示しているかどうかを確認しています" in mails["third@example.jp"]
    token = mails["first@example.jp"].partition("/outside/posting/")[2].split()[0]
    with house.owner.connect() as connection:
        assert set(connection.scalars(select(LetterSecret.token))) == {""}
        assert not any(token in body for body in connection.scalars(select(Letter.body)))

    with house.desk(clerk) as desk:
        assert [row.name for row in desk.posters.rows(without_address=True)] == ["架空第二病院"]
        assert desk.posters.counts(without_address=True)[Standing.OUTDATED] == 1
        listed = desk.exports.list_page("posters", {"without_address": "true"})
        assert [row["name"] for row in listed.rows] == ["架空第二病院"]
        lonely = desk.posters.order((Standing.OUTDATED,), without_address=True)
        [waiting] = desk.posters.batches()
        assert (waiting.total, waiting.title) == (1, "差替えが必要（メールアドレスなし）")
        desk.posters.cancel(lonely)
        job = desk.posters.order((Standing.OUTDATED,), with_letter=True)
    asyncio.run(print_all(house.engine, house.clock, SENDER))
    with house.desk(clerk) as desk:
        taken = desk.posters.files(job)
        rows = {row.facility_id: row for row in desk.posters.rows()}
    with taken.file, zipfile.ZipFile(taken.file) as archive:
        [name] = archive.namelist()
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(archive.read(name))).pages]
    assert ["院内掲示の差替えについて" in one for one in pages] == [True, False, True, False]
    assert "架空第二病院" in "".join(pages[2:])
    assert "/outside/posting/" in pages[0]
    assert [rows[n].noted_way for n in (first, second, third)] == [NoticeWay.PAPER, NoticeWay.PAPER, NoticeWay.MAIL]
    assert due() == ((0, 0), (0, 0))

    house.later(days=13)
    assert due() == ((0, 0), (0, 0))
    house.later(days=1)
    assert due() == ((0, 0), (3, 2))
    assert write(CONFIRM) == 2
    fresh = posted(house)["first@example.jp"].partition("/outside/posting/")[2].split()[0]
    with at_posting_door(house.doors, fresh, house.clock, practice=True) as visit:
        visit.confirm("医事課", None, "事務部 課長", same=True)
    with house.desk(clerk) as desk:
        row = desk.posters.state(first).row
        assert row is not None
        assert (row.standing, row.noted) == (Standing.RIGHT, True)
        desk.registry.take(
            "add_vendor", first, {**VENDOR, "company": "架空第二保守"}, desk.posters.state(first).version
        )
    assert due()[0] == (1, 1)
    with house.desk(house.office("奈良県")["担当1"]) as desk:
        assert {one.total for one in desk.posters.due().values()} == {0}


def test_掲示の一覧は_ほかの一覧と同じように保存され_残る(house: House) -> None:
    clerk = house.office("徳島県")["担当1"]
    number = house.facility("架空第一病院")
    house.facility("架空第二病院")
    with house.desk(clerk) as desk:
        desk.posters.print_one(number)
        desk.posters.record(number, WHERE, None)
    with house.desk(clerk) as desk:
        page = desk.exports.list_page("posters", {"standing": "right"})
        with desk.exports.list_file("posters", "csv", {}).file as file:
            lines = file.read().decode("utf-8-sig").splitlines()
        [taking] = desk.exports.takings()
    [row] = page.rows
    assert (row["name"], row["standing"], row["places"]) == ("架空第一病院", "掲示中", "情報システム室、医事課")
    assert page.conditions == ("状況: 掲示中",)
    assert len(lines) == 3
    assert (taking.title, taking.rows) == ("院内掲示", 2)
