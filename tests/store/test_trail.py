"""Tampering shows: with the owner's hand, in the middle, at the end, by whatever way (R-231)."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import typer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from cases.store import chain
from infra.commands import opening
from infra.commands import trail as command
from infra.commands.trail import told
from tests.a_case import Case
from tests.house import House


@pytest.fixture
def case(house: House) -> Case:
    """徳島県の案件で、職員と自動処理が何度か書いたもの."""
    return Case.opened(house).judged().vendor_called()


def verified(house: House, case_id: int | None = None) -> chain.Verified:
    with house.engine.connect() as connection:
        found = chain.verify(connection, case_id)
        found.anchors, found.broken_anchors = chain.verify_anchors(connection)
    return found


def tamper(house: House, *statements: str) -> None:
    """What the owner of the database can do: switch the triggers off, then change what he likes."""
    with house.owner.begin() as connection:
        connection.execute(text("ALTER TABLE history DISABLE TRIGGER USER"))
        for statement in statements:
            connection.execute(text(statement))
        connection.execute(text("ALTER TABLE history ENABLE TRIGGER USER"))


def last_seq(case: Case) -> int:
    with case.house.owner.connect() as connection:
        return int(connection.scalar(text(f"SELECT max(seq) FROM history WHERE case_id = {case.id}")) or 0)


@pytest.mark.requirement("R-231")
def test_触られていない記録は_改変なしと確認される(case: Case) -> None:
    found = verified(case.house)
    assert found.whole
    assert (found.cases, found.lines) == (1, last_seq(case))
    assert found.lines > 4
    assert told(found)[-1].endswith("改変はありません。")


COLUMNS = {
    "時刻": "at = at + interval '1 second'",
    "種別": "kind = CASE kind WHEN 'act' THEN 'engine' ELSE 'act' END",
    "人": "actor_id = coalesce(actor_id, 0) + 1",
    "職名": "actor = '別の職'",
    "名前": "name = 'x'",
    "見出し": "label = 'x'",
    "事実": "facts = facts || '{\"x\": 1}'",
    "注記": "note = 'x'",
    "版": "version = version + 1",
    "案件": "seq = seq + 1000",
}


@pytest.mark.requirement("R-231")
@pytest.mark.parametrize("change", COLUMNS.values(), ids=COLUMNS)
def test_持ち主が一行を書き換えると_その行が挙がる(case: Case, change: str) -> None:
    tamper(case.house, f"UPDATE history SET {change} WHERE case_id = {case.id} AND seq = 3")
    (broken,) = verified(case.house).breaks
    assert (broken.number, broken.seq) == (case.sheet.number, 3)


@pytest.mark.requirement("R-231")
def test_書き換えた行のハッシュも作り直すと_次の行で分かる(case: Case) -> None:
    tamper(
        case.house,
        f"UPDATE history SET label = 'x' WHERE case_id = {case.id} AND seq = 3",
        f"UPDATE history SET hash = trail_hash(history) WHERE case_id = {case.id} AND seq = 3",
    )
    (broken,) = verified(case.house).breaks
    assert (broken.seq, broken.why) == (4, "この行が、前の行とつながっていません。")


@pytest.mark.requirement("R-231")
@pytest.mark.parametrize("seq", [1, 3])
def test_途中の行を消すと_欠けた行が挙がる(case: Case, seq: int) -> None:
    tamper(case.house, f"DELETE FROM history WHERE case_id = {case.id} AND seq = {seq}")
    (broken,) = verified(case.house).breaks
    assert broken.seq == seq


@pytest.mark.requirement("R-231")
def test_途中に行を加えると_そこで途切れる(case: Case) -> None:
    shift = f"UPDATE history SET seq = seq + 1000 WHERE case_id = {case.id} AND seq >= 3"
    back = f"UPDATE history SET seq = seq - 999 WHERE case_id = {case.id} AND seq >= 1000"
    added = (
        "INSERT INTO history (case_id, authority_code, at, kind, actor, name, label, facts, note, version, seq, "
        "previous_hash, hash) SELECT case_id, authority_code, at, kind, actor, name, '作り話', facts, note, version, "
        f"3, hash, '' FROM history WHERE case_id = {case.id} AND seq = 2"
    )
    sealed = f"UPDATE history SET hash = trail_hash(history) WHERE case_id = {case.id} AND seq = 3"
    tamper(case.house, shift, added, back, sealed)
    (broken,) = verified(case.house).breaks
    assert broken.seq == 4


@pytest.mark.requirement("R-231")
def test_末尾を切り落とすと分かる(case: Case) -> None:
    last = last_seq(case)
    tamper(case.house, f"DELETE FROM history WHERE case_id = {case.id} AND seq = {last}")
    (broken,) = verified(case.house).breaks
    assert broken.seq == last


@pytest.mark.requirement("R-231")
def test_末尾と先頭の控えを揃えて切り落としても_日ごとの締めで分かる(case: Case) -> None:
    house = case.house
    assert chain.drop_anchor(house.engine, house.clock.now())
    assert not chain.drop_anchor(house.engine, house.clock.now())
    cut = f"DELETE FROM history WHERE case_id = {case.id} AND seq = {last_seq(case)}"
    head = (
        "UPDATE trail_head h SET lines = l.seq, hash = l.hash FROM history l WHERE l.case_id = h.case_id "
        "AND l.seq = (SELECT max(seq) FROM history WHERE case_id = h.case_id)"
    )
    tamper(house, cut, head)
    found = verified(house)
    assert found.breaks == []
    assert [one.day.isoformat() for one in found.broken_anchors] == ["2021-10-31"]
    house.later(days=1)
    case.record("担当1", "record_containment")
    assert chain.drop_anchor(house.engine, house.clock.now())
    assert [one.day.isoformat() for one in verified(house).broken_anchors] == ["2021-10-31"]


@pytest.mark.requirement("R-231")
def test_すべての行と締めを作り直しても_別に保管した締めで分かる(case: Case) -> None:
    house = case.house
    chain.drop_anchor(house.engine, house.clock.now())
    with house.engine.connect() as connection:
        kept = [*chain.anchors_as_text(connection)]
        assert chain.compare_with_kept(connection, kept) == []
    tamper(house, "UPDATE trail_anchor SET hash = repeat('0', 64)")
    with house.engine.connect() as connection:
        (broken,) = chain.compare_with_kept(connection, kept)
    assert broken.why == "手元に保管した締めと、データベースの締めが違います。"


@pytest.mark.requirement("R-231")
def test_書き手が何を名乗っても_連鎖はデータベースが決める(case: Case) -> None:
    with case.house.owner.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO history (case_id, authority_code, at, kind, actor, name, label, facts, note, version, "
                f"seq, previous_hash, hash) VALUES ({case.id}, '360007', now(), 'act', 'x', 'x', 'x', '{{}}', '', 1, "
                "1, 'x', 'x')"
            )
        )
    assert verified(case.house).whole


@pytest.mark.requirement("R-231")
def test_案件が他の自治体に移っても_連鎖は途切れない(case: Case) -> None:
    with case.house.owner.begin() as connection:
        connection.execute(text(f"UPDATE case_file SET authority_code = '290009' WHERE id = {case.id}"))
        moved = set(connection.scalars(text("SELECT DISTINCT authority_code FROM history")))
    assert moved == {"290009"}
    assert verified(case.house).whole


ODD = ["", "\\", "\n", "髙﨑𠮷", "1:2", "-", "'\"", "\u202e", "é"]


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30) | st.sampled_from(ODD), min_size=1
    ),
    number=st.integers(-(10**12), 10**12) | st.floats(allow_nan=False, allow_infinity=False),
    micro=st.integers(0, 10**9),
)
def test_どんな文字と数でも_二つの計算は一致する(case: Case, words: list[str], number: float, micro: int) -> None:
    insert = text(
        "INSERT INTO history (case_id, authority_code, at, kind, actor, name, label, facts, note, version) VALUES "
        "(:case, '360007', :at, 'act', :word, 'x', :word, jsonb_build_object('w', cast(:words AS text[]), 'n', "
        "cast(:number AS float8)), :word, 1)"
    )
    at = case.now + timedelta(microseconds=micro)
    given = {"case": case.id, "at": at, "word": words[0], "words": words, "number": number}
    with case.house.owner.begin() as connection:
        connection.execute(insert, given)
    assert verified(case.house, case.id).whole


@pytest.mark.requirement("R-231")
def test_同時に書いても_一行ずつつながる(case: Case) -> None:
    insert = text(
        "INSERT INTO history (case_id, authority_code, at, kind, actor, name, label, facts, note, version) VALUES "
        f"({case.id}, '360007', now(), 'engine', 'x', 'x', 'x', '{{}}', '', 1)"
    )
    before = last_seq(case)

    def write() -> None:
        for _ in range(10):
            with case.house.engine.begin() as connection:
                connection.execute(insert)

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert last_seq(case) == before + 40
    assert verified(case.house).whole


@pytest.mark.requirement("R-231")
@pytest.mark.parametrize("statement", ["UPDATE trail_head SET lines = 0", "UPDATE viewing SET office = 'x'",
                                       "UPDATE history SET hash = ''", "DELETE FROM viewing",
                                       "INSERT INTO trail_head (lines) VALUES (1)", "UPDATE trail_anchor SET lines = 0",
                                       "SELECT trail_mark()"])  # fmt: skip
def test_職員の役では_連鎖も閲覧の記録も書き換えられない(case: Case, statement: str) -> None:
    for engine in (case.house.doors.desk, case.house.doors.ministry):
        with engine.connect() as connection, pytest.raises(DBAPIError, match="permission denied"):
            connection.execute(text(statement))


@pytest.mark.requirement("R-231")
def test_案件を閲覧した人が_一時間に一件ずつ残る(case: Case) -> None:
    house, who = case.house, case.staff
    house.later(hours=1)
    for _ in range(3):
        house.case(who["担当2"], case.id)
    house.case(who["厚生労働省"], case.id)
    house.later(hours=1)
    house.case(who["担当2"], case.id)
    with house.desk(who["担当1"]) as desk:
        seen = [(one.office, one.at) for one in desk.trail(case.id).viewings]
    hour = timedelta(hours=1)
    assert seen[:3] == [
        ("徳島県 担当2", house.clock.now()),
        ("厚生労働省 担当", house.clock.now() - hour),
        ("徳島県 担当2", house.clock.now() - hour),
    ]


@pytest.mark.requirement("R-231")
def test_他人の名前で閲覧を残すことはできない(case: Case) -> None:
    insert = text(
        "INSERT INTO viewing (officer_id, office, what, hour, seen_at, case_id, authority_code) VALUES "
        f"({case.staff['担当2'].id}, '担当2', '案件', now(), now(), {case.id}, '360007')"
    )
    with case.house.doors.desk.begin() as connection:
        name_oneself(connection, case)
        with pytest.raises(DBAPIError, match="row-level security"), connection.begin_nested():
            connection.execute(insert)


def name_oneself(connection: Connection, case: Case) -> None:
    officer = case.staff["担当1"].id
    connection.execute(
        text(f"SELECT set_config('renraku.codes', '360007', true), set_config('renraku.officer', '{officer}', true)")
    )


@pytest.mark.requirement("R-231")
def test_画面は確認した日時を示し_途切れていればその行を示す(case: Case) -> None:
    with case.house.desk(case.staff["担当1"]) as desk:
        whole = desk.trail(case.id)
    assert (whole.broken, whole.lines, whole.verified_at) == ("", last_seq(case), case.now)
    tamper(case.house, f"UPDATE history SET note = 'x' WHERE case_id = {case.id} AND seq = 2")
    with case.house.desk(case.staff["担当1"]) as desk:
        assert desk.trail(case.id).broken == "2行目: この行の内容が書き換えられています。"


@pytest.fixture
def at_the_terminal(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """`renraku trail` on this test's database."""

    class Mine:
        @staticmethod
        def role_url(role: str) -> str:
            return house.urls[role]

    monkeypatch.setattr(opening, "settings", Mine)


@pytest.mark.requirement("R-231")
@pytest.mark.usefixtures("at_the_terminal")
def test_端末でも_途切れた最初の行が分かる(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    command.verify("", None)
    assert capsys.readouterr().out.endswith("改変はありません。\n")
    tamper(case.house, f"UPDATE history SET note = 'x' WHERE case_id = {case.id} AND seq >= 2")
    with pytest.raises(typer.Exit) as left:
        command.verify(case.sheet.number, None)
    assert left.value.exit_code == 1
    assert f"{case.sheet.number} の 2 行目" in capsys.readouterr().out
    with pytest.raises(command.NoSuchCase):
        command.verify("なし", None)
