"""What pydantic finds wrong with a field, in a Japanese sentence that names the field as the form does."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cases.procedure import Facts

Context = Mapping[str, object]

_SENTENCES: Mapping[str, Callable[[str, Context], str]] = {
    "count_range": lambda title, _: (
        f"「{title}」は「10000」又は「10000〜130000」のように、小さい方から入力してください。"
    ),
    "missing": lambda title, _: f"「{title}」を入力してください。",
    "string_too_short": lambda title, _: f"「{title}」を入力してください。",
    "string_too_long": lambda title, c: f"「{title}」は{c.get('max_length', '')}文字以内で入力してください。",
    "string_type": lambda title, _: f"「{title}」は文字で入力してください。",
    "string_unicode": lambda title, _: f"「{title}」に使えない文字があります。",
    "too_short": lambda title, _: f"「{title}」を一つ以上選ぶか、入力してください。",
    "enum": lambda title, _: f"「{title}」は選択肢から選んでください。",
    "literal_error": lambda title, _: f"「{title}」は選択肢から選んでください。",
    "bool_type": lambda title, _: f"「{title}」は、はい又はいいえで答えてください。",
    "bool_parsing": lambda title, _: f"「{title}」は、はい又はいいえで答えてください。",
    "int_type": lambda title, _: f"「{title}」は数字で入力してください。",
    "int_parsing": lambda title, _: f"「{title}」は数字で入力してください。",
    "int_parsing_size": lambda title, _: f"「{title}」の数字が大きすぎます。",
    "int_from_float": lambda title, _: f"「{title}」は小数のない数字で入力してください。",
    "finite_number": lambda title, _: f"「{title}」は数字で入力してください。",
    "greater_than_equal": lambda title, c: f"「{title}」は{c.get('ge', '')}以上の数字で入力してください。",
    "tuple_type": lambda title, _: f"「{title}」は一つずつ並べて入力してください。",
    "extra_forbidden": lambda title, _: f"「{title}」という項目はありません。項目名を確かめてください。",
    "timezone_aware": lambda title, _: f"「{title}」に時差（日本時間なら +09:00）を付けてください。",
    "model_type": lambda title, _: "項目と値の組で送ってください。",
    "model_attributes_type": lambda title, _: "項目と値の組で送ってください。",
}
_MOMENTS = (
    "datetime_type",
    "datetime_parsing",
    "datetime_from_date_parsing",
    "datetime_object_invalid",
    "timezone_offset",
)
_DAYS = ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact")


def complaint(model: type[Facts] | None, path: str, kind: str, context: Context) -> str:
    """`path` is the field's place as `BadFacts` gives it ("items.0"); `kind` pydantic's error type."""
    title = title_of(model, path)
    if kind in _MOMENTS:
        return f"「{title}」は日付と時刻で入力してください。"
    if kind in _DAYS:
        return f"「{title}」は日付で入力してください。"
    say = _SENTENCES.get(kind)
    return say(title, context) if say else f"「{title}」の値が正しくありません。入力し直してください。"


def known_kinds() -> frozenset[str]:
    """The pydantic error types that have a sentence of their own."""
    return frozenset((*_SENTENCES, *_MOMENTS, *_DAYS))


def title_of(model: type[Facts] | None, path: str) -> str:
    """The field's title on the form, with the line's number for one of several."""
    name, _, place = path.partition(".")
    field = model.model_fields.get(name) if model else None
    title = (field.title if field else None) or name
    return f"{title}（{int(place) + 1}番目）" if place.isdigit() else title
