"""The house can be walked: each room says what it is, no file is too full, and what tests a room bears its name."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOUSE = ("cases", "flows", "ui", "infra")
FILES = sorted(
    path for room in HOUSE for path in (ROOT / room).rglob("*.py") if "migrations/versions" not in path.as_posix()
)
ROOMS = [path for path in FILES if path.name == "__init__.py"]
FULL = 350
AT_THE_ROOT = {"cases": 12, "infra": 5, "flows": 11, "ui": 8}
"""Python files at the root of each part, `__init__` with them: the map, not a hall of equal doors."""
TESTED_ELSEWHERE = {
    *("cases/letters", "cases/records", "cases/rules", "cases/views", "cases/vocabulary"),  # words: by their users
    "cases/stages",  # by the scenarios, which bear the stages' names
    *("flows/engine", "flows/mail", "flows/post", "flows/steps", "flows/upkeep"),  # tests/flows drives them together
    "infra/automations",  # tests/flows/test_prefect.py loads them
    *("infra/checks", "infra/decisions", "infra/documents", "infra/migrations", "infra/screenshots"),
    *("ui/forms", "ui/frame", "ui/pages", "ui/parts"),  # tests/ui drives them together, in a browser
}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("room", ROOMS, ids=named)
def test_部屋はそれが何かを言う(room: Path) -> None:
    said = ast.get_docstring(ast.parse(room.read_text(encoding="utf-8"))) or ""
    assert len(said) >= 15


def too_full(files: list[Path]) -> dict[str, int]:
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    return {name: lines for name, lines in lengths.items() if lines > FULL}


def test_三百五十行を超えるファイルはない() -> None:
    assert too_full(FILES) == {}


@pytest.mark.parametrize("part", HOUSE)
def test_入口に並ぶのは地図だけである(part: str) -> None:
    there = sorted(path.name for path in (ROOT / part).glob("*.py"))
    assert len(there) <= AT_THE_ROOT[part], there


@pytest.mark.parametrize("part", HOUSE)
def test_部屋を試すものはその部屋の名で見つかる(part: str) -> None:
    home = ROOT / "tests" if part == "cases" else ROOT / "tests" / part
    rooms = {path.name for path in (ROOT / part).iterdir() if path.is_dir() and path.name != "__pycache__"}
    missing = {room for room in rooms if f"{part}/{room}" not in TESTED_ELSEWHERE and not (home / room).is_dir()}
    assert missing == set()
