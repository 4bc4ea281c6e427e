"""演習の結果の JSON は、画面の言葉に符号と日本の時刻を添える。"""

from __future__ import annotations

import json
from typing import Any

import pytest

from infra.exercises import as_json
from infra.exercises.player import Played


@pytest.fixture
def told(example: Played) -> Any:
    return json.loads(json.dumps(as_json.document(example)))


def test_見出しと数(told: Any, example: Played) -> None:
    assert (told["title"], told["source"], told["ok"]) == ("故障だったと分かる例", "架空", True)
    assert told["letters_delivered"] == example.delivered == len(told["cases"]["main"]["letters"])
    assert told["requests"] == []


def test_段は順に_起きた日時と自動処理の日時を持つ(told: Any) -> None:
    assert [step["kind"] for step in told["steps"]] == ["inject", "act", "refused", "act", "look"]
    assert [step["at"] for step in told["steps"]][:2] == ["2026-04-06T09:00:00+09:00", "2026-04-06T09:10:00+09:00"]
    for step in told["steps"]:
        assert len(step["engine"]) == len(step["engine_at"])
    reported = told["steps"][1]
    assert (reported["by"], reported["act"], reported["case"]) == ("徳島県 担当1", "report_suspicion", "main")
    assert "「保守会社連絡」を「進行中」にしました" in reported["engine"]


def test_断りは_誰が何をなぜ断られたかを示す(told: Any) -> None:
    [one] = told["refusals"]
    assert (one["by"], one["act"], one["refused"]) == ("徳島県 担当1", "close_case", "WrongRole")
    assert one["sentence"].endswith("。")


def test_期待は_日時と見つかったものとともに並ぶ(told: Any) -> None:
    assert {one["at"] for one in told["expectations"]} >= {"2026-04-06T09:10:00+09:00", "2026-04-06T10:00:00+09:00"}
    assert all(one["ok"] for one in told["expectations"])
    [end] = [one for one in told["expectations"] if one["what"] == "終わり方"]
    assert (end["expected"], end["found"]) == ("サイバー攻撃ではないと確認",) * 2


def test_案件の言葉には符号が並ぶ(told: Any) -> None:
    case = told["cases"]["main"]
    assert (case["ending"], case["ending_code"]) == ("サイバー攻撃ではないと確認", "not_attack")
    assert case["ending_reason"] == "保守会社の調べで、機器の故障と分かった。"
    assert case["detected_at"] == "2026-04-06T08:50:00+09:00"
    assert case["occurred_at"] is None
    assert {task["state_code"] for task in case["tasks"]} == {"done", "withdrawn"}
