"""One letter, two dresses: from the same template and the same words its plain text and its HTML.

A template is plain text with fields in braces; a blank line ends a paragraph. A line that is nothing but a field is
dressed by what the field is: the heading as a banner, the tasks as a list, the link as a way in. A line without field
above a field that tells a story becomes a small title. The HTML carries no picture, no script, no style sheet and
nothing from elsewhere; where it sets a colour it sets the ground too, so that a dark mail program stays readable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from string import Formatter

FOLDER = Path(__file__).parents[1] / "letters"
FIELDS = frozenset(
    {
        "amended",
        "amendment",
        "clock",
        "contact",
        "content",
        "count",
        "desk",
        "door",
        "due",
        "ending",
        "event",
        "exchange",
        "facility",
        "heading",
        "holders",
        "items",
        "kind",
        "label",
        "late",
        "left",
        "link",
        "municipality",
        "number",
        "office",
        "opened",
        "party",
        "reason",
        "reception",
        "report",
        "result",
        "roles",
        "started",
        "tasks",
        "title",
        "transfer",
        "until",
        "what_happened",
        "why",
        "wished",
    }
)
"""All that a template may name. None of them is a person's name, number or address: `contact` is an office's."""
ACT, INFORM = "【対応をお願いします】", "【情報提供】対応は不要です。"
STORIES = frozenset(
    {"amended", "content", "ending", "exchange", "items", "reason", "tasks", "transfer", "what_happened"}
)
"""Fields of several lines, with a title of their own where the template gives one."""
_ALONE = re.compile(r"\{(\w+)\}$")
_SAID_SMALL = ("根拠: ", "起点: ")
_BODY = (
    "margin:0;padding:16px;font-family:'BIZ UDPGothic','Noto Sans JP',Meiryo,sans-serif;font-size:16px;line-height:1.7"
)
_ACT = "background-color:#fdeeee;color:#1a1a1a;border-left:6px solid #ce0000"
_INFORM = "background-color:#e8f1fe;color:#1a1a1a;border-left:6px solid #0017c1"
_BANNER = "margin:0 0 16px;padding:10px 14px;font-size:18px;font-weight:bold"
_WAY_IN = (
    "display:inline-block;padding:10px 18px;background-color:#0017c1;color:#ffffff;"
    "border-radius:8px;text-decoration:none;font-weight:bold"
)


@dataclass(frozen=True)
class Dressed:
    """A letter as it goes out."""

    subject: str
    text: str
    html: str


@cache
def template(name: str) -> tuple[str, str]:
    """(subject, body) of a letter. Raises LookupError when a file is missing or names an unknown field."""
    folder = FOLDER / name
    try:
        subject = (folder / "subject.txt").read_text(encoding="utf-8").strip()
        body = (folder / "body.txt").read_text(encoding="utf-8")
    except FileNotFoundError as missing:
        raise LookupError(f"文面がありません: {missing.filename}") from None
    unknown = {field for _, field, _, _ in Formatter().parse(subject + body) if field} - FIELDS
    if unknown:
        raise LookupError(f"文面 {name} に不明な差し込み項目があります: {'、'.join(sorted(unknown))}")
    return subject, body


def dress(
    name: str, words: Mapping[str, str], *, must_act: bool, practice: bool = False, notes: tuple[str, ...] = ()
) -> Dressed:
    """The letter of that name with these words. `notes` stand right below the heading, each a sentence (a stand-in, a
    delay). Raises LookupError as `template` does, and KeyError for a field without a word.
    """
    subject, body = template(name)
    said = {**words, "heading": ACT if must_act else INFORM}
    mark = "【演習】" if practice else ""
    remarks = [*([f"{mark}この通知は演習用です。"] if practice else []), *(f"※ {note}" for note in notes)]
    head, rest = body.split("\n", 1)
    lines = [head, *remarks, *rest.split("\n")]
    subject = mark + subject.format(**said)
    text = "\n".join([head.format(**said), *remarks, rest.format(**said)])
    return Dressed(subject, re.sub(r"\n{3,}", "\n\n", text), _page(subject, lines, said, must_act, set(remarks)))


def _page(subject: str, lines: list[str], said: Mapping[str, str], must_act: bool, remarks: set[str]) -> str:
    parts = "\n".join(part for block in _blocks(lines) for part in _dressed(block, said, must_act, remarks))
    return (
        '<!DOCTYPE html>\n<html lang="ja"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(subject)}</title></head>\n"
        f'<body style="{_BODY}"><div role="article" style="max-width:40em;margin:0 auto">\n'
        f"{parts}\n</div></body></html>\n"
    )


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []


def _dressed(block: list[str], said: Mapping[str, str], must_act: bool, remarks: set[str]) -> Iterator[str]:
    """The parts of one paragraph; lines that belong together stay together."""
    plain: list[str] = []
    for n, line in enumerate(block):
        alone = _ALONE.match(line)
        field = alone[1] if alone else ""
        following = _ALONE.match(block[n + 1]) if n + 1 < len(block) else None
        if line in remarks:
            part = f'<p style="margin:0 0 12px;font-weight:bold">{escape(line)}</p>'
        elif field == "heading":
            part = f'<p style="{_BANNER};{_ACT if must_act else _INFORM}">{escape(said[field])}</p>'
        elif field in ("link", "door"):
            part = _way_in(said[field], "画面で開く" if field == "link" else "リンクを開く")
        elif field in ("tasks", "items"):
            part = _list(said[field])
        elif field in ("due", "left"):
            plain.append(f"<strong>{_several(said[field])}</strong>" if said[field] else "")
            continue
        elif "{" not in line and not line.endswith("。") and following and following[1] in STORIES:
            part = f'<h2 style="margin:16px 0 4px;font-size:16px">{escape(line)}</h2>'
        elif line.startswith(_SAID_SMALL):
            part = f'<p style="margin:0 0 4px;font-size:14px">{_filled(line, said)}</p>'
        else:
            plain.append(_filled(line, said))
            continue
        yield from _paragraph(plain)
        plain = []
        yield part
    yield from _paragraph(plain)


def _paragraph(lines: list[str]) -> Iterator[str]:
    if any(lines):
        yield f'<p style="margin:0 0 12px">{"<br>".join(line for line in lines if line)}</p>'


def _filled(line: str, said: Mapping[str, str]) -> str:
    return _several(line.format(**said))


def _several(text: str) -> str:
    return escape(text.strip("\n")).replace("\n", "<br>")


def _list(lines: str) -> str:
    entries = "".join(f"<li>{escape(line.removeprefix('・'))}</li>" for line in lines.split("\n") if line.strip())
    return f'<ul style="margin:0 0 12px;padding-left:1.4em">{entries}</ul>'


def _way_in(address: str, label: str) -> str:
    if not address:
        return ""
    safe = escape(address)
    return (
        f'<p style="margin:20px 0 4px"><a href="{safe}" style="{_WAY_IN}">{label}</a></p>'
        f'<p style="margin:0;font-size:14px;overflow-wrap:anywhere">{safe}</p>'
    )
