"""Checklists by edition: a No becomes an item, a later Yes reports it as done; unverified editions say so."""

from __future__ import annotations

from datetime import date

import pytest

from cases.casework.remediation import checklist_editions
from cases.errors import ActNotOpen, Refused
from tests.a_case import Case


def sentences(refusal: Refused) -> str:
    assert isinstance(refusal, ActNotOpen)
    return "".join(refusal.missing)


@pytest.mark.requirement("R-269")
def test_版ごとに出典と確認の印があり_確かめていない版は知らずに使えない(case: Case) -> None:
    editions = checklist_editions.editions()
    assert {one.fiscal_year for one in editions.values()} == {2023, 2024, 2025}
    assert all(one.source for one in editions.values())
    assert {one.id for one in editions.values() if one.verified} == set()
    refusal = sentences(case.refused("担当1", "record_checklist", use_unverified=False))
    assert "未確認の版です" in refusal
    case.take("担当1", "record_checklist")
    assert [(s.title, s.verified) for s in case.sheet.checklists] == [
        ("令和７年度版 医療機関確認用（案）〔未確認〕", False)
    ]


def test_項目を確かめられない版は使えない(case: Case) -> None:
    assert [one.id for one in checklist_editions.usable()] == ["r7", "r7-vendor", "r6"]
    assert "ありません" in sentences(case.refused("担当1", "record_checklist", template="r5", answers=["1-1 はい"]))


@pytest.mark.requirement("R-269")
def test_いいえは目標日とともに項目になり_後のはいで実施報告になる(case: Case) -> None:
    case.take("担当1", "record_checklist", answers=["1-1 はい", "2-6 いいえ 2022-03-31", "2-9 対象外", "3-1 不明"])
    (item,) = case.sheet.items
    assert (item.title, item.origin, item.promised_on) == (
        "セキュリティパッチを適用している。",
        "チェックリスト",
        date(2022, 3, 31),
    )
    case.take("担当1", "record_checklist", answers=["2-6 いいえ 2022-06-30"])
    assert [(i.state, i.promised_on) for i in case.sheet.items] == [("対応中", date(2022, 6, 30))]
    case.take("担当1", "record_checklist", answers=["2-6 はい"])
    (item,) = case.sheet.items
    assert (item.state, item.answer) == ("実施報告あり", "チェックリストで「はい」と回答")
    case.take("担当1", "record_checklist", answers=["2-6 いいえ 2022-09-30"])
    assert [(i.state, i.promised_on) for i in case.sheet.items] == [("差戻し", date(2022, 9, 30))]


def test_確認が済んだ後のいいえは_新しい項目になる(case: Case) -> None:
    case.judged().record("担当1", "record_checklist", answers=["2-6 いいえ"])
    case.record("担当1", "verify_item")
    case.take("担当1", "record_checklist", answers=["2-6 いいえ"])
    assert [i.state for i in case.sheet.items] == ["確認済", "対応中"]


def test_最も新しい答えが見える(case: Case) -> None:
    case.record("担当1", "record_checklist", answers=["2-1 不明", "2-2 はい"])
    case.record("担当1", "record_checklist", answers=["2-1 はい"])
    (sheet,) = case.sheet.checklists
    answers = {code: word for code, _, _, word, *_ in sheet.answers}
    assert (answers["2-1"], answers["2-2"], answers["2-3"]) == ("はい", "はい", "")


def test_事業者確認用は_事業者ごとに一枚である(case: Case) -> None:
    for vendor in ("架空システム株式会社", "架空給食株式会社"):
        case.record("担当1", "record_checklist", template="r7-vendor", vendor=vendor, answers=["2-6 いいえ"])
    assert [s.vendor for s in case.sheet.checklists] == ["架空システム株式会社", "架空給食株式会社"]
    assert [i.owner for i in case.sheet.items] == ["架空システム株式会社", "架空給食株式会社"]
    no_name = case.refused("担当1", "record_checklist", template="r7-vendor", answers=["2-6 いいえ"])
    assert "事業者名を記入" in sentences(no_name)
    assert "事業者名を空欄に" in sentences(case.refused("担当1", "record_checklist", vendor="架空"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2-6", "は読めません"),
        ("2-6 たぶん", "は読めません"),
        ("9-9 はい", "の番号は"),
        ("2-6 はい 2022-03-31", "「いいえ」のときだけ"),
        ("2-6 いいえ 2022-02-30", "暦にない日です"),
        ("1-1 いいえ", "同じ番号の答えが二つ"),
    ],
)
def test_読めない行は_行ごとに理由を示し_何も残さない(case: Case, line: str, said: str) -> None:
    refusal = case.refused("担当1", "record_checklist", answers=["1-1 はい", line])
    assert said in sentences(refusal)
    assert f"「{line}」" in sentences(refusal)


@pytest.mark.parametrize("line", ["２－６　いいえ　２０２２-０３-３１", "2-6  いいえ   2022-03-31"])
def test_全角でも空白が多くても読む(case: Case, line: str) -> None:
    case.record("担当1", "record_checklist", answers=[line])
    assert case.sheet.items[0].promised_on == date(2022, 3, 31)
