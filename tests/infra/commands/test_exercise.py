"""`renraku exercise`: 再生せずに確かめ、使える操作を並べる。"""

from pathlib import Path

import pytest

from tests.infra.conftest import Renraku
from tests.infra.exercises.test_player import EXAMPLE


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "例.toml"
    file.write_text(EXAMPLE, encoding="utf-8")
    return file


def test_読めたファイルは_段と人の数を示す(renraku: Renraku, file: Path) -> None:
    steps = EXAMPLE.count("[[step]]")
    shown = renraku(f"exercise check {file}")
    assert shown == (0, f"読めました: 故障だったと分かる例（{steps} 段、9 人）\n", "")


def test_誤りはすべて行番号の順に示し_2で終わる(renraku: Renraku, file: Path) -> None:
    wrong = EXAMPLE.replace('title = "故障', 'titel = "故障').replace("open_tasks", "open_task")
    file.write_text(wrong, encoding="utf-8")
    shown = renraku(f"exercise check {file}")
    assert (shown.code, shown.printed) == (2, "")
    lines = shown.aside.splitlines()
    assert lines[0] == f"{file}:1 行目: 項目 title がありません。"
    assert lines[1] == f"{file}:2 行目: 知らない項目 titel があります。「title」のことではありませんか。"
    numbers = [int(line.removeprefix(f"{file}:").partition(" ")[0]) for line in lines]
    assert numbers == sorted(numbers)
    assert any(
        one.endswith("知らない項目 open_task があります。「open_tasks」のことではありませんか。") for one in lines
    )


def test_操作の一覧は_誰が行い何が要るかを並べる(renraku: Renraku) -> None:
    lines = renraku("exercise acts").printed.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("  report_suspicion"))
    assert lines[at] == "  report_suspicion　「疑いを受け付ける」　行う者: 担当職員・決裁者"
    assert lines[at + 2].startswith("      - facility（必須）どの医療機関ですか")
