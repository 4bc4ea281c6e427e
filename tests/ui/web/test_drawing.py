"""The templates: found wherever the programme is started, and nothing in them lets a value through as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import UndefinedError

from ui.web import drawing
from ui.web.drawing import draw

FILES = sorted((Path(drawing.__file__).parent / "templates").rglob("*.html"))


def test_どの型紙も_どこで起動しても読める(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    names = drawing._PAGES.list_templates()
    assert len(names) == len(FILES) > 0
    assert all(drawing._PAGES.get_template(name) for name in names)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_どの型紙も_値をそのままでは通さず_処理を書き込まない(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for word in ("safe", "autoescape", "<script", "style=", "onclick", "http:", "https:"):
        assert word not in text


def test_渡されていない語は_空欄にならず誤りになる() -> None:
    with pytest.raises(UndefinedError):
        draw("notice.html", practice=False, title="案内")


def test_演習の画面だけに_演習の帯がある() -> None:
    told = {"title": "案内", "sentence": "文です。"}
    assert "演習 ―" in draw("notice.html", practice=True, **told)
    assert "演習" not in draw("notice.html", practice=False, **told)


@pytest.mark.parametrize(("template", "style"), [("notice.html", "plain.css"), ("outside/notice.html", "outside.css")])
def test_書式は_外から読まず頁に入っている(template: str, style: str) -> None:
    (file,) = Path(drawing.__file__).parent.rglob(style)
    page = draw(template, practice=False, title="案内", sentence="文です。")
    assert f"<style>{file.read_text(encoding='utf-8').strip()}" in page
