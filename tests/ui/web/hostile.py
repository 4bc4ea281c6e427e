"""What somebody may type to get more out of a page than its words, and how to see that it stayed words."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum
from html.parser import HTMLParser
from typing import Any

from pydantic import BaseModel

HARMLESS = "無害な語"
HOSTILE = (
    '<script>alert("x")</script>',
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "</textarea></form></title></style><script src=//evil.example></script>",
    "{{ 7*7 }}{{ sheet.__class__ }}",
    "{% raw %}{% include 'base.html' %}{# x #}",
    "&lt;b&gt;&amp;amp;",
    "<!-- --!><![CDATA[",
    "報告\u202exslx.exe",
)


def everywhere(one: Any, words: str) -> Any:
    """The same value with these words in place of every text in it, however deep; what is empty and word lists stay."""
    if isinstance(one, str) and not isinstance(one, Enum):
        return words if one else one
    if isinstance(one, tuple):
        return tuple(everywhere(part, words) for part in one)
    if isinstance(one, BaseModel):
        return one.model_copy(update={name: everywhere(value, words) for name, value in one})
    if is_dataclass(one) and not isinstance(one, type):
        return type(one)(**{field.name: everywhere(getattr(one, field.name), words) for field in fields(one)})
    return one


def parsed(page: str, words: str = HARMLESS) -> list[tuple[str, ...]]:
    """The page as a browser takes it apart, tags, attributes and texts in order, with HARMLESS for these words."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return [tuple(part.replace(words, HARMLESS) for part in found) for found in reader.found]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, *(f"{name}={value}" for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append((f"/{tag}",))

    def handle_data(self, data: str) -> None:
        self.found.append(("", data))

    def handle_comment(self, data: str) -> None:
        self.found.append(("!", data))
