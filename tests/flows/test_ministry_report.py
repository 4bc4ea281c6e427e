"""厚労省報告, unattended: the queue at a closed desk, the receipt that is awaited."""

from __future__ import annotations

from tests.a_case import Case, jst
from tests.flows.test_inspection import said
from tests.house import House

RECEIPT = "record_receipt"


def test_窓口が閉まっている間の報告は_開く時刻とともに経過に一度だけ残る(case: Case) -> None:
    case.judged().reported()
    case.take("厚生労働省", "ask_inquiry")
    [words] = said(case, "受付時間外")
    assert words.startswith("第1報は受付時間外の送付です。厚生労働省医政局研究開発振興課医療技術情報推進室は")
    assert "2021年11月1日(月) 09:00に開きます" in words
    assert "窓口が開くのは2021年11月1日(月) 09:00" in case.task(RECEIPT).note


def test_窓口が開いている間の報告には_何も言わない(house: House) -> None:
    house.clock.set(jst(2021, 11, 1, 10))
    case = Case.opened(house)
    case.judged().reported()
    assert said(case, "受付時間外") == []


def test_受領を待つ報告は_厚生労働省の業務に名前が載り_受領で終わる(case: Case) -> None:
    case.judged().reported()
    assert "受領待ち: 第1報（2021年10月31日(日) 00:30送付）" in case.task(RECEIPT).note
    assert len(said(case, "受領の記録を待っています")) == 1
    case.take("厚生労働省", "record_receipt")
    assert case.task(RECEIPT).state == "完了"
    assert len(said(case, "受領の記録を待っています")) == 1


def test_二つ目の報告は_二つ目として待たれる(case: Case) -> None:
    case.judged().reported().reported("follow_up")
    assert len(said(case, "受領の記録を待っています")) == 2
