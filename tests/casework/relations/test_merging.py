"""同じ事案の案件を一つにする: 候補を示し、人が確かめて統合し、誤りなら戻す."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from cases.casework.detection import duplicates
from cases.casework.relations.views import Relations
from cases.errors import ActNotOpen, CaseEnded, NotFound, OpenCases
from tests.a_case import ORDINARY, Case, jst
from tests.house import House
from ui.texts import sentence

PRESS: dict[str, Any] = {
    "facility": "町立病院とみられる病院",
    "unidentified": True,
    "municipality": "つるぎ町",
    "awareness_source": "mass_media",
    "awareness_note": "架空新聞 朝刊",
}
ANOTHER = {"separate_reason": "別の部門の話と聞いたため"}


def second(case: Case, by: str = "担当2", **facts: Any) -> Case:
    """One more case of 町立病院, opened with a reason though the first is open."""
    given = {**ORDINARY["report_suspicion"](case.now), **ANOTHER, **facts}
    other = Case(case.house, case.house.take(case.staff[by], "report_suspicion", **given).case_id)
    case.house.drain()
    return other


def relations(case: Case, who: str = "担当1") -> Relations:
    with case.house.desk(case.staff[who]) as desk:
        found = desk.relations(case.id)
        assert isinstance(found, Relations)
        return found


def merge(ending: Case, into: Case, who: str = "担当1") -> None:
    ending.take(who, "merge_case", into=into.sheet.number)


@pytest.mark.requirement("R-057")
def test_同じ医療機関等の案件が開いていれば_受付の前に示す(case: Case) -> None:
    facts = ORDINARY["report_suspicion"](case.now)
    with pytest.raises(OpenCases) as caught:
        case.house.take(case.staff["担当2"], "report_suspicion", **facts)
    assert [(one.number, one.why) for one in caught.value.candidates] == [(case.sheet.number, "同じ医療機関等")]
    assert case.sheet.number in sentence(caught.value)
    assert "別の案件として受け付ける理由" in sentence(caught.value)


@pytest.mark.requirement("R-057")
def test_理由を書けば別の案件として受け付け_互いを候補として示す(case: Case) -> None:
    other = second(case)
    assert [one.number for one in relations(case).candidates] == [other.sheet.number]
    assert [one.number for one in relations(other).candidates] == [case.sheet.number]


@pytest.mark.requirement("R-057")
@pytest.mark.parametrize(("days", "found"), [(13, True), (15, False)])
def test_時期が離れていれば候補にしない(case: Case, days: int, found: bool) -> None:
    case.later(days=days)
    if found:
        with pytest.raises(OpenCases):
            case.house.take(case.staff["担当2"], "report_suspicion", **ORDINARY["report_suspicion"](case.now))
    else:
        case.house.take(case.staff["担当2"], "report_suspicion", **ORDINARY["report_suspicion"](case.now))


def test_終わった案件は候補にしない(case: Case) -> None:
    case.take("担当1", "close_as_not_attack")
    assert relations(second(case)).candidates == ()


@pytest.mark.requirement("R-057")
def test_特定中の案件は_名称が似ていれば候補になる(case: Case) -> None:
    refusal = pytest.raises(OpenCases)
    with refusal as caught:
        case.house.take(
            case.staff["担当2"],
            "report_suspicion",
            **{**ORDINARY["report_suspicion"](case.now), **PRESS, "facility": "つるぎ半田病院"},
        )
    assert caught.value.candidates[0].why == "同じ市区町村（医療機関等は特定中）"


def test_よその自治体の案件は候補に出ない(case: Case) -> None:
    case.house.facility("町立病院", "宇陀市", authority="奈良県")
    other = case.house.take(
        case.house.office("奈良県")["担当1"], "report_suspicion", **ORDINARY["report_suspicion"](case.now)
    )
    assert other.number.startswith("290009")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("つるぎ町立半田病院", "半田病院", True),
        ("市立はまなす病院", "はまなす総合病院", True),
        ("架空みなと病院", "みなとクリニック", True),
        ("架空すだち病院", "架空みかん診療所", False),
        ("市内の病院", "市立病院", False),
        ("ﾐﾅﾄ病院", "ミナト病院", True),
    ],
)
def test_名称の似かた(one: str, other: str, same: bool) -> None:
    assert duplicates.alike(one, other) is same
    assert duplicates.alike(other, one) is same


@pytest.mark.requirement("R-057")
def test_統合すると片方が終わり_両方の経過に残り_どちらも読める(case: Case) -> None:
    case.record("担当1", "record_phone_contact")
    other = second(case)
    other.record("厚生労働省", "record_facility_contact")
    other.record("担当2", "judge", judged_by="facility")
    merge(other, case)
    assert (other.sheet.ending, other.open_tasks) == ("統合", set())
    assert other.sheet.ending_reason.startswith(f"案件 {case.sheet.number} に統合")
    assert relations(other).survivor == case.sheet.number
    line = relations(case).merged[0]
    assert (line.number, len(line.contacts), len(line.judgements)) == (other.sheet.number, 1, 1)
    assert "facility_contact_recorded" in {one.name for one in line.history}
    assert "case_absorbed" in {one.name for one in case.sheet.history}
    assert "case_merged" in {one.name for one in other.sheet.history}


@pytest.mark.requirement("R-057")
def test_統合された案件は読むだけになり_統合先を告げる(case: Case) -> None:
    other = second(case)
    merge(other, case)
    refusal = other.refused("担当1", "add_facts")
    assert isinstance(refusal, CaseEnded)
    assert "統合先の案件に記録してください" in sentence(refusal)
    assert isinstance(other.refused("課長", "reopen_case"), CaseEnded)


@pytest.mark.requirement("R-057")
def test_早い方の把握が残り_その計時は止まらず数え直されもしない(house: House) -> None:
    house.clock.set(jst(2021, 10, 31, 6))
    press = Case.opened(house, **PRESS, detected_at=jst(2021, 10, 31, 5), grasped_at=jst(2021, 10, 31, 5, 30))
    due = press.clock("authority-ministry-report").due_at
    press.later(hours=3)
    call = second(press, detected_at=jst(2021, 10, 31, 8, 30))
    merge(press, call)
    sheet = call.sheet
    assert (sheet.detected_at, sheet.grasped_at) == (jst(2021, 10, 31, 5), jst(2021, 10, 31, 5, 30))
    running = {(c.started_at, c.due_at): c.state for c in sheet.clocks if c.rule_id == "authority-ministry-report"}
    assert running[(jst(2021, 10, 31, 5, 30), due)] == "running"
    assert press.sheet.grasped_at == jst(2021, 10, 31, 5, 30)
    call.take("担当1", "record_phone_contact")
    assert {c.state for c in call.sheet.clocks if c.rule_id == "authority-ministry-report"} == {"met"}


@pytest.mark.requirement("R-057")
def test_病院からの直接の連絡と自治体の報告が一つの案件で読める(case: Case) -> None:
    """M-1.4, M-2.1: the facility called the ministry, the authority reported; both duties are met in one case."""
    case.record("担当1", "record_phone_contact")
    other = second(case)
    other.judged()
    other.later(minutes=30)
    other.take("厚生労働省", "record_facility_contact")
    assert other.clock("facility-ministry-contact").state == "met"
    merge(other, case)
    assert case.sheet.result == "連絡対象"
    assert case.clock("facility-ministry-contact").state == "met"
    assert case.clock("authority-ministry-report").state == "met"
    assert case.state("ministry_report") == "open"


def test_保守会社への連絡も引き継がれる(case: Case) -> None:
    other = second(case)
    other.vendor_called()
    merge(other, case)
    assert case.task("vendor_contact").state == "完了"


@pytest.mark.requirement("R-057")
def test_統合を取り消すと_それぞれ元に戻る(house: House) -> None:
    house.clock.set(jst(2021, 10, 31, 9))
    press = Case.opened(house, **PRESS, detected_at=jst(2021, 10, 31, 5))
    call = second(press, detected_at=jst(2021, 10, 31, 8, 30), grasped_at=jst(2021, 10, 31, 8, 45))
    press.judged(judged_at=jst(2021, 10, 31, 8, 55))
    before = call.sheet
    merge(press, call)
    assert call.sheet.result == "連絡対象"
    press.take("課長", "unmerge_case")
    after = call.sheet
    assert (after.detected_at, after.grasped_at, after.result) == (before.detected_at, before.grasped_at, "判断待ち")
    assert {c.state for c in after.clocks if c.started_at < jst(2021, 10, 31, 8)} == {"returned"}
    assert press.sheet.ending == ""
    assert {"judge", "confirm_facts"} & press.open_tasks
    assert press.clock("authority-ministry-report").state == "running"
    assert relations(call).merged == ()
    assert "case_released" in {line.name for line in after.history}


def test_取消しは決裁者だけができる(case: Case) -> None:
    other = second(case)
    merge(other, case)
    assert other.refused("担当1", "unmerge_case").code == "WrongRole"


def test_統合の後に確認した事実は_取消しでも失われない(case: Case) -> None:
    other = second(case)
    merge(other, case)
    case.take("担当1", "confirm_facts")
    other.take("課長", "unmerge_case")
    assert case.state("detection") == "open"
    assert "confirm_facts" not in case.open_tasks
    assert "confirm_facts" in other.open_tasks


def test_取消しの後にもう一度統合できる(case: Case) -> None:
    other = second(case, grasped_at=case.now, detected_at=case.now - timedelta(hours=1))
    for _ in range(2):
        merge(other, case)
        assert {c.state for c in case.sheet.clocks if c.rule_id == "authority-ministry-report"} <= {"running"}
        other.take("課長", "unmerge_case")


@pytest.mark.requirement("R-057")
@pytest.mark.parametrize(
    ("prepare", "reason"),
    [
        (lambda c: c.judged().reported(), "報告を送付しています"),
        (lambda c: c.record("厚生労働省", "ask_inquiry"), "照会・依頼に回答していません"),
        (lambda c: c.record("担当1", "record_measure"), "改善の項目"),
    ],
)
def test_果たしていない務めのある案件は_その向きには統合できない(case: Case, prepare: Any, reason: str) -> None:
    other = second(case)
    other.judged()
    prepare(other)
    refusal = other.refused("担当1", "merge_case", into=case.sheet.number)
    assert isinstance(refusal, ActNotOpen)
    assert reason in refusal.missing[0]
    assert "逆向きに統合してください" in refusal.missing[0]


def test_異なる医療機関等の案件は統合できず_関連付けを勧める(case: Case) -> None:
    case.house.facility("町立第二病院", "美馬市")
    other = second(case, facility="町立第二病院")
    refusal = other.refused("担当1", "merge_case", into=case.sheet.number)
    assert isinstance(refusal, ActNotOpen)
    assert "関連付けてください" in refusal.missing[0]


def test_自身にも_終わった案件にも_ない番号にも統合できない(case: Case) -> None:
    other = second(case)
    assert isinstance(case.refused("担当1", "merge_case", into=case.sheet.number), ActNotOpen)
    assert isinstance(case.refused("担当1", "merge_case", into="360007-2021-9999"), NotFound)
    other.take("担当1", "close_as_not_attack")
    assert isinstance(case.refused("担当1", "merge_case", into=other.sheet.number), ActNotOpen)


def test_よその自治体の案件は_ないのと同じである(case: Case) -> None:
    case.house.facility("市立病院", "宇陀市", authority="奈良県")
    nara = case.house.office("奈良県")["担当1"]
    number = case.house.case(nara, case.house.suspicion(nara, "市立病院")).number
    assert isinstance(case.refused("担当1", "merge_case", into=number), NotFound)
    refusal = case.refused("厚生労働省", "merge_case", into=number)
    assert isinstance(refusal, ActNotOpen)
    assert "先に案件を移送してください" in refusal.missing[0]


def test_国の職員は一つの自治体の二つの案件を統合できる(case: Case) -> None:
    other = second(case)
    merge(other, case, "厚生労働省")
    assert relations(case, "厚生労働省").merged[0].number == other.sheet.number


def test_統合先が統合されているうちは_途中の統合を取り消せない(case: Case) -> None:
    middle, last = second(case), second(case)
    merge(last, middle)
    merge(middle, case)
    assert {line.number for line in relations(case).merged} == {middle.sheet.number, last.sheet.number}
    assert isinstance(last.refused("課長", "unmerge_case"), ActNotOpen)
    middle.take("課長", "unmerge_case")
    assert [line.number for line in relations(middle).merged] == [last.sheet.number]
    assert relations(case).merged == ()
    last.take("課長", "unmerge_case")
    assert relations(middle).merged == ()


def trail(house: House) -> dict[str, int]:
    """How many rows of every kind of record there are, over all cases."""
    tables = ("history", "judgement", "ministry_contact", "vendor_contact", "task", "clock", "report", "letter")
    with house.owner.connect() as connection:
        return {t: int(connection.scalar(text(f"SELECT count(*) FROM {t}")) or 0) for t in tables}


@pytest.mark.requirement("R-057")
@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_どの順に統合しても_どちらの経過も一行も失われない(case: Case, data: st.DataObject) -> None:
    """Cases merged in any order and direction until one is left: its moments are the earliest, no row is lost."""
    house = case.house
    live = [second(case, detected_at=case.now - timedelta(minutes=n), grasped_at=case.now) for n in range(3)]
    for n, one in enumerate(live):
        one.record("担当1", "record_phone_contact")
        one.record("担当2", "judge", judged_at=case.now, care=("present", "none", "unknown")[n])
    house.drain()
    family = list(live)
    earliest = min(one.sheet.detected_at for one in family)
    latest = [one.sheet.result for one in family][-1]
    while len(live) > 1:
        ending = data.draw(st.sampled_from(live))
        into = data.draw(st.sampled_from([one for one in live if one.id != ending.id]))
        before = trail(house)
        merge(ending, into)
        after = trail(house)
        assert all(after[table] >= count for table, count in before.items())
        live.remove(ending)
    root = live[0]
    sheet, around = root.sheet, relations(root)
    assert sheet.detected_at == earliest
    assert sheet.result == latest
    told = [sheet, *around.merged]
    assert len(around.merged) == len(family) - 1
    assert sum(len(one.judgements) for one in told) == len(family)
    assert len(sheet.ministry_contacts) + sum(len(one.contacts) for one in around.merged) == len(family)
    assert len({(c.rule_id, c.started_at) for c in sheet.clocks}) == len(sheet.clocks)
    root.take("担当1", "close_as_not_attack") if sheet.attack != "サイバー攻撃による" else None
