"""`renraku rules check`: 定めのファイルを、使う前に確かめる。"""

from pathlib import Path

import pytest

from tests.infra.conftest import Renraku
from tests.rulebook.test_rule_sets import NEW


def test_同梱の定めと文面に問題はない(renraku: Renraku) -> None:
    shown = renraku("rules check")
    assert shown.code == 0
    assert shown.printed.startswith("規則データと文面: 問題ありません（規則集 ")


def test_新しい定めのファイルを確かめる(renraku: Renraku, tmp_path: Path) -> None:
    file = tmp_path / "新しい定め.toml"
    file.write_text(NEW, encoding="utf-8-sig")
    assert renraku(f"rules check {file}").printed.splitlines()[1] == f"{file}: 問題ありません。"


def test_誤りのあるファイルはすべて_行と理由を示し_1で終わる(renraku: Renraku, tmp_path: Path) -> None:
    texts = {
        "綴り.toml": NEW.replace("summary =", "sumary ="),
        "囲み.toml": NEW.replace('short = "新しい通知"', "short = 新しい通知"),
    }
    for name, said in texts.items():
        (tmp_path / name).write_text(said, encoding="utf-8")
    (tmp_path / "符号.toml").write_bytes(NEW.encode("cp932"))
    asked = [*(tmp_path / name for name in texts), tmp_path / "符号.toml", tmp_path / "ない.toml"]
    shown = renraku("rules check " + " ".join(map(str, asked)))
    assert shown.code == 1
    lines = shown.aside.splitlines()
    assert lines[0].endswith("11行目 の「mhlw-notice-2027」: 知らない項目 sumary があります")
    assert "5行目 の「全体」: 9文字目の辺りが TOML として読めません（値が読めません。" in lines[1]
    assert lines[2].endswith("「全体」: 文字コードが UTF-8 ではありません")
    assert lines[3].endswith("「全体」: ファイルを読めません")


@pytest.mark.parametrize(
    ("option", "told"), [("--folder", "ファイルを読めません"), ("--letters", "/ない がありません。")]
)
def test_ないフォルダは_ないと告げる(renraku: Renraku, tmp_path: Path, option: str, told: str) -> None:
    shown = renraku(f"rules check {option} {tmp_path}/ない")
    assert (shown.code, shown.printed) == (1, "")
    assert shown.aside.endswith(f"{told}\n")
