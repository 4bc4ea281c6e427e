"""所管の異なる案件の移送: 申し出て、受け入れられて、何も失わずに移る."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from cases.casework.relations.views import Offer
from cases.errors import ActNotOpen, NotFound, WrongRole
from cases.store import chain
from tests.a_case import Case
from tests.casework.relations.test_merging import merge, relations, second
from tests.house import House
from tests.store.test_jurisdiction import scope


def nara(case: Case, office: str = "担当1") -> Any:
    return case.house.office("奈良県")[office]


def offers(case: Case, officer: Any) -> list[Offer]:
    with case.house.desk(officer) as desk:
        return list(desk.offers())


def answered(case: Case, act: str = "accept_transfer", office: str = "担当1", **facts: Any) -> None:
    """The receiving officer, who does not see the case, answers the offer."""
    with case.house.desk(nara(case, office)) as desk:
        desk.take(act, case.id, facts)
    case.house.drain()


@pytest.fixture
def offered(case: Case) -> Case:
    """徳島県が奈良県に移送を申し出た案件."""
    nara(case)
    case.record("担当1", "record_phone_contact")
    case.judged()
    case.later(hours=1)
    case.take("担当1", "propose_transfer")
    return case


@pytest.mark.requirement("R-073")
def test_受け入れられるまでは_申出元が所管し_移送先には案件が見えない(offered: Case) -> None:
    assert offered.sheet.authority == "徳島県"
    assert offered.open_tasks
    with offered.house.desk(nara(offered)) as desk, pytest.raises(NotFound):
        desk.case(offered.id)


@pytest.mark.requirement("R-073")
def test_移送先は申出だけを読み_通知も受ける(offered: Case) -> None:
    offer = offers(offered, nara(offered))[0]
    assert (offer.incoming, offer.waiting, offer.sender, offer.number) == (True, True, "徳島県", offered.sheet.number)
    assert (offer.facility, offer.reason) == ("町立病院", "所在地が奈良県であった")
    told = offered.letters("transfer_offered")
    assert {letter.to for letter in told} == {"担当1", "課長"}
    assert "電子カルテ" not in told[0].body


@pytest.mark.requirement("R-073")
def test_受け入れると_番号と日時と記録はそのまま_所管が移る(offered: Case) -> None:
    before = offered.sheet
    answered(offered)
    after = offered.house.case(nara(offered), offered.id)
    for name in ("number", "detected_at", "grasped_at", "judged_at", "result", "facility", "opened_at", "vendors"):
        assert getattr(after, name) == getattr(before, name), name
    assert after.authority == "奈良県"
    assert len(after.ministry_contacts) == len(before.ministry_contacts)
    assert len(after.judgements) == len(before.judgements)
    due = {(c.rule_id, c.started_at): c.due_at for c in before.clocks}
    assert {(c.rule_id, c.started_at): c.due_at for c in after.clocks} == due
    names = [line.name for line in after.history]
    assert {"transfer_proposed", "transfer_accepted", "suspicion_reported"} <= set(names)


@pytest.mark.requirement("R-073")
def test_受け入れると_業務は移送先の職員に改めて割り当てられる(offered: Case) -> None:
    before = offered.open_tasks
    answered(offered)
    sheet = offered.house.case(nara(offered), offered.id)
    anew = {t.code for t in sheet.tasks if t.state == "未了"}
    assert anew == before
    mine = {person.id for person in offered.house.office("奈良県").values()}
    assert {t.holder_id for t in sheet.tasks if t.state == "未了"} <= mine
    assert sheet.lead in {"担当1", "担当2"}
    assert sheet.lead_id in mine
    assert any(letter.to in ("担当1", "担当2") for letter in offered.letters("task_opened"))


@pytest.mark.requirement("R-073")
def test_受け入れた後は_申出元には案件が見えず_移送済の控えが残る(offered: Case) -> None:
    answered(offered, reason="県庁で対応します")
    for look in ("case", "pulse"):
        with offered.house.desk(offered.staff["課長"]) as desk, pytest.raises(NotFound):
            getattr(desk, look)(offered.id)
    stub = offers(offered, offered.staff["担当1"])[0]
    assert (stub.state, stub.receiver, stub.answered_by, stub.answer) == (
        "移送済",
        "奈良県",
        "担当1",
        "県庁で対応します",
    )
    assert offered.letters("transfer_accepted")[0].to == "担当1"


@pytest.mark.requirement("R-073")
def test_断られると_理由とともに申出元に残る(offered: Case) -> None:
    answered(offered, "refuse_transfer", reason="この県の医療機関等ではない")
    assert offered.sheet.authority == "徳島県"
    assert offers(offered, offered.staff["担当1"])[0].state == "断られた"
    assert "この県の医療機関等ではない" in offered.letters("transfer_refused")[0].body
    assert "transfer_refused" in {line.name for line in offered.sheet.history}
    offered.take("担当1", "propose_transfer")


def test_申出は一度に一つで_取り下げられる(offered: Case) -> None:
    assert isinstance(offered.refused("担当1", "propose_transfer", authority="高知県"), ActNotOpen)
    offered.take("担当1", "withdraw_transfer")
    assert offers(offered, nara(offered))[0].state == "取下げ"
    with pytest.raises(NotFound), offered.house.desk(nara(offered)) as desk:
        desk.take("accept_transfer", offered.id, {})


def test_自分の自治体にも_ない自治体にも国にも移送できない(case: Case) -> None:
    for name in ("徳島県", "架空県", "MHLW"):
        assert isinstance(case.refused("担当1", "propose_transfer", authority=name), ActNotOpen)


def test_申し出られていない自治体は受け入れられない(offered: Case) -> None:
    kochi = offered.house.office("高知県")["担当1"]
    with pytest.raises(NotFound), offered.house.desk(kochi) as desk:
        desk.take("accept_transfer", offered.id, {})
    with pytest.raises(WrongRole), offered.house.desk(nara(offered, "医療監視員")) as desk:
        desk.take("accept_transfer", offered.id, {})
    with pytest.raises(NotFound), offered.house.desk(offered.staff["担当1"]) as desk:
        desk.take("accept_transfer", offered.id, {})


def test_申出が来ている間に終わった案件は_受け入れられない(case: Case) -> None:
    nara(case)
    case.take("担当1", "propose_transfer")
    case.take("担当1", "close_as_not_attack")
    with pytest.raises(NotFound), case.house.desk(nara(case)) as desk:
        desk.take("accept_transfer", case.id, {})


@pytest.mark.requirement("R-073")
def test_移送しても経過の鎖は切れない(offered: Case) -> None:
    answered(offered)
    with offered.house.doors.ministry.begin() as connection:
        assert chain.verify(connection, offered.id).breaks == []


def test_統合した案件も一緒に移る(case: Case) -> None:
    other = second(case)
    merge(other, case)
    case.take("担当1", "propose_transfer")
    answered(case)
    sheet = case.house.case(nara(case), other.id)
    assert (sheet.authority, sheet.ending) == ("奈良県", "統合")
    with case.house.desk(nara(case)) as desk:
        assert [line.number for line in desk.relations(case.id).merged] == [sheet.number]


def test_移送先の職員が続きを進められる(offered: Case) -> None:
    answered(offered)
    house, officer = offered.house, nara(offered)
    house.take(
        officer, "record_vendor_contact", offered.id, contacted_at=house.clock.now(), company="架空", instruction="待つ"
    )
    house.facility("大和の病院", "宇陀市", authority="奈良県")
    house.take(officer, "attach_facility", offered.id, facility="大和の病院", reason="所在地を確かめた")
    house.drain()
    sheet = house.case(officer, offered.id)
    assert (sheet.facility, sheet.reported_facility) == ("大和の病院", "町立病院")


class TestRawSQL:
    """どちらの側も、生の SQL で余分なものは取れない."""

    def test_申出元は案件の所管を自分で変えられない(self, offered: Case) -> None:
        with offered.house.doors.desk.begin() as connection:
            scope(connection, "360007", offered.staff["担当1"].id)
            with pytest.raises(ProgrammingError, match="row-level security"), connection.begin_nested():
                connection.execute(text("UPDATE case_file SET authority_code = '290009'"))

    def test_申出元は移送先に代わって受け入れられない(self, offered: Case) -> None:
        with offered.house.doors.desk.begin() as connection:
            scope(connection, "360007", offered.staff["担当1"].id)
            for state in ("accepted", "refused"):
                with pytest.raises(ProgrammingError, match="row-level security"), connection.begin_nested():
                    connection.execute(text("UPDATE transfer_offer SET state = :s, answered_at = now()"), {"s": state})

    def test_申出の内容は後から書き換えられない(self, offered: Case) -> None:
        with offered.house.doors.desk.begin() as connection:
            scope(connection, "360007", offered.staff["担当1"].id)
            for column in ("file_id = 1", "to_code = '390003'", "from_code = '390003'", "reason = 'x'"):
                with pytest.raises(ProgrammingError, match="permission denied"), connection.begin_nested():
                    connection.execute(text(f"UPDATE transfer_offer SET {column}"))

    def test_移送先は申出を書き換えられず_案件の行は一つも読めない(self, offered: Case) -> None:
        with offered.house.doors.desk.begin() as connection:
            scope(connection, "290009", nara(offered).id)
            assert (
                connection.execute(text("UPDATE transfer_offer SET state = 'accepted', answered_at = now()")).rowcount
                == 0
            )
            for table in ("case_file", "history", "judgement", "facility", "facility_vendor"):
                assert connection.scalar(text(f"SELECT count(*) FROM {table}")) == 0, table
            read = connection.scalars(text("SELECT DISTINCT recipient_id FROM letter")).all()
            assert read == [nara(offered).id]  # the letter of the offer itself, and no other

    @pytest.mark.parametrize("who", ["申出元", "よその県", "名乗らない", "よその県を名乗る申出元", "医療監視員"])
    def test_受入れの関数は_移送先の職員にしか動かない(self, offered: Case, who: str) -> None:
        kochi = offered.house.office("高知県")["担当1"]
        seats = {
            "申出元": ("360007", offered.staff["担当1"].id),
            "よその県": ("390003", kochi.id),
            "名乗らない": ("", 0),
            "よその県を名乗る申出元": ("290009", offered.staff["担当1"].id),
            "医療監視員": ("290009", nara(offered, "医療監視員").id),
        }
        with offered.house.doors.desk.begin() as connection:
            scope(connection, *seats[who])
            for offer in range(1, 4):
                with pytest.raises(DBAPIError, match="no such offer"), connection.begin_nested():
                    connection.execute(text(f"SELECT * FROM answer_transfer({offer}, true, '', now())"))
        assert offered.sheet.authority == "徳島県"

    def test_自動処理も国も_受入れの関数を使えない(self, offered: Case) -> None:
        for engine in (offered.house.engine, offered.house.doors.ministry):
            with (
                engine.begin() as connection,
                pytest.raises(ProgrammingError, match="permission denied"),
                connection.begin_nested(),
            ):
                connection.execute(text("SELECT * FROM answer_transfer(1, true, '', now())"))

    def test_よその案件を申し出ることはできない(self, offered: Case) -> None:
        kochi = offered.house.office("高知県")["担当1"]
        insert = text(
            "INSERT INTO transfer_offer (file_id, number, from_code, to_code, facility, municipality, grasped_at, "
            f"reason, offered_by, offered_by_id, offered_at, state) VALUES ({offered.id}, 'x', :c, '290009', '', '', "
            f"now(), '', '', {kochi.id}, now(), 'offered')"
        )
        with offered.house.doors.desk.begin() as connection:
            scope(connection, "390003", kochi.id)
            for code in ("390003", "360007"):
                with pytest.raises(ProgrammingError, match="row-level security"), connection.begin_nested():
                    connection.execute(insert, {"c": code})

    def test_第三の県には申出も見えない(self, offered: Case) -> None:
        kochi = offered.house.office("高知県")["担当1"]
        assert offers(offered, kochi) == []

    def test_移送の後_移送先に見える申出元の医療機関等は_その案件のものだけ(self, offered: Case) -> None:
        offered.house.facility("町立第二病院", "美馬市")
        answered(offered)
        with offered.house.doors.desk.begin() as connection:
            scope(connection, "290009", nara(offered).id)
            assert connection.scalars(text("SELECT name FROM facility")).all() == ["町立病院"]
            assert connection.execute(text("UPDATE facility SET name = 'x'")).rowcount == 0


def test_関連の欄に移送の申出が出る(offered: Case) -> None:
    assert [offer.state for offer in relations(offered).offers] == ["回答待ち"]


@pytest.mark.requirement("R-060")
def test_管轄の外のものも_受け付けて移送を申し出られる(house: House) -> None:
    """The way out of OutsideJurisdiction: taken in as told of, offered to the competent authority, accepted there."""
    case = Case.opened(house, facility="宇陀の病院（宇陀市）", unidentified=True)
    nara(case)
    case.take("担当1", "propose_transfer", reason="宇陀市は奈良県が所管する")
    house.facility("宇陀の病院", "宇陀市", authority="奈良県")
    answered(case)
    house.take(nara(case), "attach_facility", case.id, facility="宇陀の病院", reason="名称が一致する")
    sheet = house.case(nara(case), case.id)
    assert (sheet.number, sheet.facility, sheet.authority) == ("360007-2021-0001", "宇陀の病院", "奈良県")
