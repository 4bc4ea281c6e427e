"""復旧・再発防止: milestones, and every item followed to its verification."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.errors import ActNotOpen, ImpossibleTime
from tests.scenarios.office import Case


@pytest.fixture
def attacked(case: Case) -> Case:
    """サイバー攻撃と判断した案件."""
    return case.judged()


def test_攻撃と判断すると始まり_担当者に通知する(attacked: Case) -> None:
    assert attacked.state("remediation") == "open"
    assert attacked.read_by("remediation_due") == {("担当1", True)}
    assert {"follow_recovery", "prevention"} <= attacked.open_tasks


def test_一部復旧では復旧の業務は終わらない(attacked: Case) -> None:
    attacked.take("担当1", "record_milestone", milestone="partly_restored")
    assert attacked.task("follow_recovery").state == "未了"


def test_診療の再開と対策と確認がそろうと完了する(attacked: Case) -> None:
    attacked.take("担当1", "record_milestone")
    attacked.take("医療監視員", "record_measure")
    assert attacked.state("remediation") == "open"
    attacked.take("担当1", "settle_item")
    assert attacked.state("remediation") == "done"
    assert attacked.task("verify_items").state == "完了"


@pytest.mark.requirement("R-104")
def test_項目は番号でも題名の一部でも確認できる(attacked: Case) -> None:
    for title in ("多要素認証の導入", "バックアップの切り離し"):
        attacked.record("担当1", "record_measure", title=title)
    attacked.record("担当1", "settle_item", item="２")
    attacked.record("担当1", "settle_item", item="認証")
    assert [dict(item.rows)["状態"] for item in attacked.sheet.items] == ["確認済", "確認済"]


@pytest.mark.requirement("R-104")
def test_不要と判断した項目も理由とともに済む(attacked: Case) -> None:
    attacked.record("担当1", "record_measure")
    attacked.record("担当1", "settle_item", verified=False, evidence="機器を撤去した")
    assert dict(attacked.sheet.items[0].rows)["状態"] == "不要と判断"


@pytest.mark.parametrize(
    ("item", "how"),
    [("対策", "複数あります"), ("ない項目", "見つかりません"), ("9", "見つかりません"), ("²", "見つかりません")],
)
def test_一つに決まらない項目は確認できない(attacked: Case, item: str, how: str) -> None:
    attacked.record("担当1", "record_measure", title="対策その一")
    attacked.record("担当1", "record_measure", title="対策その二")
    refusal = attacked.refused("担当1", "settle_item", item=item)
    assert isinstance(refusal, ActNotOpen)
    assert how in refusal.missing[0]


def test_確認済の項目をもう一度確認することはできない(attacked: Case) -> None:
    attacked.record("担当1", "record_measure")
    attacked.record("担当1", "settle_item")
    attacked.record("担当1", "record_measure", title="別の対策")
    assert isinstance(attacked.refused("担当1", "settle_item", item="1"), ActNotOpen)


def test_完了した後に指導事項が加わると再び始まる(attacked: Case) -> None:
    attacked.record("担当1", "record_measure")
    attacked.record("担当1", "settle_item")
    attacked.take("担当1", "record_milestone")
    assert attacked.state("remediation") == "done"
    attacked.take("医療監視員", "give_guidance", items=["教育の実施"])
    assert attacked.state("remediation") == "open"
    assert attacked.stage("remediation").reason == "新たな事項が生じたため"
    assert attacked.task("verify_items").holder == "担当1"


def test_覚知より前に復旧したり確認したりはできない(attacked: Case) -> None:
    attacked.record("担当1", "record_measure")
    before = attacked.now - timedelta(days=1)
    assert isinstance(attacked.refused("担当1", "record_milestone", reached_at=before), ImpossibleTime)
    assert isinstance(attacked.refused("担当1", "settle_item", settled_at=before), ImpossibleTime)
