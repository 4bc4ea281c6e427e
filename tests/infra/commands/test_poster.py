"""`renraku poster`: 院内掲示を、医療機関等ごとに、又は管内すべてまとめて書き出す。"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from tests.house import House
from tests.infra.conftest import Renraku


def words(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\n", "")


def prints(house: House) -> list[tuple[int, str]]:
    with house.owner.connect() as connection:
        rows = connection.execute(text("SELECT facility_id, printed_by FROM poster_print ORDER BY facility_id"))
        return [(row[0], row[1]) for row in rows]


def test_名称で一枚を書き出し_誰が出したかを残す(installed: House, renraku: Renraku, tmp_path: Path) -> None:
    number = installed.facility()
    out = tmp_path / "掲示.pdf"
    shown = renraku(f"poster つるぎ町立半田病院 -o {out}")
    assert shown == (0, f"{out} に 1 件の院内掲示を書き出しました。\n", "")
    assert "つるぎ町立半田病院" in words(out.read_bytes())
    assert prints(installed) == [(number, "管理者（コマンド）")]


def test_名称を入れない掲示も書き出せる(installed: House, renraku: Renraku, tmp_path: Path) -> None:
    installed.facility()
    out = tmp_path / "掲示.pdf"
    assert renraku(f"poster つるぎ町立半田病院 -o {out} --no-name").code == 0
    said = words(out.read_bytes())
    assert "半田病院" not in said
    assert "サイバー攻撃" in said


def test_管内すべてを_市区町村の順に一つのPDFかzipにまとめる(
    installed: House, renraku: Renraku, tmp_path: Path
) -> None:
    installed.facility("架空なると病院", "鳴門市")
    installed.facility("架空とくしま病院", "徳島市")
    installed.facility("架空なら病院", "奈良市", authority="奈良市")
    together, apart = tmp_path / "管内.pdf", tmp_path / "管内.zip"
    assert "2 件の院内掲示" in renraku(f"poster --authority 360007 -o {together}").printed
    said = words(together.read_bytes())
    assert -1 < said.index("架空とくしま病院") < said.index("架空なると病院")
    assert "架空なら病院" not in said
    assert renraku(f"poster --authority 360007 -o {apart}").code == 0
    with zipfile.ZipFile(apart) as archive:
        assert archive.namelist() == ["院内掲示_0001.pdf"]
        assert "架空なると病院" in words(archive.read("院内掲示_0001.pdf"))
    assert len(prints(installed)) == 4


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("", "医療機関等の名称か --authority のどちらか一方を指定してください。"),
        ("つるぎ町立半田病院 --authority 360007", "どちらか一方を指定してください。"),
        ("ない病院", "「ない病院」は登録されていません。名称を確かめてください。"),
        (
            "同名診療所",
            "「同名診療所」は一つに決まりません: 同名診療所（徳島市）、同名診療所（鳴門市）。公表データのID",
        ),
        ("--authority 999999", "団体コード 999999 の自治体は登録されていません。"),
        ("--authority 290009", "団体コード 290009 の管内に、登録された医療機関等はありません。"),
    ],
)
def test_書き出せない理由を示し_何も書かない(
    installed: House, renraku: Renraku, tmp_path: Path, asked: str, told: str
) -> None:
    for town in ("徳島市", "鳴門市"):
        installed.facility("同名診療所", town)
    shown = renraku(f"poster {asked} -o {tmp_path}/x.pdf")
    assert (shown.code, shown.printed) == (1, "")
    assert told in shown.aside
    assert not (tmp_path / "x.pdf").exists()
    assert prints(installed) == []


def test_書き出す先が要る(renraku: Renraku) -> None:
    shown = renraku("poster つるぎ町立半田病院")
    assert shown.code == 2
    assert "-o（--output） を書いてください。" in shown.aside


def test_書けない場所なら_そう告げて出した記録も残さない(installed: House, renraku: Renraku, tmp_path: Path) -> None:
    installed.facility()
    shown = renraku(f"poster つるぎ町立半田病院 -o {tmp_path}/ない/x.pdf")
    assert shown == (1, "", f"{tmp_path}/ない/x.pdf がありません。\n")
    assert prints(installed) == []
