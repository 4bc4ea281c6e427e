"""What pydantic finds wrong, in Japanese: one table for what was typed on a form and what was written in a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

Context: TypeAlias = Mapping[str, object]
"""What pydantic tells beside the type of the error: limits, the allowed values, our own ValueError."""


class _Words(NamedTuple):
    """`typed`: a sentence about the {title} on a form. `written`: what to write in a file, without a full stop."""

    typed: str
    written: str


_CHOICE = _Words("「{title}」は選択肢から選んでください。", "{expected} のどれかを書いてください")
_EMPTY = _Words("「{title}」を入力してください。", "空にできません")
_NUMBER = _Words("「{title}」は数字で入力してください。", "整数で書いてください")
_YES_OR_NO = _Words("「{title}」は、はい又はいいえで答えてください。", "true か false で書いてください")
_LIST = _Words("「{title}」は一つずつ並べて入力してください。", "[ ] で並べて書いてください")
_PAIRS = _Words("項目と値の組で送ってください。", "表（{{ 項目 = 値 }}）で書いてください")
_SHAPE = _Words("「{title}」は{shape}で入力してください。", "{shape}で書いてください")
_MOMENT = _Words(
    "「{title}」は日付と時刻で入力してください。", "日付と時刻（例 2021-10-31T00:30:00+09:00）で書いてください"
)
_DAY = _Words("「{title}」は日付で入力してください。", "日付（例 2021-10-31）で書いてください")
_HOUR = _Words("「{title}」は時刻で入力してください。", "時刻（例 08:30:00）で書いてください")
_OTHER = _Words("「{title}」の値が正しくありません。入力し直してください。", "正しい値を書いてください")

_WORDS: Mapping[str, _Words] = {
    "missing": _EMPTY,
    "extra_forbidden": _Words(
        "「{title}」という項目はありません。項目名を確かめてください。", "知らない項目 {title} があります"
    ),
    "value_error": _Words("{error}。", "{error}"),
    "count_range": _Words(
        "「{title}」は「10000」又は「10000〜130000」のように、小さい方から入力してください。",
        '"10000" 又は "10000〜130000" のように、小さい方から書いてください',
    ),
    "string_type": _Words("「{title}」は文字で入力してください。", "引用符で囲んだ文字で書いてください"),
    "string_too_short": _EMPTY,
    "string_too_long": _Words(
        "「{title}」は{max_length}文字以内で入力してください。", "{max_length}文字以内で書いてください"
    ),
    "string_unicode": _Words("「{title}」に使えない文字があります。", "使えない文字を除いてください"),
    "string_pattern_mismatch": _SHAPE,
    "too_short": _Words("「{title}」を一つ以上選ぶか、入力してください。", "空にできません"),
    "enum": _CHOICE,
    "literal_error": _CHOICE,
    "bool_type": _YES_OR_NO,
    "bool_parsing": _YES_OR_NO,
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "int_parsing_size": _Words("「{title}」の数字が大きすぎます。", "もっと小さい数を書いてください"),
    "int_from_float": _Words("「{title}」は小数のない数字で入力してください。", "整数で書いてください"),
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "greater_than": _Words("「{title}」は正の数で入力してください。", "正の数で書いてください"),
    "greater_than_equal": _Words("「{title}」は{ge}以上の数字で入力してください。", "{ge}以上の整数で書いてください"),
    "less_than_equal": _Words("「{title}」は{le}以下の数字で入力してください。", "{le}以下の整数で書いてください"),
    "tuple_type": _LIST,
    "list_type": _LIST,
    "dict_type": _PAIRS,
    "model_type": _PAIRS,
    "model_attributes_type": _PAIRS,
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "datetime_object_invalid": _MOMENT,
    "timezone_offset": _MOMENT,
    "timezone_aware": _Words(
        "「{title}」に時差（日本時間なら +09:00）を付けてください。",
        "時差（日本時間なら +09:00）を付けて書いてください",
    ),
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "path_type": _Words("「{title}」は場所（パス）で入力してください。", "場所（パス）で書いてください"),
    "time_type": _HOUR,
    "time_parsing": _HOUR,
}

_ADDRESS = "a@example.jp のような1つのメールアドレス"
_SHAPES: Mapping[str, str] = {
    r"^$|^([01]\d|2[0-3]):[0-5]\d$": "09:00 のような時刻",
    r"^([^@\s]+@[^@\s]+)?$": _ADDRESS,
    r"^$|^[^@\s]+@[^@\s]+$": _ADDRESS,
    r"^[^@\s]+@[^@\s]+$": _ADDRESS,
    r"^([0-9]{13})?$": "13桁の数字",
    r"^$|^[0-9+\-() ]+$": "半角の数字と + - ( ) ",
    r"^\d{6}$": "6桁の数字",
    r"^[a-z0-9][a-z0-9.-]*$": "半角の小文字・数字・. - ",
    r"^R-\d{3}$": "R-001 のような番号",
    r"^\d+-\d+$": "1-2 のような番号",
    "^目安$": "「目安」の語",
    r"^([^:\s]+:\S+)?$": "「利用者:パスワード」の、空白のない形",
    r"^([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?)?$": "example.jp のようなドメイン名",
}
"""Pattern of a field → what fits it; "で書いてください" follows."""


def typed(kind: str, context: Context, title: str) -> str:
    """The sentence for somebody at a form. `kind` is pydantic's error type, `title` stands over the field."""
    return _WORDS.get(kind, _OTHER).typed.format_map(_known(context, title))


def advice(kind: str, context: Context, title: str = "") -> str:
    """What to write in a file instead: a sentence without its subject and without a full stop."""
    return _WORDS.get(kind, _OTHER).written.format_map(_known(context, title))


def written(kind: str, context: Context, title: str, given: object) -> str:
    """The sentence, without a full stop, for somebody who wrote a file; `title` is the key, `given` its value."""
    said = advice(kind, context, title)
    match kind:
        case "missing":
            return f"項目 {title} がありません"
        case "extra_forbidden" | "value_error":
            return said
        case "enum" | "literal_error":
            return f"{title} の値「{_short(given)}」は使えません。{said}"
        case _:
            return f"「{title}」は{_space(said)}{said}"


def known_shapes() -> frozenset[str]:
    """The patterns that have words of their own."""
    return frozenset(_SHAPES)


def known_kinds() -> frozenset[str]:
    """The pydantic error types that have words of their own."""
    return frozenset(_WORDS)


def _known(context: Context, title: str) -> dict[str, object]:
    expected = str(context.get("expected", "")).replace(" or ", "、").replace(", ", "、").replace("'", "")
    shape = _SHAPES.get(str(context.get("pattern", "")), "決められた形")
    return {**context, "expected": expected, "shape": shape, "title": title}


def _short(given: object) -> str:
    return str(given) if len(str(given)) <= 60 else f"{str(given)[:60]}…"


def _space(said: str) -> str:
    """Between 「…」は and Latin letters or signs, as the house writes."""
    return " " if said[0].isascii() and not said[0].isdigit() else ""
