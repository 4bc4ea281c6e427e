"""Who may import whom: the contracts hold, and an import against the house is caught."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("cases", "flows", "ui", "infra")
AGAINST_THE_HOUSE = {
    "cases/desk/door.py": "import prefect",
    "cases/readings.py": "from flows import steps",
    "cases/stages/closing.py": "from cases.stages import detection",
    "ui/texts.py": "import sqlalchemy",
    "ui/counter.py": "from cases import system",
    "flows/steps/letters.py": "import streamlit",
    "flows/world.py": "from infra import database",
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": str(folder)}, capture_output=True, text=True, timeout=120
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rooms and their contracts in a folder of their own."""
    folder = tmp_path_factory.mktemp("rooms")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def test_部屋の約束が守られている(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("file", AGAINST_THE_HOUSE)
def test_約束に反する読み込みは見つかる(copy: Path, file: str) -> None:
    path = copy / file
    kept = path.read_text(encoding="utf-8")
    path.write_text(f"{kept}\n{AGAINST_THE_HOUSE[file]}\n", encoding="utf-8")
    try:
        result = lint(copy)
    finally:
        path.write_text(kept, encoding="utf-8")
    assert result.returncode != 0
    assert "BROKEN" in result.stdout, result.stdout + result.stderr


def test_a_file_that_is_written_later_carries_the_session_along() -> None:
    """Streamlit calls such a function outside the screen's run, where nobody is signed in."""
    bare = []
    for file in sorted((ROOT / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "download_button":
                given = [*node.args, *(word.value for word in node.keywords if word.arg == "data")]
                bare += [f"{file.name}:{one.lineno}" for one in given if isinstance(one, ast.Lambda)]
    assert bare == []
