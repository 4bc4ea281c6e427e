"""`renraku paper`: 公文書を発行したとおりに、又は案として書き出し、番号の形を定める。"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from tests.a_case import Case
from tests.house import House
from tests.infra.conftest import Renraku


def words(file: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(file.read_bytes())).pages).replace("\n", "")


def office(house: House) -> dict[str, str]:
    with house.owner.connect() as connection:
        row = connection.execute(text("SELECT * FROM paper_office WHERE authority_code = '360007'")).mappings().one()
        return {name: str(value) for name, value in row.items()}


def test_まだ発行していない文書は_案として書き出す(installed: House, renraku: Renraku, tmp_path: Path) -> None:
    number = Case.opened(installed).sheet.number
    out = tmp_path / "案.pdf"
    shown = renraku(f"paper report_order {number} -o {out} --content 侵入の経路 --due 2021-11-05")
    assert shown == (0, f"{out} に報告徴収（医療法第25条第1項）の案を書き出しました。\n", "")
    said = words(out)
    assert "侵入の経路" in said
    assert "令和３年（2021年）11月５日（金）" in said


def test_ない案件の文書は書き出さない(installed: House, renraku: Renraku, tmp_path: Path) -> None:
    shown = renraku(f"paper report_order 360007-1999-0001 -o {tmp_path}/x.pdf")
    assert shown == (1, "", "案件 360007-1999-0001 は見つかりません。番号を確かめてください。\n")
    assert not (tmp_path / "x.pdf").exists()


def test_もとになる事実がまだない文書は_先にすることを示す(installed: House, renraku: Renraku, tmp_path: Path) -> None:
    number = Case.opened(installed).sheet.number
    shown = renraku(f"paper inspection_result {number} -o {tmp_path}/x.pdf")
    assert (shown.code, shown.printed) == (1, "")
    assert "がまだありません。先に" in shown.aside


@pytest.mark.usefixtures("installed")
def test_空欄の受付票を備えておく(renraku: Renraku, tmp_path: Path) -> None:
    out = tmp_path / "受付票.pdf"
    assert (
        renraku(f"paper intake --authority 360007 -o {out}").printed
        == f"{out} に紙の受付票（空欄）を書き出しました。\n"
    )
    assert "徳島県" in words(out)
    unknown = renraku(f"paper intake --authority 999999 -o {tmp_path}/x.pdf")
    assert unknown == (1, "", "団体コード 999999 の自治体は登録されていません。\n")


def test_番号の形と差出人は_定め直せる(installed: House, renraku: Renraku) -> None:
    first = "paper office --authority 360007 --number-form 徳医政第{番号}号 --sender 徳島県知事 --phone 088-000-0000"
    assert renraku(first) == (0, "定めました。\n", "")
    assert (office(installed)["number_form"], office(installed)["counts_by"]) == ("徳医政第{番号}号", "fiscal")
    assert office(installed)["sender"] == "徳島県知事"
    again = "paper office --authority 360007 --number-form 徳医政{年度}第{番号}号 --counts-by calendar"
    assert renraku(again).code == 0
    assert (office(installed)["number_form"], office(installed)["counts_by"]) == ("徳医政{年度}第{番号}号", "calendar")
    assert office(installed)["sender"] == "徳島県知事", "書かなかった差出人は、前のまま"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--authority 360007 --number-form 徳医政第1号", "番号の形には {番号} を入れてください。例 徳医政第{番号}号"),
        ("--authority 360007 --counts-by monthly", "数え方は fiscal（年度）か calendar（暦年）のどちらかです。"),
        ("--authority 999999", "団体コード 999999 の自治体は登録されていません。"),
    ],
)
def test_定められない形は_理由を示して何も変えない(installed: House, renraku: Renraku, words: str, told: str) -> None:
    assert renraku(f"paper office {words}") == (1, "", f"{told}\n")
    with installed.owner.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM paper_office")) == 0
