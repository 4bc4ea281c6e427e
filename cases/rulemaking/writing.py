"""A rule set from the form written as a file, so that there is one way into the rule book only."""

from __future__ import annotations

import json
from datetime import date

from cases.rulemaking.facts import NewSet, Table

_SUSPICION = """
[[set.trigger]]
when = { attack = ["yes", "suspected"] }
outcome = "contact"
sentence = "サイバー攻撃を受けた場合（疑いを含む）に当たるため、連絡の対象です。"

[[set.trigger]]
when = { attack = ["unknown"] }
outcome = "on_hold"
sentence = "サイバー攻撃かどうかが不明です。確認でき次第、改めて判断してください。"

[[set.trigger]]
outcome = "outside"
sentence = "サイバー攻撃ではないため、対象外です。"
"""
_AS_NOTICE = """
[[set.trigger]]
when = { attack = ["no"] }
outcome = "outside"
sentence = "サイバー攻撃ではないため、対象外です。"

[[set.trigger]]
when = { attack = ["suspected"] }
outcome = "awaiting"
sentence = "疑いの段階です。直ちに保守会社等に連絡し、判断を待ちます。"

[[set.trigger]]
when = { attack = ["unknown"] }
outcome = "on_hold"
sentence = "不明な項目があります。確認でき次第、改めて判断してください。"

[[set.trigger]]
when = { failure = ["no"] }
outcome = "outside"
sentence = "医療情報システムに障害がないため、対象外です。"

[[set.trigger]]
when = { failure = ["unknown"] }
outcome = "on_hold"
sentence = "障害の有無が不明です。確認でき次第、改めて判断してください。"

[[set.trigger]]
when = { either = ["present", "feared"] }
outcome = "contact"
sentence = "漏洩又は診療への支障が生じているか、そのおそれがあるため、連絡の対象です。"

[[set.trigger]]
when = { either = ["unknown"] }
outcome = "on_hold"
sentence = "漏洩又は診療への支障が不明です。確認でき次第、改めて判断してください。"

[[set.trigger]]
outcome = "outside"
sentence = "漏洩も診療への支障もないため、対象外です。"
"""
_TABLES = {Table.NONE: "", Table.AS_NOTICE: _AS_NOTICE, Table.SUSPICION: _SUSPICION}


def written(facts: NewSet, known: set[str]) -> str:
    """The file of one [[set]]; its id is new among `known`."""
    lines = [
        "[[set]]",
        _line("id", _new_id(facts.effective_from, known)),
        _line("title", facts.title),
        _line("short", facts.short),
        _line("issuer", facts.issuer),
        *([f"doc_no = [{_text(facts.doc_no)}]"] if facts.doc_no else []),
        f"effective_from = {facts.effective_from.isoformat()}",
        _line("legal_nature", str(facts.legal_nature)),
        _line("verification", str(facts.verification)),
        f"enabled = {'true' if facts.enabled else 'false'}",
        _line("confirmed_by", facts.confirmed_by),
        _line("summary", facts.summary),
        _line("source", facts.source),
    ]
    body = "\n".join(lines) + "\n" + _TABLES[facts.table]
    return body + (_duty(facts) if facts.deed else "")


def _duty(facts: NewSet) -> str:
    names = ("actor", "recipient", "deed", "timing_word", "basis")
    return "\n".join(["", "[[set.duty]]", *(_line(name, getattr(facts, name)) for name in names), ""])


def _new_id(day: date, known: set[str]) -> str:
    stem = f"mhlw-{day:%Y%m%d}"
    number = next(n for n in range(1, len(known) + 2) if f"{stem}-{n}" not in known)
    return f"{stem}-{number}"


def _line(name: str, value: str) -> str:
    return f"{name} = {_text(value)}"


def _text(value: str) -> str:
    """A TOML basic string; JSON escapes the same characters, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
