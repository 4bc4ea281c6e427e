"""復旧・再発防止, unattended: a promised day that comes due is told by its item."""

from __future__ import annotations

from datetime import timedelta

from tests.a_case import Case
from tests.flows.test_inspection import said, today


def promised(case: Case) -> Case:
    case.judged()
    case.take("担当1", "record_measure", promised_on=None)
    day = today(case) + timedelta(days=7)
    case.take("担当1", "record_measure", title="VPN装置の更新", owner="情報システム係", promised_on=day)
    return case


def test_期日が近づくと_項目の名と担当が経過に残る(case: Case) -> None:
    promised(case)
    case.later(days=5)
    case.house.drain()
    words = said(case, "VPN装置の更新")
    assert words[-1] == "2番「VPN装置の更新」（担当 情報システム係、実施の報告なし）の期日11月7日(日)が近づいています"


def test_期日を過ぎると_過ぎたと言われ_同じ段は二度言われない(case: Case) -> None:
    promised(case)
    case.later(days=8)
    case.house.drain()
    case.house.drain()
    over = [words for words in said(case, "VPN装置の更新") if words.endswith("が過ぎました")]
    assert over == ["2番「VPN装置の更新」（担当 情報システム係、実施の報告なし）の期日11月7日(日)が過ぎました"]


def test_実施を確かめた項目は_期日が過ぎても言われない(case: Case) -> None:
    promised(case).take("担当1", "verify_item", items=["2"])
    case.later(days=8)
    case.house.drain()
    assert said(case, "VPN装置の更新」（") == []
