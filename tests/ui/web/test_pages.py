"""The plain pages: signing in, and short notices."""

from __future__ import annotations

import pytest

from tests.ui.web.hostile import HARMLESS, HOSTILE, parsed
from ui.web import pages


def test_初めは利用者IDから_失敗の後はパスワードから書き始める() -> None:
    fresh = pages.sign_in(practice=False)
    again = pages.sign_in(practice=False, login="tokushima-1", error="違います。")
    focus = {tag[1]: "autofocus=None" in tag for tag in parsed(fresh) if tag[0] == "input"}
    assert (focus["id=login"], focus["id=password"]) == (True, False)
    focus = {tag[1]: "autofocus=None" in tag for tag in parsed(again) if tag[0] == "input"}
    assert (focus["id=login"], focus["id=password"]) == (False, True)


def test_サインインできない理由は_読み上げられる() -> None:
    told = ("p", "class=error", "role=alert")
    assert told in parsed(pages.sign_in(practice=False, login="x", error="違います。"))
    assert told not in parsed(pages.sign_in(practice=False))


def test_本番の入口は_管理者に問い合わせるよう案内する() -> None:
    assert "所属の管理者に問い合わせてください" in pages.sign_in(practice=False)
    assert "演習" not in pages.sign_in(practice=False)


def test_案内からは_はじめの画面へ戻れる() -> None:
    assert ("a", "class=button", "href=/") in parsed(pages.notice("案内", "文です。"))


@pytest.mark.parametrize("words", HOSTILE)
def test_入口で何を書かれても_字のまま示される(words: str) -> None:
    def page(typed: str) -> str:
        return pages.sign_in(practice=True, login=typed, error=typed, after=typed)

    assert parsed(page(words), words) == parsed(page(HARMLESS), HARMLESS)


@pytest.mark.parametrize("words", HOSTILE)
def test_案内に何が入っても_字のまま示される(words: str) -> None:
    assert parsed(pages.notice(words, words), words) == parsed(pages.notice(HARMLESS, HARMLESS), HARMLESS)


def test_Streamlitの画面は_日本語で_外から何も読まない() -> None:
    page = pages.first_page()
    assert '<html lang="ja">' in page
    assert "http" not in page
    assert [tag for tag in parsed(page) if tag[0] == "script" and len(tag) == 1] == []
