"""Plain HTML pages outside Streamlit: sign-in, short notices, and Streamlit's own first page put into Japanese."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import streamlit

from ui.web.drawing import draw

ICON = (Path(__file__).parent / "icon.svg").read_text(encoding="utf-8")
WORDS = (Path(__file__).parent / "words.js").read_text(encoding="utf-8")


def notice(title: str, sentence: str) -> str:
    """A page that says one thing and leads back."""
    return draw("notice.html", practice=False, title=title, sentence=sentence)


def sign_in(*, practice: bool, login: str = "", error: str = "", after: str = "/") -> str:
    """The sign-in page. `error` is a sentence, shown above the fields and read out by screen readers."""
    return draw("sign_in.html", practice=practice, login=login, error=error, after=after)


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
