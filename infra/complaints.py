"""Sentences about wrong settings: which variable, what is wrong with it, and the line to write instead."""

import difflib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from dotenv.parser import parse_stream
from pydantic import ValidationError

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
    "MAIL_FROM": "renraku@example.lg.jp",
    "PREFECT_API_URL": "http://127.0.0.1:4200/api",
    "PREFECT_AUTH_STRING": "利用者:パスワード",
}
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
    reason = _reason(one)
    if not name:
        return f"{reason}。"
    secret = any(mark in name for mark in SECRET_MARKS)
    value = "" if secret or one.get("input") is None else f"「{one['input']}」"
    example = EXAMPLES.get(name, "postgresql://利用者:パスワード@ホスト/renraku" if secret else "")
    line = f"（.env の行の例: {prefix}{name}={example}）" if example else ""
    return f"{where}{prefix}{name} の値{value}は使えません。{reason}。{line}"


def _reason(one: Any) -> str:
    context = one.get("ctx", {})
    match one["type"]:
        case "value_error":
            return str(context["error"])
        case "int_parsing" | "int_type" | "int_from_float":
            return "整数で書いてください"
        case "bool_parsing" | "bool_type":
            return "true か false で書いてください"
        case "literal_error" if context["expected"] != "''":
            choices = str(context["expected"]).replace(" or ", "、").replace(", ", "、").replace("'", "")
            return f"{choices} のどれかを書いてください"
        case "greater_than_equal" | "less_than_equal":
            return "1 から 65535 までの番号で書いてください"
        case "string_too_short":
            return "空にはできません"
        case "string_pattern_mismatch":
            return "「利用者:パスワード」の形で、空白なしで書いてください"
    return f"値の形が違います（{one['type']}）"


def _bindings(file: Path | None, lines: list[str]) -> list[tuple[int, str, bool]]:
    if file is None or not file.is_file():
        return []
    try:
        with file.open(encoding="utf-8") as stream:
            return [(one.original.line, one.key or "", one.error) for one in parse_stream(stream)]
    except (UnicodeDecodeError, PermissionError):
        lines.append(f"{file.name} が読めません。UTF-8 で保存し、読む権限を付けてください。")
        return []
