"""演習の結果を JSON にする: 日時は日本の時刻、同じ名の行は並びになる。"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

from cases.views.entry import Entry
from infra.exercises.plain import plain, rows, time

MIDNIGHT = datetime(2021, 10, 30, 15, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    at: datetime
    day: date
    marks: tuple[str, ...]
    within: dict[int, "Line | None"]


def test_日時は時差を添えた日本の時刻になる() -> None:
    assert time(MIDNIGHT) == "2021-10-31T00:30:00+09:00"
    assert time(None) is None


def test_どの深さの値も_そのままJSONになる() -> None:
    line = Line(MIDNIGHT, date(2021, 10, 31), ("一", "二"), {})
    whole = plain(Line(MIDNIGHT, date(2021, 11, 1), (), {1: line, 2: None}))
    assert json.loads(json.dumps(whole)) == {
        "at": "2021-10-31T00:30:00+09:00",
        "day": "2021-11-01",
        "marks": [],
        "within": {
            "1": {"at": "2021-10-31T00:30:00+09:00", "day": "2021-10-31", "marks": ["一", "二"], "within": {}},
            "2": None,
        },
    }


def test_同じ名の行は_書かれた順の並びになる() -> None:
    pairs = [("回答", "外来"), ("差出", "徳島県"), ("回答", "入院"), ("回答", "手術")]
    assert rows(pairs) == {"回答": ["外来", "入院", "手術"], "差出": "徳島県"}


def test_一枚の記載は_番号と日時と行で示す() -> None:
    card = Entry(id=3, title="第1号　照会", at=MIDNIGHT, rows=(("内容", "範囲"),))
    assert plain(card) == {"number": 3, "at": "2021-10-31T00:30:00+09:00", "title": "第1号　照会", "内容": "範囲"}
