"""命令の書き誤りと説明は、日本語で伝える。"""

import sys

import pytest

from infra.cli import main


def typed(words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit code and all that `renraku WORDS` shows."""
    monkeypatch.setattr(sys, "argv", ["renraku", *words.split()])
    with pytest.raises(SystemExit) as left:
        main()
    shown = capsys.readouterr()
    return int(left.value.code or 0), shown.out + shown.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("papr", "「papr」という命令はありません。使える命令: up、"),
        ("paper print --nope x", "--nope という指定はありません。"),
        ("paper inspection_notice 1 --abot 3 -o y", "--about のことではありませんか。"),
        ("paper inspection_notice 1", "-o（--output） を書いてください。"),
        ("paper print", "種類 を書いてください。"),
        ("paper inspection_notice 1 --about z -o y", "--about の値が使えません。整数で書いてください。"),
        ("paper inspection_notice 1 --about 0 -o y", "1 以上の数で書いてください。"),
        ("paper inspection_notice 1 --due 3 -o y", "2026-04-01 のような年月日で書いてください。"),
        ("exercise play a.toml b.toml", "「b.toml」が余分です。"),
    ],
)
def test_書き誤りには直し方を日本語で伝え_使い方の引き方を添える(
    words: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, shown = typed(words, monkeypatch, capsys)
    assert code == 2
    assert told in shown
    assert "使い方: renraku" in shown
    assert "--help" in shown


@pytest.mark.parametrize("words", ["paper nothing 1 -o y", "paper print nothing 1 -o y"])
def test_ない種類の文書には_使える種類を挙げる(
    words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, shown = typed(words, monkeypatch, capsys)
    assert code == 1
    assert "「nothing」という種類はありません。" in shown
    assert "inspection_notice（立入検査実施通知）" in shown


@pytest.mark.parametrize("words", ["--help", "exercise --help", "exercise play --help", "paper"])
def test_説明の見出しは日本語である(
    words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, shown = typed(words, monkeypatch, capsys)
    assert code == (2 if words == "paper" else 0)
    assert "この説明を示して終わる。" in shown
    assert not [
        english for english in ("Options", "Commands", "Arguments", "Show this", "required") if english in shown
    ]
