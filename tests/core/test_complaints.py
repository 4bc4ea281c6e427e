"""What pydantic can find wrong in any model of the house has words, on the form and in the file, in Japanese."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

import cases
import infra
from cases.errors import BadFacts
from cases.procedure import Facts
from cases.vocabulary.complaints import Context, advice, known_kinds, known_shapes, typed, written

WRONG: tuple[Any, ...] = (
    *("", "x", 3, -4, 0, 1.5, True, [], {}),
    *("あ" * 5000, "9" * 5000, float("inf"), float("nan"), 10**9),
    *("きのう", "2021-13-01", 1.5e300, "2021-10-31T00:30:00", "2021-10-31", "2021-10-31T00:30:00+09:00", "25:00"),
    *("たぶん", "三", "other-word"),
)
ONLY_JSON = (None, "\ud800")
OURS = ("cases.", "infra.")


def modules() -> Iterator[str]:
    for package in (cases, infra):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not re.search(r"\.(migrations|__main__)", found.name):
                yield found.name


@cache
def models() -> tuple[type[BaseModel], ...]:
    """Every pydantic model that the house defines."""
    for name in modules():
        importlib.import_module(name)
    found: dict[type[BaseModel], None] = {}
    waiting = list(BaseModel.__subclasses__())
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__module__.startswith(OURS):
            found[one] = None
    return tuple(found)


def attempts(model: type[BaseModel]) -> Iterator[Any]:
    """What may come: into a form's model whatever JSON holds, into another what a TOML file can say."""
    by_json = issubclass(model, Facts)
    yield from ({}, {"no_such_field": 1}, *((None, "x") if by_json else ()))
    for name, field in model.model_fields.items():
        for value in (*WRONG, *(ONLY_JSON if by_json else ())):
            for given in (value, [value], {"x": value}):
                yield {field.alias or name: given}


@cache
def complaints() -> dict[tuple[str, str], Context]:
    """(error type, the limits in it) → its context, for everything that wrong input provokes."""
    found: dict[tuple[str, str], Context] = {}
    for model in models():
        for attempt in attempts(model):
            try:
                model.model_validate(attempt)
            except ValidationError as error:
                for one in error.errors():
                    context = one.get("ctx") or {}
                    found[one["type"], repr(sorted(context.items(), key=str))] = context
    return found


def test_どの型の誤りにも言葉がある() -> None:
    kinds = {kind for kind, _ in complaints()}
    assert len(models()) > 150
    assert len(kinds) > 25, "the attempts no longer provoke the models"
    assert kinds <= known_kinds(), f"no words in cases/vocabulary/complaints.py: {sorted(kinds - known_kinds())}"


def test_どの形の誤りにも言葉がある() -> None:
    patterns = {str(context["pattern"]) for (kind, _), context in complaints().items() if "pattern" in context}
    assert len(patterns) > 8
    assert patterns <= known_shapes(), f"no words in cases/vocabulary/complaints.py: {patterns - known_shapes()}"


def test_誤りの文は日本語で終わり_差し込みを残さない() -> None:
    for (kind, _), context in complaints().items():
        on_form, in_file = typed(kind, context, "題名"), written(kind, context, "題名", "値")
        assert on_form.endswith("。"), on_form
        assert not in_file.endswith("。"), in_file
        for said in (on_form, in_file):
            assert re.search(r"[ぁ-ん]", said), said
            assert not re.search(r"\{title|\{max|None|Input should|should be", said), said


@pytest.mark.parametrize(
    ("kind", "context", "on_form", "in_file"),
    [
        ("missing", {}, "「病床数」を入力してください。", "項目 病床数 がありません"),
        (
            "extra_forbidden",
            {},
            "「病床数」という項目はありません。項目名を確かめてください。",
            "知らない項目 病床数 があります",
        ),
        ("int_parsing", {}, "「病床数」は数字で入力してください。", "「病床数」は整数で書いてください"),
        (
            "bool_parsing",
            {},
            "「病床数」は、はい又はいいえで答えてください。",
            "「病床数」は true か false で書いてください",
        ),
        (
            "less_than_equal",
            {"le": 365},
            "「病床数」は365以下の数字で入力してください。",
            "「病床数」は365以下の整数で書いてください",
        ),
        (
            "string_too_long",
            {"max_length": 40},
            "「病床数」は40文字以内で入力してください。",
            "「病床数」は40文字以内で書いてください",
        ),
        (
            "enum",
            {"expected": "'a', 'b' or 'c'"},
            "「病床数」は選択肢から選んでください。",
            "病床数 の値「多数」は使えません。a、b、c のどれかを書いてください",
        ),
        (
            "value_error",
            {"error": ValueError("最後の日が最初の日より前です")},
            "最後の日が最初の日より前です。",
            "最後の日が最初の日より前です",
        ),
        (
            "string_pattern_mismatch",
            {"pattern": r"^\d{6}$"},
            "「病床数」は6桁の数字で入力してください。",
            "「病床数」は6桁の数字で書いてください",
        ),
        (
            "a_new_one",
            {},
            "「病床数」の値が正しくありません。入力し直してください。",
            "「病床数」は正しい値を書いてください",
        ),
    ],
)
def test_同じ誤りを_画面では入力_ファイルでは書き方の言葉で言う(
    kind: str, context: Context, on_form: str, in_file: str
) -> None:
    assert typed(kind, context, "病床数") == on_form
    assert written(kind, context, "病床数", "多数") == in_file


def test_長い値は初めだけを示す() -> None:
    said = written("enum", {"expected": "'a'"}, "種別", "長" * 100)
    assert f"「{'長' * 60}…」" in said


def test_助言だけを取り出せる() -> None:
    assert (
        advice("literal_error", {"expected": "'debug', 'info' or 'error'"})
        == "debug、info、error のどれかを書いてください"
    )


class Visit(Facts):
    day: int
    items: tuple[str, ...]


def test_合わない事実は_すべての項目を断りに載せる() -> None:
    with pytest.raises(BadFacts) as refused:
        Visit.checked("立入検査を記録する", {"day": "三", "items": ["一", 2], "more": 1})
    assert refused.value.act_label == "立入検査を記録する"
    assert [(path, kind) for path, kind, _ in refused.value.errors] == [
        ("day", "int_parsing"),
        ("items.1", "string_type"),
        ("more", "extra_forbidden"),
    ]


def test_合う事実は_型のあるまま返る() -> None:
    given = Visit.checked("立入検査を記録する", {"day": "3", "items": [" 施錠 "]})
    assert given == Visit(day=3, items=("施錠",))
    assert Visit.checked("立入検査を記録する", given) == given
