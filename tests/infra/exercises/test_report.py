"""演習の結果は、人が読む順に端末に示される。"""

from __future__ import annotations

from dataclasses import replace

import pytest

from infra.exercises import report
from infra.exercises.expectations import Outcome
from infra.exercises.player import Played


@pytest.mark.parametrize(
    ("subject", "without"),
    [
        (
            "「照会への回答（第1号）」の目安 残り 2時間（架空病院（本院））",
            "「照会への回答（第1号）」の目安 残り 2時間",
        ),
        ("案件の移送が断られました", "案件の移送が断られました"),
    ],
)
def test_件名は医療機関の名だけを除いて示される(subject: str, without: str) -> None:
    assert report.without_name(subject) == without


def test_起きたことは_日付の下に時刻の順に並ぶ(example: Played) -> None:
    lines = list(report.told(example))
    assert lines[1:3] == ["演習　故障だったと分かる例", "出典　架空"]
    assert "2026年4月6日(月)" in lines
    first = lines.index("2026年4月6日(月)") + 1
    assert lines[first] == "  09:00  ◇ 電子カルテの画面が固まった。病院が県に電話した。"
    assert lines[first + 1] == "  09:10  ● 徳島県 担当1　「疑いを受け付ける」"
    assert "             └ 「保守会社連絡」を「進行中」にしました" in lines


def test_断りは_断りの文と名で示す(example: Played) -> None:
    [line] = [line for line in report.told(example) if " × " in line]
    assert line.startswith("  09:20  × 徳島県 担当1　断られました: ")
    assert line.endswith("（WrongRole）")


def test_案件の終わりの姿を示す(example: Played) -> None:
    text = "\n".join(report.told(example))
    assert "架空すだち病院（病院・徳島市）" in text
    assert "発生 —　覚知 2026年4月6日(月) 08:50　判断 2026年4月6日(月) 09:50" in text
    assert "保守会社等への連絡（" in text
    assert "  報告　なし" in text


def test_最後に数をまとめる(example: Played) -> None:
    *_, counts, end = report.told(example)
    assert counts == f"操作 2 件、断り 1 件、届いた通知 {example.delivered} 通、確認 {len(example.expectations)} 件"
    assert end == "すべて期待どおりでした。"


def test_外れた期待は_起きた所と最後に_二度示す(example: Played) -> None:
    wrong = Outcome("段階「終結」", "完了", "進行中", False)
    events = [*example.events[:-1], replace(example.events[-1], expectations=[wrong])]
    lines = list(report.told(replace(example, events=events)))
    said = "段階「終結」: 期待は「完了」、実際は「進行中」"
    assert f"         ✗ {said}" in lines
    assert lines[-2] == "期待どおりでないものが 1 件あります。"
    assert lines[-1].startswith("  ✗ 2026年4月6日(月) ")
    assert lines[-1].endswith(said)
