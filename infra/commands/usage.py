"""The command line in Japanese: titles of the help, and a sentence for what was typed wrong (exit code 2)."""

from __future__ import annotations

import errno
import re
from typing import Any

import typer
from typer.core import HAS_RICH

HELP_OPTION = "この説明を示して終わる。"
EXPECTED = (
    ("valid integer", "整数で書いてください。"),
    ("%Y-%m-%d", "2026-04-01 のような年月日で書いてください。"),
    ("greater than or equal to 1", "1 以上の数で書いてください。"),
)
_NO_COMMAND = re.compile(r"No such command '(?P<word>.*?)'\.")
_EXTRA = re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((?P<word>.*)\)$", re.DOTALL)


def speak_japanese() -> None:
    """Titles and marks of the help pages. Has to run before the help is shown; harmless when run again."""
    if not HAS_RICH:
        return
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = "対象"
    rich_utils.OPTIONS_PANEL_TITLE = "指定"
    rich_utils.COMMANDS_PANEL_TITLE = "命令"
    rich_utils.DEFAULT_STRING = "［省くと {}］"
    rich_utils.REQUIRED_LONG_STRING = "［必須］"
    rich_utils.ABORTED_TEXT = "中断しました。"


def in_japanese(command: Any) -> Any:
    """The command with its usage line and the word on `--help` in Japanese, and all commands under it."""
    command.options_metavar = "[指定]"
    context = typer.Context(command, help_option_names=["--help", "-h"])
    if (shown := command.get_help_option(context)) is not None:
        shown.help = HELP_OPTION
    if (under := getattr(command, "commands", None)) is not None:
        command.subcommand_metavar = "命令 …"
        for one in under.values():
            in_japanese(one)
    return command


def sentence(error: typer.TyperException) -> str:
    """What was typed wrong and where the help is; "" when the help itself has been shown.

    Args:
        error: what the parser raised; unknown kinds keep their own words rather than lose them.
    """
    context: Any = getattr(error, "ctx", None)
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return ""
    told = _told(kind, error)
    return told if context is None else f"{told}\n使い方: {context.command_path} {context.help_option_names[0]}"


def file_trouble(error: OSError) -> str:
    """Why a file that was named could not be read or written."""
    match error.errno:
        case errno.ENOENT:
            return f"{error.filename} がありません。"
        case errno.EISDIR:
            return f"{error.filename} はフォルダです。ファイルを指定してください。"
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"{error.filename} を読み書きする権限がありません。"
        case errno.ENOSPC:
            return f"{error.filename} を書く空きがありません。"
    return f"{error.filename} を読み書きできません（{error.strerror}）。"


def _told(kind: str, error: Any) -> str:
    message = str(getattr(error, "message", error))
    match kind:
        case "NoSuchOption":
            near = "、".join(sorted(error.possibilities or ()))
            return f"{error.option_name} という指定はありません。" + (
                f"{near} のことではありませんか。" if near else ""
            )
        case "MissingParameter":
            return f"{_named(error)} を書いてください。"
        case "BadParameter":
            return f"{_named(error)} の値が使えません。{_expected(message)}"
        case "BadOptionUsage":
            return f"{error.option_name} の書き方が違います。値が要るか、値を付けられない指定です。"
        case "FileError":
            return f"{error.ui_filename} を開けません。"
    if found := _NO_COMMAND.match(message):
        commands = "、".join(name for name, one in error.ctx.command.commands.items() if not one.hidden)
        return f"「{found['word']}」という命令はありません。" + f"使える命令: {commands}。"
    if found := _EXTRA.match(message):
        return f"「{found['word']}」が余分です。空白を含む名は引用符で囲んでください。"
    return message


def _named(error: Any) -> str:
    parameter = error.param
    if parameter is None:
        return ""
    names = parameter.opts if parameter.param_type_name == "option" else [parameter.metavar or parameter.name]
    return f"{'（'.join(names)}{'）' * (len(names) - 1)}"


def _expected(message: str) -> str:
    return next((told for words, told in EXPECTED if words in message), message)
