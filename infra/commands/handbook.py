"""`renraku handbook`: the generated documents and the map from requirements to tests."""

from __future__ import annotations

import ast
import csv
import difflib
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from cases.handbook import traceability
from cases.handbook.traceability import Shown
from infra.complaints import Complaint
from infra.documents import manual
from infra.exercises import code_list
from infra.settings import PROJECT

app = typer.Typer(help="手引き（段階図と説明書）の作成", no_args_is_help=True)

README = PROJECT / "README.md"
MANUAL = PROJECT / "infra" / "handbook.md"
TESTS = PROJECT / "tests"
COVERAGE = traceability.COVERAGE
EXERCISES = TESTS / "scenarios" / "exercises" / "README.md"


class OutOfDate(Complaint):
    """A generated document is not what the stage files say now."""


@app.command("docs")
def docs(check: Annotated[bool, typer.Option("--check", help="書かずに、最新かどうかを確かめる")] = False) -> None:
    """README の段階図と infra/handbook.md を作る。"""
    stale = [(file, there, made) for file, there, made in _documents() if there != made]
    if check and stale:
        raise OutOfDate("\n".join(_difference(*one) for one in stale) + "\nmake docs で作り直してください。")
    for file, _, made in stale:
        file.write_text(made, encoding="utf-8")
        typer.echo(f"{file.relative_to(PROJECT)} を作りました。")
    if not stale:
        typer.echo("手引きは最新です。")


@app.command("coverage")
def coverage(json_: Annotated[bool, typer.Option("--json", help="JSON で出す")] = False) -> None:
    """要件ごとに、それを示す試験を並べ、通知の文ごとに、何がそれを行うかを並べる（試験は読むだけで、動かさない）。"""
    found = requirements(TESTS)
    known = traceability.shown(found)
    if json_:
        sys.stdout.write(json.dumps(as_told(known), ensure_ascii=False, indent=1) + "\n")
        return
    for one in known:
        sys.stdout.write(f"{one.entry.id}  {one.entry.what}\n        {'、'.join(one.tests) or '試験なし'}\n")
    with_test = sum(1 for one in known if one.tests)
    sys.stdout.write(f"要件 {len(known)}件のうち、試験のあるもの {with_test}件\n")


def as_told(known: tuple[Shown, ...]) -> dict[str, Any]:
    """What `--json` prints: requirement → tests, those without any, and sentence → all that carries it out."""
    from ui.parts.titles import sources

    without = [one.entry.id for one in known if not one.tests]
    return {
        "requirements": {one.entry.id: list(one.tests) for one in known if one.tests},
        "without_test": without,
        "covered": len(known) - len(without),
        "known": len(known),
        "sentences": {
            trace.sentence.id: {
                "requirements": [one.entry.id for one in trace.requirements],
                "rules": list(trace.rules),
                "stages": list(trace.stages),
                "tasks": list(trace.tasks),
                "acts": list(trace.acts),
                "screens": list(trace.screens),
                "tests": sorted({test for one in trace.requirements for test in one.tests}),
            }
            for trace in traceability.traces(sources(), known)
        },
    }


def requirements(folder: Path) -> dict[str, list[str]]:
    """Requirement id → the tests that carry it ("tests/…/test_x.py::test_y"), both sorted.

    Errors: Complaint for a mark that does not name its requirement itself, so that none is passed over.
    """
    found: dict[str, set[str]] = {}
    for file in sorted(folder.rglob("test_*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        name = file.relative_to(folder.parent).as_posix()
        try:
            for requirement, test in _marks(tree, name):
                found.setdefault(requirement, set()).add(test)
        except Complaint as unreadable:
            raise Complaint(f"{name}: {unreadable}") from None
    return {requirement: sorted(tests) for requirement, tests in sorted(found.items())}


def _marks(tree: ast.Module, name: str) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        yield from ((mark, name) for mark in _named(node) if isinstance(node, ast.Assign))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from ((mark, f"{name}::{node.name}") for one in node.decorator_list for mark in _named(one))
        if isinstance(node, ast.ClassDef):
            yield from ((mark, f"{name}::{node.name}") for one in node.decorator_list for mark in _named(one))
            yield from _marks(ast.Module(node.body, []), f"{name}::{node.name}")


def _named(node: ast.AST) -> Iterator[str]:
    """The ids in every `….requirement("R-…")` below the node."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr == "requirement":
            for given in one.args:
                if not (isinstance(given, ast.Constant) and isinstance(given.value, str)):
                    raise Complaint(f"要件の印が読めません（{given.lineno} 行目）。番号をそのまま書いてください。")
                yield given.value


def _documents() -> Iterator[tuple[Path, str, str]]:
    """File, what it says now, what it should say."""
    readme = README.read_text(encoding="utf-8") if README.is_file() else "# Renraku\n"
    yield README, readme, manual.with_diagram(readme)
    yield MANUAL, MANUAL.read_text(encoding="utf-8") if MANUAL.is_file() else "", manual.manual()
    told = EXERCISES.read_text(encoding="utf-8") if EXERCISES.is_file() else f"{code_list.BEGIN}{code_list.END}"
    yield EXERCISES, told, code_list.with_codes(told)
    yield COVERAGE, COVERAGE.read_text(encoding="utf-8") if COVERAGE.is_file() else "", _coverage_table()


def _coverage_table() -> str:
    """requirement,test: one line each."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(("requirement", "test"))
    writer.writerows((one, test) for one, tests in requirements(TESTS).items() for test in tests)
    return table.getvalue()


def _difference(file: Path, there: str, made: str) -> str:
    lines = difflib.unified_diff(there.splitlines(), made.splitlines(), "今の内容", "作り直した内容", lineterm="", n=1)
    return "\n".join([f"{file.relative_to(PROJECT)} が最新ではありません。", *list(lines)[:40]])
