"""保守会社連絡: called at once, instructions followed, containment logged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.errors import ActNotOpen, ImpossibleTime
from tests.a_case import Case
from tests.house import House


@pytest.mark.requirement("R-046")
def test_直ちにの目安は覚知から三十分である(case: Case) -> None:
    clock = case.clock("vendor-contact")
    assert (clock.timing_word, clock.label) == ("直ちに", "目安")
    assert clock.due_at - case.sheet.detected_at == timedelta(minutes=30)
    assert case.task("vendor_contact").due_at == clock.due_at


@pytest.mark.requirement("R-046")
def test_起点は入力の時刻ではなく覚知である(house: House) -> None:
    case = Case.opened(house, detected_at=house.clock.now() - timedelta(hours=5))
    assert case.clock("vendor-contact").due_at < case.now


def test_担当者に直ちに連絡するよう通知する(case: Case) -> None:
    letter = case.letters("vendor_contact_due")[0]
    assert (letter.to, letter.must_act) == ("担当1", True)
    assert "目安: " in letter.body
    assert "01:00" in letter.body or "1時00分" in letter.body


@pytest.mark.requirement("R-041")
def test_連絡票に登録された保守会社等の電話番号が載る(case: Case) -> None:
    assert case.documents("vendor_sheet")[0] == (("架空システム株式会社", "電話 088-000-0000　担当 未記入"),)


@pytest.mark.requirement("R-043")
def test_連絡がつけば時計は達成となり業務が完了する(case: Case) -> None:
    case.later(minutes=20)
    case.take("担当1", "record_vendor_contact")
    assert case.clock("vendor-contact").state_label == "達成"
    assert case.task("vendor_contact").state == "完了"
    assert case.state("vendor_contact") == "open"


def test_三十分を過ぎて連絡がつけば目安超過後に達成と残る(case: Case) -> None:
    case.later(minutes=31)
    case.take("担当1", "record_vendor_contact")
    assert case.clock("vendor-contact").state_label == "目安超過後に達成"


def test_後から入力しても_連絡した時刻で達成を判定する(case: Case) -> None:
    called = case.later(minutes=20)
    case.later(hours=6)
    case.take("担当1", "record_vendor_contact", contacted_at=called)
    assert case.clock("vendor-contact").state_label == "達成"


@pytest.mark.requirement("R-043")
def test_つながらなければ業務も時計も残る(case: Case) -> None:
    case.take("担当1", "record_vendor_contact", result="not_reached")
    assert case.task("vendor_contact").state == "未了"
    assert case.clock("vendor-contact").state == "running"


@pytest.mark.requirement("R-044")
def test_連絡と指示がそろうと完了する(case: Case) -> None:
    case.take("担当1", "record_vendor_contact")
    case.take("担当1", "record_vendor_instruction", carried_out="遮断した")
    assert case.state("vendor_contact") == "done"
    assert ("実施", "遮断した") in case.sheet.vendor_contacts[0].rows


def test_連絡の前に指示は記録できない(case: Case) -> None:
    refusal = case.refused("担当1", "record_vendor_instruction")
    assert isinstance(refusal, ActNotOpen)
    assert refusal.missing == ["保守会社等への連絡がまだ記録されていません。先に連絡を記録してください。"]


def test_二社に連絡したら_指示は名指しした会社に残る(case: Case) -> None:
    case.record("担当1", "record_vendor_contact", company="架空システム株式会社")
    case.later(minutes=5)
    case.record("担当1", "record_vendor_contact", company="架空ネットワーク株式会社")
    case.record("担当1", "record_vendor_instruction", company="架空システム株式会社")
    first, second = case.sheet.vendor_contacts
    assert ("指示", "ネットワークから切り離す") in first.rows
    assert "指示" not in dict(second.rows)


def test_連絡していない会社の指示は_別の会社の指示にならない(case: Case) -> None:
    case.record("担当1", "record_vendor_contact")
    refusal = case.refused("担当1", "record_vendor_instruction", company="架空ネットワーク株式会社")
    assert isinstance(refusal, ActNotOpen)
    assert "架空ネットワーク株式会社" in refusal.missing[0]


@pytest.mark.requirement("R-045")
def test_拡大防止の措置は医療監視員も記録できる(case: Case) -> None:
    case.take("医療監視員", "record_containment")
    assert case.sheet.containments[0].title == "院内ネットワークを遮断した"


def test_覚知より前の連絡は受け付けない(case: Case) -> None:
    refusal = case.refused("担当1", "record_vendor_contact", contacted_at=case.now - timedelta(minutes=1))
    assert isinstance(refusal, ImpossibleTime)
    assert (refusal.field_label, refusal.rule, refusal.other_label) == ("保守会社等への連絡", "before", "覚知日時")
