"""復旧・再発防止: the stage opens, is completed and reopens with its facts. Items, milestones: their own files."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.errors import ImpossibleTime
from tests.a_case import Case


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
    attacked.take("担当1", "verify_item")
    assert attacked.state("remediation") == "done"
    assert attacked.task("verify_items").state == "完了"


def test_完了した後に指導事項が加わると再び始まる(attacked: Case) -> None:
    attacked.record("担当1", "record_measure")
    attacked.record("担当1", "verify_item")
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
    assert isinstance(attacked.refused("担当1", "verify_item", verified_at=before), ImpossibleTime)
    assert isinstance(attacked.refused("担当1", "waive_item", decided_at=before), ImpossibleTime)
    assert isinstance(attacked.refused("担当1", "report_item_done", reported_at=before), ImpossibleTime)
