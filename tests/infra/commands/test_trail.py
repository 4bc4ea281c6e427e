"""`renraku trail`: 経過の記録に改変がないかを、命令で確かめる。"""

from pathlib import Path

import pytest
from sqlalchemy import text

from tests.a_case import Case
from tests.house import House
from tests.infra.conftest import Renraku


@pytest.fixture
def case(installed: House) -> Case:
    return Case.opened(installed)


def test_触られていなければ_数を示して終わる(case: Case, renraku: Renraku) -> None:
    with case.house.owner.connect() as connection:
        lines = connection.scalar(text("SELECT count(*) FROM history"))
    shown = renraku("trail verify")
    assert shown == (0, f"案件 1 件、経過 {lines} 行、締め 0 日分を確かめました。改変はありません。\n", "")
    assert renraku(f"trail verify --case {case.sheet.number}").printed == shown.printed


def test_書き換えられた行は_番号と行で示し_1で終わる(case: Case, renraku: Renraku) -> None:
    with case.house.owner.begin() as connection:
        connection.execute(text("ALTER TABLE history DISABLE TRIGGER USER"))
        connection.execute(text("UPDATE history SET note = '後から' WHERE seq = 2"))
        connection.execute(text("ALTER TABLE history ENABLE TRIGGER USER"))
    shown = renraku("trail verify")
    assert shown.code == 1
    assert f"{case.sheet.number} の 2 行目: この行の内容が書き換えられています。" in shown.printed
    assert shown.printed.endswith("改変のおそれがあります。\n")


def test_ない番号は_確かめるよう求める(case: Case, renraku: Renraku) -> None:
    assert renraku("trail verify --case 360007-1999-0001") == (
        2,
        "",
        "案件 360007-1999-0001 は見つかりません。番号を確かめてください。\n",
    )


@pytest.mark.usefixtures("case")
def test_締めは書き出して保管し_後で照らし合わせる(renraku: Renraku, tmp_path: Path) -> None:
    kept = tmp_path / "締め.txt"
    assert renraku(f"trail anchor -o {kept}").printed == f"{kept} に 1 日分を書き出しました。\n"
    assert renraku("trail anchor").printed == kept.read_text(encoding="utf-8")
    whole = renraku(f"trail verify --anchors {kept}")
    assert (whole.code, "締め 1 日分" in whole.printed) == (0, True)
    day, lines, mark = kept.read_text(encoding="utf-8").split()
    kept.write_text(f"{day} {lines} {mark[::-1]}\n", encoding="utf-8")
    shown = renraku(f"trail verify --anchors {kept}")
    assert shown.code == 1
    assert f"{day} の締め: 手元に保管した締めと、データベースの締めが違います。" in shown.printed


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("content", [b"\xff\xfe", "きのうの締め\n".encode()])
def test_締めの記録でないファイルは_そう告げる(renraku: Renraku, tmp_path: Path, content: bytes) -> None:
    kept = tmp_path / "写真.jpg"
    kept.write_bytes(content)
    shown = renraku(f"trail verify --anchors {kept}")
    assert (shown.code, shown.printed) == (2, "")
    assert (
        shown.aside
        == f"{kept} は締めの記録として読めません。renraku trail anchor が書いたファイルを指定してください。\n"
    )


@pytest.mark.usefixtures("case")
def test_ないファイルは_ないと告げる(renraku: Renraku, tmp_path: Path) -> None:
    assert renraku(f"trail verify --anchors {tmp_path}/ない.txt") == (1, "", f"{tmp_path}/ない.txt がありません。\n")
    assert renraku(f"trail anchor -o {tmp_path}") == (
        1,
        "",
        f"{tmp_path} はフォルダです。ファイルを指定してください。\n",
    )
