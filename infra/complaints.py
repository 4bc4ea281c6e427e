"""Sentences about wrong settings: which variable, what is wrong with it, and the line to write instead."""

import difflib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from dotenv.parser import parse_stream
from pydantic import ValidationError

from cases.vocabulary.complaints import advice

EXAMPLES = {
    "PORT": "8501",
    "SMTP_PORT": "587",
    "HOST": "127.0.0.1",
    "BASE_URL": "https://renraku.example.lg.jp",
    "DATA_DIR": ".renraku",
    "PRACTICE": "false",
    "SMTP_STARTTLS": "true",
    "SMTP_TLS": "true",
    "LOG_LEVEL": "info",
    "BOUNCE_DOMAIN": "example.lg.jp",
    "MAIL_FROM": "renraku@example.lg.jp",
    "PREFECT_API_URL": "http://127.0.0.1:4200/api",
    "PREFECT_AUTH_STRING": "利用者:パスワード",
}
OUT_OF_RANGE = ("greater_than_equal", "less_than_equal")
PORT_NUMBER = "1 から 65535 までの番号で書いてください"
"""The only settings with a range are ports."""
SECRET_MARKS = ("PASSWORD", "DATABASE_URL", "AUTH_STRING")


class Complaint(Exception):
    """Something the person at the terminal can mend; its text is Japanese and shown without a stack trace."""

    exit_code = 1


class SettingsError(Complaint):
    """The settings cannot be used. `lines`: one Japanese sentence for each reason."""

    exit_code = 2

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def unknown_names(known: Collection[str], prefix: str, variables: Mapping[str, str], file: Path | None) -> list[str]:
    """One sentence for each name with our prefix that means nothing, and each unreadable line of the file."""
    found = [(name, "") for name in sorted(variables)]
    lines: list[str] = []
    for number, name, broken in _bindings(file, lines):
        if broken:
            lines.append(f".env の {number} 行目が読めません。「名前=値」の形で書いてください。")
        else:
            found.append((name, f".env の {number} 行目の "))
    for name, where in found:
        if name.upper().startswith(prefix) and name.upper() not in known:
            near = difflib.get_close_matches(name.upper(), sorted(known), n=1)
            hint = f"{near[0]} のことではありませんか。" if near else "つづりを確かめるか、消してください。"
            lines.append(f"{where}{name} という設定はありません。{hint}")
    return lines


def complaints_of(error: ValidationError, prefix: str, given: Mapping[str, str], file: Path | None) -> list[str]:
    """One sentence for each wrong value; a union reports each of its branches, so only the first counts."""
    places = {name.upper(): f".env の {number} 行目の " for number, name, _ in _bindings(file, [])}
    said: dict[str, str] = {}
    for one in error.errors():
        name = str(one["loc"][0]).upper() if one["loc"] else ""
        if name.startswith(prefix):
            name = name.removeprefix(prefix)
        if name not in said:
            where = "" if prefix + name in given else places.get(prefix + name, "")
            said[name] = _sentence(prefix, name, one, where)
    return list(said.values())


def _sentence(prefix: str, name: str, one: Any, where: str) -> str:
    reason = PORT_NUMBER if one["type"] in OUT_OF_RANGE else advice(one["type"], one.get("ctx") or {})
    if not name:
        return f"{reason}。"
    secret = any(mark in name for mark in SECRET_MARKS)
    value = "" if secret or one.get("input") is None else f"「{one['input']}」"
    example = EXAMPLES.get(name, "postgresql://利用者:パスワード@ホスト/renraku" if secret else "")
    line = f"（.env の行の例: {prefix}{name}={example}）" if example else ""
    return f"{where}{prefix}{name} の値{value}は使えません。{reason}。{line}"


def _bindings(file: Path | None, lines: list[str]) -> list[tuple[int, str, bool]]:
    if file is None or not file.is_file():
        return []
    try:
        with file.open(encoding="utf-8") as stream:
            return [(one.original.line, one.key or "", one.error) for one in parse_stream(stream)]
    except (UnicodeDecodeError, PermissionError):
        lines.append(f"{file.name} が読めません。UTF-8 で保存し、読む権限を付けてください。")
        return []
