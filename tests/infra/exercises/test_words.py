"""人の書くとおりに読む: 符号でも言葉でも、時刻はずれがなければ日本のもの。"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from cases import handbook
from cases.vocabulary import FacilityKind
from infra.exercises.words import Moment, choices, code_of, in_jst, near, read_facts, shifted, told


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("病院", "hospital"),
        ("診療所(医科)", "clinic"),
        ("診療所", None),
        ("介護", None),
        ("介護老人", "ltc_health_facility"),
        ("地域医療情報連携ネットワーク", "regional_network"),
        ("BIRTH_CENTRE", "birth_centre"),
        ("寺", None),
        ("", None),
    ],
)
def test_言葉は一つに決まるときだけ通じる(written: str, code: str | None) -> None:
    assert code_of(written, {str(kind): kind.label for kind in FacilityKind}) == code


@pytest.mark.parametrize(("written", "code"), [("あり", "yes"), ("なし", "no"), ("障害", None), ("不明", "unknown")])
def test_ありとなしは選択肢の言葉に読み替える(written: str, code: str | None) -> None:
    assert code_of(written, {"yes": "障害あり", "no": "障害なし", "unknown": "不明"}) == code


class _Step(BaseModel):
    at: Moment


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2021-10-31T00:30:00+09:00", datetime(2021, 10, 30, 15, 30, tzinfo=UTC)),
        ("2021-10-31 00:30", datetime(2021, 10, 30, 15, 30, tzinfo=UTC)),
        ("２０２１/10/31　00:30", datetime(2021, 10, 30, 15, 30, tzinfo=UTC)),
        ("2021-10-31T00:30:00Z", datetime(2021, 10, 31, 0, 30, tzinfo=UTC)),
        (datetime(2021, 10, 31, 0, 30), datetime(2021, 10, 30, 15, 30, tzinfo=UTC)),  # noqa: DTZ001
    ],
)
def test_日時は_引用符の中でも全角でも読み_ずれがなければ日本のもの(written: Any, meant: datetime) -> None:
    assert _Step(at=written).at == meant


@pytest.mark.parametrize("written", ["2021-10-31", date(2021, 10, 31), "きのう", 20211031, True])
def test_日付だけでは日時にならない(written: Any) -> None:
    with pytest.raises(ValidationError, match="日付と時刻（例 2021-10-31T00:30:00\\+09:00）で書いてください"):
        _Step(at=written)


@pytest.mark.parametrize("written", ["0001-01-01 00:00", "2000-06-01 00:00", "2999-01-01 00:00"])
def test_記録に残せない年は断る(written: str) -> None:
    with pytest.raises(ValidationError, match="2001 年から 2199 年までの日時で書いてください"):
        _Step(at=written)


def test_事実は_言葉を符号に_数字を文字に_一つを並びに直して渡す() -> None:
    model = handbook.find("report_suspicion")[1].facts
    given = {
        "facility": "架空すだち病院",
        "detected_at": "2026-04-06 08:50",
        "awareness_source": "医療機関等からの報告",
        "no_such": "言葉",
    }
    read = read_facts(model, given)
    assert read["detected_at"] == datetime(2026, 4, 5, 23, 50, tzinfo=UTC)
    assert read["awareness_source"] == "facility_report"
    assert read["no_such"] == "言葉"
    judged = read_facts(handbook.find("judge")[1].facts, {"leak": "なし", "reason": 3})
    assert judged == {"leak": "none", "reason": "3"}


def test_選択肢は_符号と言葉で分かる() -> None:
    fields = handbook.find("judge")[1].facts.model_fields
    assert choices(fields["leak"])["none"] == "無"
    assert choices(fields["reason"]) == {}
    assert choices(None) == {}


def test_長い選択肢は_手引きの場所を示す() -> None:
    assert told({"up": "再開", "down": "停止"}) == "使える値: up（再開）、down（停止）"
    assert "手引き" in told({str(n): str(n) for n in range(16)})


def test_近い名だけを示す() -> None:
    assert near("judg", ["judge", "close_case"]) == "「judge」のことではありませんか。"
    assert near("天気", ["judge", "close_case"]) == ""


def test_日時と日付は_どの深さでも同じだけ動く() -> None:
    noon = datetime(2026, 4, 6, 3, 0, tzinfo=UTC)
    given = {"at": noon, "days": [date(2026, 4, 6), "2026-04-06"], "deep": {"at": (noon,)}, "n": 1}
    assert shifted(given, timedelta(days=1)) == {
        "at": noon + timedelta(days=1),
        "days": [date(2026, 4, 7), "2026-04-06"],
        "deep": {"at": [noon + timedelta(days=1)]},
        "n": 1,
    }
    assert in_jst(datetime(2026, 4, 6, 12, 0)) == noon  # noqa: DTZ001
