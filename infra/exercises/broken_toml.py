"""What is wrong with a text that is no TOML, in Japanese, with its line."""

from __future__ import annotations

import re

WHAT: tuple[tuple[str, str], ...] = (
    ("Invalid date or datetime", "日時の書き方が違うか、ない日付です"),
    ("Cannot overwrite a value", "同じ項目が二度書かれています"),
    ("Duplicate inline table key", "同じ項目が二度書かれています"),
    ("Cannot declare", "同じ表が二度書かれています"),
    ("Cannot redefine", "同じ表が二度書かれています"),
    ("Cannot mutate", "同じ項目が、値と表の両方で書かれています"),
    ("Expected '=' after a key", "項目名の後に = がありません"),
    ("Expected ']", "見出しのかっこ ] が閉じていません"),
    ("Expected newline", "一行に二つ以上のものが書かれています"),
    ("Unclosed array", "並びのかっこ ] が閉じていません"),
    ("Unclosed inline table", "表のかっこ } が閉じていません"),
    ("Unterminated string", "引用符が閉じていません"),
    ("Unescaped '\\\\' in a string", "文字の中の \\ は \\\\ と書きます"),
    ("Escaped character", "\\u で書けない文字です"),
    ("Invalid hex value", "\\u の後の符号が違います"),
    ("Illegal character", "使えない文字（制御文字など）があります"),
    ("Found invalid character", "使えない文字（制御文字など）があります"),
    ("Invalid initial character for a key part", "日本語などの項目名は引用符で囲みます"),
    ("Invalid statement", "項目名か見出しが読めません"),
    ("Invalid value", "値が読めません。文字は引用符で囲みます"),
)
TOO_DEEP = "かっこや見出しの入れ子が深すぎます。"


def told(text: str, said: str) -> tuple[int, str]:
    """(line, reason) for what the parser said about the text."""
    found = re.search(r"line (\d+), column (\d+)", said)
    line = int(found[1]) if found else max(len(text.splitlines()), 1)
    where = f"{found[2]} 文字目の辺りが" if found else "ファイルの終わりが"
    why = next((words for start, words in WHAT if said.startswith(start)), "書き方が違います")
    return line, f"{where} TOML として読めません（{why}）。"
