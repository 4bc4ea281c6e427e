"""How care came back: by department and as a whole, in an order that can have been, corrections kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.casework.remediation import recovery
from cases.errors import ActNotOpen, ImpossibleTime
from cases.procedure import Deed
from cases.records import CaseFile
from cases.vocabulary import Milestone, Role
from tests.a_case import Case
from tests.architecture.act_table import NOW
from tests.shelf import Shelf

DEED = Deed(1, "担当1", "360007", frozenset({Role.OFFICER}), NOW, Shelf())


@pytest.fixture
def attacked(case: Case) -> Case:
    return case.judged()


def test_診療科ごとの再開では_全体の再開にはならない(attacked: Case) -> None:
    attacked.take("担当1", "record_milestone", part="小児科")
    assert attacked.state("remediation") == "open"
    assert attacked.task("follow_recovery").state == "未了"
    attacked.take("担当1", "record_milestone")
    assert attacked.task("follow_recovery").state == "完了"
    assert [m.title for m in attacked.sheet.milestones] == ["通常診療の再開（小児科）", "通常診療の再開（全体）"]


def test_復元できないデータを残せる(attacked: Case) -> None:
    attacked.take("担当1", "record_milestone", unrecoverable="10月1日から15日までの記録の一部")
    assert ("復元できないデータ", "10月1日から15日までの記録の一部") in attacked.sheet.milestones[0].rows


FULL, PART, CARE = "fully_restored", "partly_restored", "care_resumed"


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ((PART, ""), (FULL, "")),
        ((PART, "小児科"), (FULL, "")),
        ((PART, "小児科"), (FULL, "小児科")),
        ((FULL, "小児科"), (FULL, "")),
        ((CARE, "小児科"), (CARE, "")),
    ],
)
def test_先に来るはずの段階が後になる日時は_どちらから入れても受け付けない(
    attacked: Case, earlier: tuple[str, str], later: tuple[str, str]
) -> None:
    def facts(one: tuple[str, str], hours: int) -> dict[str, Any]:
        return {"milestone": one[0], "part": one[1], "reached_at": attacked.now - timedelta(hours=5 - hours)}

    attacked.later(days=1)
    attacked.record("担当1", "record_milestone", **facts(earlier, 3))
    assert isinstance(attacked.refused("担当1", "record_milestone", **facts(later, 1)), ImpossibleTime)
    attacked.record("担当1", "record_milestone", **facts(later, 4))
    assert isinstance(attacked.refused("担当1", "record_milestone", **facts(earlier, 5)), ImpossibleTime)


@pytest.mark.parametrize(
    ("one", "other"),
    [((PART, "内科"), (FULL, "小児科")), ((CARE, ""), (FULL, "")), ((CARE, "内科"), (CARE, "小児科"))],
)
def test_互いに関わりのない段階は_どの順でもよい(attacked: Case, one: tuple[str, str], other: tuple[str, str]) -> None:
    attacked.later(days=1)
    for hours, (milestone, part) in ((3, one), (1, other), (4, other)):
        at = attacked.now - timedelta(hours=5 - hours)
        attacked.record("担当1", "record_milestone", milestone=milestone, part=part, reached_at=at)
    assert len(attacked.sheet.milestones) == 3


def test_訂正しても元の記録が残り_訂正後の日時が効く(attacked: Case) -> None:
    attacked.later(days=2)
    attacked.take("担当1", "record_milestone", reached_at=attacked.now - timedelta(days=1))
    attacked.take("担当1", "correct_milestone", reached_at=attacked.now, reason="翌日の再開だった")
    first, second = attacked.sheet.milestones
    assert ("訂正", "訂正された記録です。翌日の再開だった") in first.rows
    assert (second.at, second.title) == (attacked.now, "通常診療の再開（全体）")
    refusal = attacked.refused("担当1", "correct_milestone", item="1")
    assert isinstance(refusal, ActNotOpen)
    assert "すでに訂正されています" in refusal.missing[0]


def test_一部復旧を訂正するとき_全面復旧より後にはできない(attacked: Case) -> None:
    attacked.later(days=2)
    attacked.record("担当1", "record_milestone", milestone=PART, reached_at=attacked.now - timedelta(days=1))
    attacked.record("担当1", "record_milestone", milestone=FULL, reached_at=attacked.now - timedelta(hours=2))
    assert isinstance(attacked.refused("担当1", "correct_milestone", item="1"), ImpossibleTime)


moments = st.integers(min_value=0, max_value=6)
entries = st.lists(
    st.tuples(st.sampled_from(list(Milestone)), st.sampled_from(["", "内科", "小児科"]), moments), max_size=8
)


@given(entries)
def test_受け付けた段階の並びは_いつも成り立つ(drawn: list[tuple[Milestone, str, int]]) -> None:
    case = CaseFile(detected_at=NOW - timedelta(days=1), milestones=[])
    for milestone, part, hours in drawn:
        facts = recovery.RecoveryStep(milestone=milestone, part=part, reached_at=NOW + timedelta(hours=hours))
        try:
            recovery.record_milestone(case, facts, DEED)
        except ImpossibleTime:
            continue
    for partly in (m for m in case.milestones if m.milestone is Milestone.PARTLY_RESTORED):
        for full in (m for m in case.milestones if m.milestone is Milestone.FULLY_RESTORED):
            if full.part in ("", partly.part):
                assert partly.reached_at <= full.reached_at
    for one in case.milestones:
        for whole in case.milestones:
            same = one.milestone is whole.milestone is not Milestone.PARTLY_RESTORED
            if same and one.part and not whole.part:
                assert one.reached_at <= whole.reached_at
