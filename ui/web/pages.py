"""Plain HTML pages outside Streamlit: sign-in, short notices, and Streamlit's own first page put into Japanese."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from pathlib import Path

import streamlit

ICON = (Path(__file__).parent / "icon.svg").read_text(encoding="utf-8")
WORDS = (Path(__file__).parent / "words.js").read_text(encoding="utf-8")
_STYLE = (Path(__file__).parent / "plain.css").read_text(encoding="utf-8")


def notice(title: str, sentence: str) -> str:
    """A page that says one thing and leads back."""
    return _page(
        title,
        f'<h1>{escape(title)}</h1><p>{escape(sentence)}</p><p><a class="button" href="/">はじめの画面へ</a></p>',
    )


def sign_in(*, practice: bool, login: str = "", error: str = "", after: str = "/") -> str:
    """The sign-in page. `error` is a sentence, shown above the fields and read out by screen readers."""
    told = (
        f'<p class="error" role="alert"><strong>サインインできません</strong><br>{escape(error)}</p>' if error else ""
    )
    hint = (
        '<p class="hint">演習用の利用者IDとパスワードは、<strong>起動した端末の画面</strong>に表示されています。</p>'
        if practice
        else '<p class="hint">利用者IDが分からないときは、所属の管理者に問い合わせてください。</p>'
    )
    focus = "password" if login else "login"
    marks = {name: " autofocus" if name == focus else "" for name in ("login", "password")}
    return _page(
        "サインイン",
        f"""
<p class="service">医療機関等のサイバー攻撃に係る連絡・調査</p>
<h1>サインイン</h1>{told}
<form method="post" action="/sign-in">
  <input type="hidden" name="next" value="{escape(after)}">
  <label for="login">利用者ID</label>
  <input id="login" name="login" value="{escape(login)}" autocomplete="username" autocapitalize="none"
    spellcheck="false" maxlength="100" required{marks["login"]}>
  <label for="password">パスワード</label>
  <input id="password" name="password" type="password" autocomplete="current-password" maxlength="200"
    required{marks["password"]}>
  <button type="submit">サインインする</button>
</form>
{hint}""",
        practice=practice,
    )


def _page(title: str, body: str, *, practice: bool = False) -> str:
    band = (
        '<aside class="practice" aria-label="演習">演習 ― これは練習用の画面です。実際の連絡には使えません。</aside>'
        if practice
        else ""
    )
    return f"""<!DOCTYPE html>
<html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} | 連絡</title><link rel="icon" href="/icon.svg" type="image/svg+xml">
<style>{_STYLE}</style></head>
<body>{band}<header><span class="mark">連絡</span></header><main>{body}</main></body></html>"""


@cache
def first_page() -> str:
    """Streamlit's index page in Japanese: language, title, our icon, its words in ours, no inline script, no web font
    fetched ahead.
    """
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    page = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    page = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    page = re.sub(r'<link\s+rel="preload"[^>]*?as="font"[^>]*>', "", page, flags=re.DOTALL)
    page = re.sub(r'<link rel="service-desc"[^>]*>', "", page)
    page = re.sub(r"<noscript>.*?</noscript>", f"<noscript>{_NO_SCRIPT}</noscript>", page, flags=re.DOTALL)
    page = page.replace('<html lang="en">', '<html lang="ja">').replace(
        "<title>Streamlit</title>", "<title>連絡</title>"
    )
    page = page.replace("</head>", '<script src="/words.js" defer></script></head>')
    return page.replace('href="./favicon.png"', 'href="/icon.svg" type="image/svg+xml"')


_NO_SCRIPT = "<p>この画面を使うには、ブラウザの設定で JavaScript を有効にしてください。</p>"
