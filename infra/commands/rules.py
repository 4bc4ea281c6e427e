"""`renraku rules`: whether rule data can be used, before it is used."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cases.rulebook import RULES_FOLDER, Rulebook, load_rulebook, problems
from cases.rulebook.files import RuleError, read_sets
from cases.rulebook.versions import with_sets
from infra.checks.letters import LETTERS, letter_problems, names
from infra.complaints import Complaint

app = typer.Typer(help="定め（規則集）の確認", no_args_is_help=True)


class BadRules(Complaint):
    """A rule file that cannot be used; the sentence names file, line, entry and reason."""


@app.callback()
def rules() -> None:
    """定め（規則集）の確認"""


@app.command("check")
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="規則集のファイル（TOML）")] = None,
    folder: Annotated[Path, typer.Option("--folder", help="同梱の代わりに確かめる規則データのフォルダ")] = RULES_FOLDER,
    letters: Annotated[Path, typer.Option("--letters", help="同梱の代わりに確かめる文面のフォルダ")] = LETTERS,
) -> None:
    """規則データと通知の文面、渡されたファイルを確かめ、誤りをすべて示す。終了コード 0 は問題なし、1 は誤りあり。"""
    try:
        wrong = [*problems(folder), *letter_problems(letters)]
    except RuleError as error:
        raise BadRules(str(error)) from error
    if wrong:
        raise BadRules("\n".join(str(error) for error in wrong))
    book = load_rulebook(folder)
    typer.echo(f"規則データと文面: 問題ありません（{_counts(book)}、文面 {len(names(letters))}件）。")
    complaints = []
    for file in files or []:
        try:
            book = _with_file(book, file)
            typer.echo(f"{file}: 問題ありません。")
        except RuleError as error:
            complaints.append(str(error))
    if complaints:
        raise BadRules("\n".join(complaints))


def _with_file(book: Rulebook, file: Path) -> Rulebook:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RuleError(str(file), "全体", "ファイルを読めません") from error
    except UnicodeDecodeError as error:
        raise RuleError(str(file), "全体", "文字コードが UTF-8 ではありません") from error
    return with_sets(book, read_sets(text, str(file)), str(file))


def _counts(book: Rulebook) -> str:
    on = sum(1 for one in book.sets if one.enabled)
    return f"規則集 {len(book.sets)}件うち有効 {on}件、時間の目安 {len(book.timings)}件、根拠 {len(book.bases)}件"
