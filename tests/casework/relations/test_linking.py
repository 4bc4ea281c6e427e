"""共通の原因の案件の関連付け: 自治体には自分の案件と、ほかの案件の数だけが見える."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from cases.casework.relations.views import Group
from cases.errors import ActNotOpen, FactNeeded, NotFound
from tests.a_case import Case
from tests.casework.relations.test_merging import relations
from tests.house import House
from tests.store.test_jurisdiction import scope


def of_nara(case: Case) -> int:
    house = case.house
    house.facility("大和の病院", "宇陀市", authority="奈良県")
    return house.suspicion(house.office("奈良県")["担当1"], "大和の病院")


def seen(house: House, authority: str, case_id: int) -> tuple[Group, ...]:
    with house.desk(house.office(authority)["担当1"]) as desk:
        groups: tuple[Group, ...] = desk.relations(case_id).groups
        return groups


@pytest.fixture
def supply_chain(case: Case) -> tuple[Case, int]:
    """国が、徳島県と奈良県の案件を一つの保守会社の下にまとめた."""
    other = of_nara(case)
    case.take("厚生労働省", "link_case")
    case.house.take(case.staff["厚生労働省"], "link_case", other, group="1", reason="同じ保守回線")
    return case, other


@pytest.mark.requirement("R-074")
def test_同じ保守会社の案件を一つのまとまりにする(case: Case) -> None:
    case.house.facility("町立第二病院", "美馬市")
    second = Case(case.house, case.house.suspicion(case.staff["担当1"], "町立第二病院"))
    case.take("担当1", "link_case", note="給食の委託先から入られた")
    second.take("担当2", "link_case", group="1")
    group = relations(case).groups[0]
    assert (group.kind, group.name, group.note) == ("保守会社等", "架空給食株式会社", "給食の委託先から入られた")
    assert [one.number for one in group.cases] == [case.sheet.number, second.sheet.number]
    assert case.sheet.ending == second.sheet.ending == ""


@pytest.mark.requirement("R-074")
def test_国は自治体をまたいでまとめられ_すべての案件が見える(supply_chain: tuple[Case, int]) -> None:
    case, _ = supply_chain
    with case.house.desk(case.staff["厚生労働省"]) as desk:
        group = desk.groups()[0]
    assert {one.authority for one in group.cases} == {"徳島県", "奈良県"}


@pytest.mark.requirement("R-074")
def test_自治体には自分の案件と_ほかの案件の数だけが見える(supply_chain: tuple[Case, int]) -> None:
    case, other = supply_chain
    for authority, case_id in (("徳島県", case.id), ("奈良県", other)):
        group = seen(case.house, authority, case_id)[0]
        assert {one.authority for one in group.cases} == {authority}
        assert (group.others, group.named) == (1, ())


@pytest.mark.requirement("R-074")
def test_国が知らせると決めたときだけ_ほかの名称が見える(supply_chain: tuple[Case, int]) -> None:
    case, other = supply_chain
    assert case.refused("課長", "release_group_names").code == "WrongRole"
    case.take("厚生労働省", "release_group_names")
    named = seen(case.house, "奈良県", other)[0].named
    assert [(one.authority, one.facility, one.number) for one in named] == [("徳島県", "町立病院", case.sheet.number)]
    case.take("厚生労働省", "release_group_names", released=False)
    assert seen(case.house, "奈良県", other)[0].named == ()


@pytest.mark.requirement("R-074")
def test_外すと_理由とともに経過に残り_数からも消える(supply_chain: tuple[Case, int]) -> None:
    case, other = supply_chain
    case.take("担当1", "unlink_case")
    assert relations(case).groups == ()
    assert "case_unlinked" in {line.name for line in case.sheet.history}
    assert seen(case.house, "奈良県", other)[0].others == 0
    assert isinstance(case.refused("担当1", "unlink_case"), ActNotOpen)


def test_二度は入れられず_新しく作るときは種別と名称が要る(case: Case) -> None:
    assert isinstance(case.refused("担当1", "link_case", kind=None, name=""), FactNeeded)
    case.take("担当1", "link_case")
    assert isinstance(case.refused("担当1", "link_case", group="1"), ActNotOpen)


def test_見えないまとまりには入れられない(case: Case) -> None:
    other = of_nara(case)
    case.take("担当1", "link_case")
    nara = case.house.office("奈良県")["担当1"]
    with pytest.raises(NotFound):
        case.house.take(nara, "link_case", other, group="1", reason="同じ保守回線")
    with case.house.desk(nara) as desk:
        assert desk.groups() == ()


def test_生のSQLでも_見えないまとまりに入れず数も名も読めない(case: Case) -> None:
    other = of_nara(case)
    case.take("担当1", "link_case")
    nara = case.house.office("奈良県")["担当1"]
    insert = text(
        "INSERT INTO case_link (group_id, reason, linked_by, linked_at, unlinked_by, case_id, authority_code) "
        f"VALUES (1, '', '', now(), '', {other}, '290009')"
    )
    with case.house.doors.desk.begin() as connection:
        scope(connection, "290009", nara.id)
        with pytest.raises(ProgrammingError, match="row-level security"), connection.begin_nested():
            connection.execute(insert)
        assert connection.execute(text("SELECT * FROM group_others(1)")).all() == []
        assert connection.scalar(text("SELECT count(*) FROM case_group")) == 0
        with pytest.raises(ProgrammingError, match="permission denied"), connection.begin_nested():
            connection.execute(text("UPDATE case_group SET names_released = true"))
