"""TOML の誤りは、行と日本語の理由で示す。値の行は、見出しと項目名から数える。"""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rulebook.toml_text import BrokenToml, Lines, Place, parsed

SETS = """# 定め
[[set]]
id = "新しい通知"
[[set.trigger]]
outcome = "inside"

[[set.trigger]]
outcome = "outside"
[[set.duty]]
basis = "technical-advice"
[[set]]
id = "次の通知"
[[set.trigger]]
outcome = "outside"
"""
TEXTS = """a = [ \'\'\'[一
b = 2
\'\'\', "[" ]
c = "\\\\"  # \'\'\'
[d]
e = 1
"""
TREE = '[a]\nx = """\n[[b]]\n"""\n[[b]]\nk = 1\n[[b]]\n[[b.c]]\nk = 2\n[b.d]\nk = { z = 1 }\n'
QUOTED = """
"開庁 時間" = 1
[ "県" . '徳島 県' ]  # 見出しの後の注
"表"."階" = [
  ["]", 2],  # [
  [3]
]
"後" = 2
"""


@pytest.mark.parametrize(
    ("text", "place", "line"),
    [
        (SETS, ("set", 0, "trigger", 1, "outcome"), 8),
        (SETS, ("set", 0, "duty", 0, "basis"), 10),
        (SETS, ("set", 1, "trigger", 0, "outcome"), 14),
        (SETS, ("set", 1, "issuer"), 11),
        (SETS, ("set", 3, "id"), None),
        (TREE, ("a", "x"), 2),
        (TREE, ("b", 0, "k"), 6),
        (TREE, ("b", 1, "c", 0, "k"), 9),
        (TREE, ("b", 1, "d", "k", "z"), 11),
        (TREE, ("nowhere",), None),
        (QUOTED, ("開庁 時間",), 2),
        (QUOTED, ("県", "徳島 県"), 3),
        (QUOTED, ("県", "徳島 県", "表", "階", 1, 0), 4),
        (QUOTED, ("県", "徳島 県", "後"), 8),
        (SETS.replace("\n", "\r\n"), ("set", 0, "duty", 0, "basis"), 10),
        ('a = "二\u2028行"\nb = 1', ("b",), 2),
        (TEXTS, ("a", 0), 1),
        (TEXTS, ("b",), None),
        (TEXTS, ("c",), 4),
        (TEXTS, ("d", "e"), 6),
        ("", ("set",), None),
    ],
)
def test_値の行は_見出しの何番目かを数えて見つける(text: str, place: Place, line: int | None) -> None:
    parsed(text)
    assert Lines(text).of(place) == line


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a = 1\nb = 2026-02-30", 2, "5文字目の辺りが TOML として読めません（日時の書き方が違うか、ない日付です）"),
        ("a = 1\na = 2", 2, "同じ項目が二度書かれています"),
        ("a = { b = 1, b = 2 }", 1, "同じ項目が二度書かれています"),
        ("[a]\n[a]", 2, "同じ表が二度書かれています"),
        ("a = 1\n[[a]]", 2, "同じ"),
        ("a 1", 1, "項目名の後に = がありません"),
        ("[a\nb = 1", 1, "見出しのかっこ ] が閉じていません"),
        ("a = 1 b = 2", 1, "一行に二つ以上のものが書かれています"),
        ("\na = [1,\n2 3\n", 3, "並びのかっこ ] が閉じていません"),
        ("a = { b = 1", 1, "ファイルの終わりが TOML として読めません（表のかっこ } が閉じていません）"),
        ('\n\na = """続き\n\n', 3, "ファイルの終わりが TOML として読めません（引用符が閉じていません）"),
        ('a = "C:\\窓"', 1, "文字の中の \\ は \\\\ と書きます"),
        ('a = "\\ud800"', 1, "\\u で書けない文字です"),
        ('a = "\\uzzzz"', 1, "\\u の後の符号が違います"),
        ('a = "\x01"', 1, "使えない文字（制御文字など）があります"),
        ("a = 1 # \x01", 1, "使えない文字（制御文字など）があります"),
        ("件名 = 1", 1, "項目名か見出しが読めません"),
        ("a.件名 = 1", 1, "日本語などの項目名は引用符で囲みます"),
        ("a = 新しい通知", 1, '値が読めません。文字は " で囲みます'),
        ("x = " + "[" * 3000, 1, "入れ子が深すぎます"),
    ],
)
def test_読めない理由は日本語で_止まった行とともに示される(text: str, line: int, reason: str) -> None:
    with pytest.raises(BrokenToml) as broken:
        parsed(text)
    assert (broken.value.line, reason in broken.value.reason) == (line, True), broken.value.reason
    assert "書き方が違います" not in broken.value.reason


@given(st.text(max_size=200))
def test_どんな文字列も_読めるか理由がある(text: str) -> None:
    with suppress(BrokenToml):
        parsed(text)
    Lines(text)
