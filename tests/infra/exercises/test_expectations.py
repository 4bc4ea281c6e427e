"""期待は一つずつ、見つかったものと並べて、当たりか外れかを言う。"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from infra.exercises.expectations import Outcome, compare
from infra.exercises.player import Played
from infra.exercises.scenario import Expect

BEGIN = "2026年4月6日(月) 08:50"


def outcomes(example: Played, **expected: Any) -> Iterator[Outcome]:
    yield from compare(Expect.model_validate(expected), example.cases["main"], lambda who: who)


@pytest.mark.parametrize(
    ("expected", "what", "wanted", "found"),
    [
        ({"stages": {"detection": "完了"}}, "段階「覚知」", "完了", "完了"),
        ({"stages": {"ministry_report": "対象外"}}, "段階「厚労省報告」", "対象外", "対象外"),
        ({"no_open_tasks": ["judge"]}, "業務 judge", "未了ではない", "未了ではない"),
        ({"lead": "徳島県 担当1"}, "案件の担当", "徳島県 担当1", "徳島県 担当1"),
        ({"clocks": {"vendor-contact": "取りやめ"}}, "計時 vendor-contact", "取りやめ", "取りやめ"),
        ({"letters": {"徳島県 担当1": 2}}, "徳島県 担当1に届いた通知", "2 通以上", "5 通"),
        ({"letters": {"徳島県 担当2": 0}}, "徳島県 担当2に届いた通知", "0 通", "0 通"),
        ({"reports": []}, "送付した報告", "なし", "なし"),
        ({"withdrawn": []}, "取り下げた報告", "なし", "なし"),
        ({"ending": "not_attack"}, "終わり方", "サイバー攻撃ではないと確認", "サイバー攻撃ではないと確認"),
        ({"times": {"覚知": "2026-04-06 08:50"}}, "覚知の日時", BEGIN, BEGIN),
        ({"open_items": 0}, "確認を待つ項目の数", "0", "0"),
        ({"history": ["suspicion_reported"]}, "経過 suspicion_reported", "ある", "ある"),
        ({"documents": ["intake_sheet"]}, "文書 intake_sheet", "ある", "ある"),
    ],
)
def test_当たった期待(example: Played, expected: dict[str, Any], what: str, wanted: str, found: str) -> None:
    assert list(outcomes(example, **expected)) == [Outcome(what, wanted, found, True)]


@pytest.mark.parametrize(
    ("expected", "wanted", "found"),
    [
        ({"stages": {"detection": "open"}}, "進行中", "完了"),
        ({"open_tasks": ["judge"]}, "ある", "ない（何もない）"),
        ({"holders": {"judge": "徳島県 担当2"}}, "徳島県 担当2", "徳島県 担当1"),
        ({"holders": {"draft_report": "徳島県 担当1"}}, "徳島県 担当1", "（業務がない）"),
        ({"lead": "徳島県 課長"}, "徳島県 課長", "徳島県 担当1"),
        ({"clocks": {"vendor-contact": "met"}}, "達成", "取りやめ"),
        ({"clocks": {"facility-ministry-contact": "running"}}, "進行中", "始まっていない"),
        ({"due": {"vendor-contact": ["2026-04-06 10:00"]}}, "2026年4月6日(月) 10:00", "2026年4月6日(月) 09:20"),
        ({"letters": {"徳島県 担当1": 9}}, "9 通以上", "5 通"),
        ({"letters": {"徳島県 担当1": 0}}, "0 通", "5 通"),
        ({"reports": ["first"]}, "第1報", "なし"),
        ({"withdrawn": [1]}, "第1報", "なし"),
        ({"reception_opens": "2026-04-07 08:30"}, "2026年4月7日(火) 08:30", "なし"),
        ({"ending": ""}, "（終わっていない）", "サイバー攻撃ではないと確認"),
        ({"ending": "closed"}, "終結", "サイバー攻撃ではないと確認"),
        ({"times": {"発生": "2026-04-06 08:50"}}, BEGIN, "なし"),
        ({"times": {"判断": "2026-04-06 08:50"}}, BEGIN, "2026年4月6日(月) 09:50"),
        ({"open_items": 2}, "2", "0"),
        ({"missing": {"judge": ""}}, "なし", "（終了した案件では行えない）"),
    ],
)
def test_外れた期待は_見つかったものを並べる(
    example: Played, expected: dict[str, Any], wanted: str, found: str
) -> None:
    [one] = outcomes(example, **expected)
    assert (one.expected, one.found, one.ok) == (wanted, found, False)


def test_件名と経過にないものは_あるものを挙げる(example: Played) -> None:
    subject, line = outcomes(example, letter_subjects=["国への報告"], history=["report_sent"])
    assert not subject.ok
    assert subject.found.startswith("ない（")
    assert "架空すだち病院" in subject.found
    assert not line.ok
    assert "suspicion_reported" in line.found


def test_言わなかったことは見ない(example: Played) -> None:
    assert list(outcomes(example)) == []
