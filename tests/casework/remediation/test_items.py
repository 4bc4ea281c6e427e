"""One list of what is to be put right: whoever asked for it, from the promise to the verification."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.casework.remediation.views import ItemView
from cases.clocks.views import ClockView
from cases.errors import ActNotOpen, ImpossibleTime
from tests.a_case import Case, jst


@pytest.fixture
def listed(case: Case) -> Case:
    """指導事項・指摘事項・再発防止策・チェックリストの「いいえ」が一つずつある案件."""
    case.judged()
    case.record("課長", "decide_investigation", instrument="on_site_inspection")
    case.record("担当1", "give_guidance", items=["最終報告と公表"], promised_on=date(2021, 12, 28))
    case.record("医療監視員", "plan_visit")
    case.record("医療監視員", "notify_visit")
    case.record("医療監視員", "record_visit")
    case.record("医療監視員", "draft_result", written=["ウイルス対策ソフトの導入"])
    case.record("医療監視員", "notify_visit_result")
    case.record("担当1", "record_measure", title="外部接続点の認証を強める", owner="情報部門")
    case.record("担当1", "record_checklist", answers=["2-6 いいえ 2022-03-31"])
    return case


def item(case: Case, number: int) -> ItemView:
    return case.sheet.items[number - 1]


def states(case: Case) -> list[str]:
    return [one.state for one in case.sheet.items]


def test_どこから出た項目も一つの一覧に並ぶ(listed: Case) -> None:
    assert [one.origin for one in listed.sheet.items] == ["指導事項", "指摘事項", "再発防止策", "チェックリスト"]
    assert [one.number for one in listed.sheet.items] == [1, 2, 3, 4]
    assert states(listed) == ["対応中"] * 4
    assert item(listed, 3).owner == "情報部門"


@pytest.mark.requirement("R-104")
def test_指導事項は_回答と資料と期日とともに_確認が済むまで追跡する(listed: Case) -> None:
    assert item(listed, 1).promised_on == date(2021, 12, 28)
    listed.later(days=40)
    listed.take("担当1", "report_item_done", answer="報告書を公表した", evidence="公表の写し")
    assert (item(listed, 1).state, item(listed, 1).answer, item(listed, 1).evidence) == (
        "実施報告あり",
        "報告書を公表した",
        "公表の写し",
    )
    listed.take("医療監視員", "return_item", reason="原因の記載がない", promised_on=date(2022, 2, 28))
    assert (item(listed, 1).state, item(listed, 1).promised_on) == ("差戻し", date(2022, 2, 28))
    listed.later(days=30)
    listed.take("担当1", "report_item_done", answer="原因を書き加えた")
    listed.take("医療監視員", "verify_item", evidence="改めた報告書を読んだ")
    done = item(listed, 1)
    assert (done.state, done.settled_by, done.waiting) == ("確認済", "徳島県 医療監視員", False)
    assert [step.title for step in done.steps] == ["実施の報告", "差戻し", "実施の報告", "実施の確認"]
    assert ("期日", "2021年12月28日(火) → 2022年2月28日(月)") in done.steps[1].rows


@pytest.mark.requirement("R-104")
def test_不要と判断した項目も理由とともに済む(listed: Case) -> None:
    listed.take("担当1", "waive_item", items=["2"], reason="機器を撤去した")
    assert (item(listed, 2).state, item(listed, 2).settled_note) == ("不要と判断", "機器を撤去した")


def test_期日を変えても_元の期日と理由が残る(listed: Case) -> None:
    listed.take("担当1", "change_promise", promised_on=date(2022, 1, 31), reason="専門家の日程")
    listed.take("担当1", "change_promise", promised_on=date(2022, 2, 28), reason="再度の延期")
    assert item(listed, 1).promised_on == date(2022, 2, 28)
    assert [dict(step.rows)["期日"] for step in item(listed, 1).steps] == [
        "2021年12月28日(火) → 2022年1月31日(月)",
        "2022年1月31日(月) → 2022年2月28日(月)",
    ]
    assert [dict(step.rows)["内容"] for step in item(listed, 1).steps] == ["専門家の日程", "再度の延期"]


def test_期日を過ぎた項目は_報告があるまで目安超過と分かる(listed: Case) -> None:
    assert not item(listed, 1).overdue
    listed.later(days=60)
    assert item(listed, 1).overdue
    listed.take("担当1", "report_item_done")
    assert not item(listed, 1).overdue
    assert not item(listed, 2).overdue  # nobody promised a day


def test_約束した期日ごとに目安の時計が進み_変えれば従い_差し戻せばまた進む(listed: Case) -> None:
    listed.house.drain()
    clock = listed.clock("remediation-item")
    assert {(c.title, c.due_at) for c in listed.sheet.clocks if c.rule_id == "remediation-item"} == {
        ("是正・再発防止の項目（1番）", jst(2021, 12, 28, 23, 59)),
        ("是正・再発防止の項目（4番）", jst(2022, 3, 31, 23, 59)),
    }
    assert clock.label == "目安"
    assert listed.task("verify_items").due_at == jst(2021, 12, 28, 23, 59)
    listed.take("担当1", "change_promise", promised_on=date(2021, 11, 5))
    assert first(listed).due_at == jst(2021, 11, 5, 23, 59)
    listed.later(days=7)
    listed.take("担当1", "report_item_done")
    assert (first(listed).state, first(listed).met_at) == ("late", listed.now)
    listed.take("医療監視員", "return_item", promised_on=date(2021, 12, 1))
    assert (first(listed).state, first(listed).due_at) == ("running", jst(2021, 12, 1, 23, 59))
    listed.take("担当1", "report_item_done")
    assert first(listed).state == "met"


def test_不要と判断した項目の時計は取りやめになる(listed: Case) -> None:
    listed.house.drain()
    listed.take("担当1", "waive_item")
    assert first(listed).state == "cancelled"


def first(case: Case) -> ClockView:
    """The clock of the first item."""
    return next(c for c in case.sheet.clocks if c.title.endswith("（1番）"))


def test_何項目でも一度に確認できる(listed: Case) -> None:
    listed.take("医療監視員", "verify_item", items=["1", "ウイルス対策", "４"])
    assert states(listed) == ["確認済", "確認済", "対応中", "確認済"]


def test_一つでも当たらない項目があれば_どれも確認されない(listed: Case) -> None:
    refusal = listed.refused("医療監視員", "verify_item", items=["1", "ない項目"])
    assert isinstance(refusal, ActNotOpen)
    assert states(listed) == ["対応中"] * 4


@pytest.mark.parametrize("name", ["の", "9", "0", "²", "ない項目"])
def test_一つに決まらない項目は選べない(listed: Case, name: str) -> None:
    refusal = listed.refused("担当1", "verify_item", items=[name])
    assert isinstance(refusal, ActNotOpen)
    assert f"「{name}」" in refusal.missing[0]


ORDERS = {
    # state: acts that are open on it
    "対応中": {"report_item_done", "verify_item", "waive_item", "change_promise"},
    "実施報告あり": {"report_item_done", "verify_item", "waive_item", "return_item"},
    "差戻し": {"report_item_done", "verify_item", "waive_item", "change_promise"},
    "確認済": set(),
    "不要と判断": set(),
}
WAY: dict[str, tuple[str, ...]] = {
    "対応中": (),
    "実施報告あり": ("report_item_done",),
    "差戻し": ("report_item_done", "return_item"),
    "確認済": ("verify_item",),
    "不要と判断": ("waive_item",),
}
STEPS = ("report_item_done", "verify_item", "return_item", "change_promise", "waive_item")


@pytest.mark.parametrize("state", list(ORDERS))
def test_どの状態の項目に何ができるかは表のとおりである(listed: Case, state: str) -> None:
    for act in WAY[state]:
        listed.record("担当1", act, items=["3"])
    assert item(listed, 3).state == state
    for act in STEPS:
        if act in ORDERS[state]:
            continue
        assert isinstance(listed.refused("担当1", act, items=["3"]), ActNotOpen), act
    for act in sorted(ORDERS[state]):
        assert listed.act("担当1", act).open, act
    if ORDERS[state]:
        listed.record("担当1", sorted(ORDERS[state])[0], items=["3"])


def test_報告より前に差し戻すことはできない(listed: Case) -> None:
    listed.later(days=1)
    listed.record("担当1", "report_item_done")
    refusal = listed.refused("担当1", "return_item", returned_at=listed.now - timedelta(hours=1))
    assert isinstance(refusal, ImpossibleTime)
    assert refusal.other_label == "報告を受けた日時"


def test_よその部署の項目の経過は書き換えられない(listed: Case) -> None:
    """What was done about an item is only ever added to, whatever the code asks of the database."""
    from sqlalchemy import text
    from sqlalchemy.exc import ProgrammingError

    listed.record("担当1", "report_item_done")
    with listed.house.doors.desk.begin() as connection:
        connection.execute(text("SELECT set_config('renraku.codes', '360007', true)"))
        with pytest.raises(ProgrammingError, match="permission denied"), connection.begin_nested():
            connection.execute(text("UPDATE remediation_step SET text = ''"))
