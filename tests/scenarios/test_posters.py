"""院内掲示: printed, hung, confirmed, found out of date, printed again for a whole area."""

from __future__ import annotations

import asyncio
import io
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from cases.correspondence import Sender
from cases.errors import ActNotOpen, LinkNotValid, NotFound, WrongRole
from cases.posters import batches
from cases.posters.door import at_posting_door
from cases.posters.standing import Standing
from flows.print_posters import print_all
from tests.house import House
from ui import texts

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
        archive = zipfile.ZipFile(io.BytesIO(desk.posters.files(job)))
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
    for dead in (token, "AAAAA-AAAAA-AAAAA-AAAAA", ""):
        with pytest.raises(LinkNotValid), door(dead):
            pass
    house.later(days=31)
    with pytest.raises(LinkNotValid), door(newer):
        pass
