"""手引き: generated documents are up to date, and say when they are not; requirements are found in the tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cases import handbook
from infra.commands import handbook as command
from infra.complaints import Complaint
from infra.documents import manual


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder of this test's own, with a README and a test file."""
    (tmp_path / "infra").mkdir()
    (tmp_path / "README.md").write_text(f"# 連絡\n\n{manual.BEGIN}\n{manual.END}\n\nあとがき\n", encoding="utf-8")
    monkeypatch.setattr(command, "PROJECT", tmp_path)
    monkeypatch.setattr(command, "README", tmp_path / "README.md")
    monkeypatch.setattr(command, "MANUAL", tmp_path / "infra" / "handbook.md")
    monkeypatch.setattr(command, "COVERAGE", tmp_path / "coverage.csv")
    monkeypatch.setattr(command, "TESTS", tmp_path / "tests")
    monkeypatch.setattr(command, "EXERCISES", tmp_path / "infra" / "exercises.md")
    return tmp_path


def test_作った手引きはもう一度作っても変わらない(elsewhere: Path) -> None:
    run = CliRunner().invoke
    assert isinstance(run(command.app, ["docs", "--check"]).exception, command.OutOfDate)
    assert "infra/handbook.md を作りました" in run(command.app, ["docs"]).output
    assert run(command.app, ["docs", "--check"]).exit_code == 0
    readme = (elsewhere / "README.md").read_text(encoding="utf-8")
    assert handbook.diagram() in readme
    assert readme.endswith("\n\nあとがき\n")
    (elsewhere / "infra" / "handbook.md").write_text("手で直した\n", encoding="utf-8")
    stale = run(command.app, ["docs", "--check"]).exception
    assert "infra/handbook.md が最新ではありません" in str(stale)


def test_印のない文書には図を加える() -> None:
    assert manual.with_diagram("# 連絡\n").startswith("# 連絡\n\n<!-- stages:begin -->")


def test_手引きはすべての操作と業務と根拠の文を載せる() -> None:
    text = manual.manual()
    for _, act in handbook.all_acts():
        assert f"{act.label}（`{act.name}`）" in text
    for stage in handbook.STAGES:
        assert all(task.title in text for task in stage.tasks)
        assert all(f"（{source}）" in text for source in stage.source)
    assert "目安 30分" in text


def test_要件の印を試験から読み取る(tmp_path: Path) -> None:
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "test_a.py").write_text(
        'import pytest\npytestmark = pytest.mark.requirement("R-001")\n'
        '@pytest.mark.requirement("R-002")\ndef test_x(): ...\n'
        'class TestY:\n    @pytest.mark.requirement("R-003")\n    def test_z(self): ...\n'
        '@pytest.mark.parametrize("a", [pytest.param(1, marks=pytest.mark.requirement("R-004"))])\n'
        "def test_w(a): ...\n",
        encoding="utf-8",
    )
    assert command.requirements(folder) == {
        "R-001": ["tests/test_a.py"],
        "R-002": ["tests/test_a.py::test_x"],
        "R-003": ["tests/test_a.py::TestY::test_z"],
        "R-004": ["tests/test_a.py::test_w"],
    }


def test_番号をそのまま書かない印は_見落とさずに断る(tmp_path: Path) -> None:
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "test_a.py").write_text(
        "import pytest\n\n"
        "@pytest.mark.parametrize('a', [pytest.param(1, marks=[pytest.mark.requirement(r) for r in X])])\n"
        "def test_w(a): ...\n",
        encoding="utf-8",
    )
    with pytest.raises(Complaint, match=r"tests/test_a\.py: 要件の印が読めません（3 行目）"):
        command.requirements(folder)
