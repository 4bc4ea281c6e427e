"""Another prefecture's officer sees nothing, by whatever way; the database itself keeps the lock."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from cases.clock import jst_day
from cases.errors import NotFound, Refused
from cases.office.notices import FixedLetter
from cases.office.rota_facts import StandIn
from cases.records import Base
from tests.a_case import Case
from tests.house import House
from tests.store.filling import fill, table
from tests.store.inspected import inspect_everything

NOT_FOR_DESKS = {"sharing_choice"}
"""Of an authority, but kept by the ministry: no desk may read it at all."""
OWNED = sorted(
    t.name
    for t in Base.metadata.sorted_tables
    if "authority_code" in t.columns and t.name != "jurisdiction" and t.name not in NOT_FOR_DESKS
)
"""The tables whose rows belong to an authority."""


def scope(connection: Connection, code: str, officer: int = 0) -> None:
    connection.execute(
        text("SELECT set_config('renraku.codes', :c, true), set_config('renraku.officer', :o, true)"),
        {"c": code, "o": str(officer)},
    )


def count(connection: Connection, table: str) -> int:
    columns = "id" if table in ("officer", "letter_secret", "circular_link", "poster_notice") else "*"
    return int(connection.scalar(text(f"SELECT count(*) FROM (SELECT {columns} FROM {table}) t")) or 0)


@pytest.fixture
def busy(case: Case) -> Case:
    """徳島県の案件: something lies in every table that an authority owns."""
    case.judged().vendor_called()
    case.take("課長", "decide_investigation", instrument="voluntary_visit")
    case.record("医療監視員", "record_findings")
    case.record("医療監視員", "give_guidance", items=["教育"])
    inspect_everything(case)
    case.record("担当1", "record_containment")
    case.record("担当1", "record_phone_contact")
    case.record("担当1", "record_milestone")
    case.record("担当1", "consult_ministry")
    case.record("担当1", "report_item_done")
    case.record("担当1", "record_checklist")
    case.answered_for_closing()
    with case.house.desk(case.staff["担当1"]) as desk:
        desk.write_handover("夜間に警察から連絡がある")
    with case.house.desk(case.staff["課長"]) as desk:
        people, day = [str(case.staff[one].id) for one in ("担当2", "担当1")], jst_day(case.now)
        desk.rostering.name_stand_in(StandIn(absent=people[0], stand_in=people[1], from_day=day, to_day=day))
        desk.notices.fix(FixedLetter(letter="case_closed", fixed=True, reason="全員が知るため"))
    case.record("担当1", "link_case")
    case.reported()
    case.record("課長", "issue_paper")
    case.record("課長", "take_back_paper")
    with case.house.owner.begin() as connection:
        connection.execute(text("INSERT INTO paper_office VALUES ('360007', '第{番号}号', 'fiscal', '知事', '')"))
    case.record("担当1", "add_participant", email="party@example.jp")
    case.record("担当1", "invite_guest")
    case.record("担当1", "reply_to_guest")
    case.record("担当1", "send_questionnaire")
    with case.house.desk(case.staff["担当1"]) as desk:
        desk.lay_in(case.id, "経過.txt", b"x")
    case.house.duty(case.staff["担当1"], case.now)
    fill_the_rest(case)
    return case


def fill_the_rest(case: Case) -> None:
    """A row where the office's deeds above left none."""
    with case.house.owner.begin() as connection:
        for name in sorted(OWNED, key=[t.name for t in Base.metadata.sorted_tables].index):
            if not connection.scalar(text(f"SELECT count(*) FROM {name} WHERE authority_code = '360007'")):
                fill(connection, table(name), "360007", case.id)


class TestStranger:
    """奈良県の職員には、徳島県の案件がないのと同じである."""

    @pytest.mark.requirement("R-014")
    def test_どの画面からも見えない(self, busy: Case) -> None:
        number = busy.sheet.number
        with busy.house.desk(busy.house.office("奈良県")["担当1"]) as desk:
            assert desk.worklist().total == 0
            assert desk.worklist(authority="360007").total == 0
            assert desk.worklist(search="町立病院").total == 0
            assert desk.facilities("町立") == []
            assert desk.authorities_with_cases() == []
            top = desk.desktop()
            assert (top.mine, top.unassigned, top.office) == ((), (), ())
            for look in (lambda: desk.case(busy.id), lambda: desk.pulse(busy.id), lambda: desk.find(number)):
                with pytest.raises(NotFound):
                    look()

    @pytest.mark.requirement("R-014")
    def test_ない案件と見分けがつかない(self, busy: Case) -> None:
        refusals: list[Refused] = []
        for case_id in (busy.id, 999999):
            with pytest.raises(NotFound) as caught, busy.house.desk(busy.house.office("奈良県")["担当1"]) as desk:
                desk.case(case_id)
            refusals.append(caught.value)
        assert refusals[0] == refusals[1]

    @pytest.mark.requirement("R-014")
    def test_生のSQLでも一行も見えない(self, busy: Case) -> None:
        stranger = busy.house.office("奈良県")["担当1"]
        seen = {}
        with busy.house.doors.desk.begin() as connection:
            scope(connection, stranger.authority_code, stranger.id)
            for table in OWNED:
                where = f"SELECT count(id) FROM {table} WHERE authority_code = '360007'"
                columns = {c.name for c in Base.metadata.tables[table].columns}
                query = where if "id" in columns else where.replace("count(id)", "count(authority_code)")
                seen[table] = connection.scalar(text(query))
        assert seen == dict.fromkeys(OWNED, 0)

    @pytest.mark.requirement("R-014")
    def test_試験の案件はどの表にも行を持つ(self, busy: Case) -> None:
        """Without rows the test above would prove nothing."""
        with busy.house.owner.connect() as connection:
            empty = [
                table
                for table in OWNED
                if not connection.scalar(text(f"SELECT count(*) FROM {table} WHERE authority_code = '360007'"))
            ]
        assert empty == []

    def test_書き換えもできない(self, busy: Case) -> None:
        stranger = busy.house.office("奈良県")["担当1"]
        with busy.house.doors.desk.begin() as connection:
            scope(connection, stranger.authority_code, stranger.id)
            changed = connection.execute(text("UPDATE case_file SET what_happened = 'x'")).rowcount
        assert changed == 0

    def test_よその自治体の行を書き入れることもできない(self, busy: Case) -> None:
        stranger = busy.house.office("奈良県")["担当1"]
        insert = text(
            "INSERT INTO pending_work (case_id, authority_code, stage, why, urgent, created_at, attempts, failure) "
            f"VALUES ({busy.id}, '360007', 'detection', 'x', true, now(), 0, '')"
        )
        with busy.house.doors.desk.begin() as connection:
            scope(connection, stranger.authority_code, stranger.id)
            with pytest.raises(ProgrammingError, match="row-level security"), connection.begin_nested():
                connection.execute(insert)


def test_範囲を名乗らない接続には何も見えない(busy: Case) -> None:
    with busy.house.doors.desk.begin() as connection:
        assert {table: count(connection, table) for table in OWNED} == dict.fromkeys(OWNED, 0)


@pytest.mark.parametrize("name", sorted(NOT_FOR_DESKS))
def test_国だけが持つ表は_自治体の窓口から読めない(busy: Case, name: str) -> None:
    with busy.house.doors.desk.begin() as connection:
        scope(connection, "360007")
        with pytest.raises(ProgrammingError):
            count(connection, name)


def test_範囲は取引の終わりとともに消える(busy: Case) -> None:
    house = busy.house
    with house.doors.desk.connect() as connection:
        with connection.begin():
            scope(connection, "360007")
            assert count(connection, "case_file") == 1
        with connection.begin():
            assert count(connection, "case_file") == 0


@pytest.mark.requirement("R-014")
def test_国の職員にはどの自治体の案件も見える(busy: Case) -> None:
    with busy.house.desk(busy.staff["厚生労働省"]) as desk:
        assert [row.authority for row in desk.worklist().rows] == ["徳島県"]
        assert desk.case(busy.id).facility == "町立病院"


def test_下書きは書いた本人にしか見えない(case: Case) -> None:
    house = case.house
    with house.desk(case.staff["担当1"]) as desk:
        desk.save_draft("judge:1", {"basis": "書きかけ"})
    with house.desk(case.staff["担当2"]) as desk:
        assert desk.draft("judge:1") == {}
        desk.drop_draft("judge:1")
    with house.desk(case.staff["担当1"]) as desk:
        assert desk.draft("judge:1") == {"basis": "書きかけ"}
        desk.save_draft("judge:1", {"basis": "書き直し"})
        assert desk.draft("judge:1")["basis"] == "書き直し"
        desk.drop_draft("judge:1")
        assert desk.draft("judge:1") == {}


def test_下書きに紛れた空文字で_書いたものを失わない(case: Case) -> None:
    with case.house.desk(case.staff["担当1"]) as desk:
        desk.save_draft("judge:1", {"basis": "書き\x00かけ", "list": ["一\x00"]})
        assert desk.draft("judge:1") == {"basis": "書きかけ", "list": ["一"]}


def test_下書きは生のSQLでも同僚に見えない(case: Case) -> None:
    with case.house.desk(case.staff["担当1"]) as desk:
        desk.save_draft("judge:1", {"basis": "書きかけ"})
    with case.house.doors.desk.begin() as connection:
        scope(connection, "360007", case.staff["担当2"].id)
        assert count(connection, "form_draft") == 0


FORBIDDEN = {
    "desk": [
        "UPDATE history SET note = 'x'",
        "UPDATE case_document SET title = 'x'",
        "UPDATE pending_work SET done_at = now()",
        "INSERT INTO letter (key) VALUES ('x')",
        "UPDATE letter SET body = 'x'",
        "SELECT password_hash FROM officer",
        "SELECT * FROM officer",
        "UPDATE officer SET roles = '{supervisor}'",
        "SELECT * FROM officer_session",
        "INSERT INTO authority (code) VALUES ('000000')",
        "SELECT nextval('engine_number')",
        "SELECT token FROM letter_secret",
        "UPDATE circular_paper SET pdf = 'x'",
        "UPDATE circular_recipient SET acknowledged_at = now()",
        "TRUNCATE case_file",
        "CREATE TABLE mine (id int)",
        "SET ROLE renraku_owner",
        "ALTER TABLE case_file DISABLE ROW LEVEL SECURITY",
    ],
    "ministry": [
        "UPDATE history SET note = 'x'",
        "INSERT INTO letter (key) VALUES ('x')",
        "UPDATE pending_work SET done_at = now()",
        "SELECT password_hash FROM officer",
        "SELECT * FROM officer_session",
        "TRUNCATE history",
    ],
    "engine": [
        "UPDATE history SET note = 'x'",
        "INSERT INTO report (seq) VALUES (1)",
        "UPDATE report SET damage = 'x'",
        "UPDATE judgement SET basis = 'x'",
        "INSERT INTO case_file (number) VALUES ('x')",
        "SELECT password_hash FROM officer",
        "SELECT * FROM officer_session",
        "SELECT * FROM form_draft",
        "TRUNCATE letter",
    ],
    "guest": [
        "SELECT * FROM case_file",
        "SELECT * FROM officer",
        "SELECT * FROM officer_session",
        "SELECT * FROM letter",
        "SELECT * FROM history",
        "SELECT * FROM letter_secret",
        "SELECT token_hash FROM circular_link",
        "SELECT address FROM circular_recipient",
        "UPDATE circular_recipient SET told_at = now()",
        "SELECT content FROM attachment_content",
        "UPDATE case_file SET what_happened = 'x'",
        "UPDATE guest_link SET expires_at = now()",
        "INSERT INTO guest_link (name) VALUES ('x')",
        "INSERT INTO report (seq) VALUES (1)",
    ],
    "gate": [
        "SELECT * FROM guest_link",
        "SELECT * FROM case_file",
        "SELECT * FROM letter",
        "SELECT * FROM history",
        "SELECT * FROM form_draft",
        "UPDATE officer SET password_hash = 'x'",
        "UPDATE officer SET roles = '{supervisor}'",
        "INSERT INTO officer (login) VALUES ('x')",
    ],
}


def door(house: House, role: str) -> Engine:
    return {
        "desk": house.doors.desk,
        "ministry": house.doors.ministry,
        "engine": house.engine,
        "gate": house.doors.gate,
        "guest": house.doors.guest,
    }[role]


def outcome(engine: Engine, statement: str) -> str:
    """The SQLSTATE with which the statement is refused; empty when it was carried out."""
    with engine.connect() as connection:
        try:
            connection.execute(text(statement))
        except DBAPIError as error:
            return str(getattr(error.orig, "sqlstate", ""))
        finally:
            connection.rollback()
    return ""


@pytest.mark.parametrize("role", FORBIDDEN)
def test_役にない書き込みと読み取りは_データベースが断る(house: House, role: str) -> None:
    allowed = {statement: outcome(door(house, role), statement) for statement in FORBIDDEN[role]}
    assert {statement for statement, state in allowed.items() if state != "42501"} == set(), allowed


ERASABLE = {
    "desk": {"form_draft", "duty"},
    "ministry": {"form_draft", "duty"},
    "engine": {"officer_session", "form_draft", "pending_work", "viewing", "mail_rest"},
}
"""Drafts, a day of the roster (its history stays); what the retention clears; the rests of a mail domain."""


@pytest.mark.parametrize("role", FORBIDDEN)
def test_どの表からも行を消せない_下書きだけは本人が消せる(house: House, role: str) -> None:
    erasable = {
        table.name
        for table in Base.metadata.sorted_tables
        if outcome(door(house, role), f"DELETE FROM {table.name}") != "42501"
    }
    assert erasable == ERASABLE.get(role, set())
