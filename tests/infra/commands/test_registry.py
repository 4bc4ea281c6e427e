"""`renraku registry`: 公表データを取り込み、取り込めない行を理由とともに書き出し、所管を移す。"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from sqlalchemy import text

from infra.commands.registry import HEADS
from tests.house import House
from tests.infra.conftest import Renraku
from tests.infra.registry.registry_files import hospital, listed, write


def test_取り込んだ数を示す(installed: House, renraku: Renraku, tmp_path: Path) -> None:
    file = write(tmp_path, [hospital(1), hospital(2)])
    shown = renraku(f"registry import {file}")
    assert shown.code == 0
    assert shown.printed == (
        f"{file.name}（2025年12月01日時点）: 2 行  新規 2  更新 0  変更なし 0  手で登録したものと対応 0"
        "  取り込めない 0  記載がなくなった 0\n"
    )
    assert len(listed(installed)) == 2


def test_取り込めない行は_表計算で開けるファイルに残し_3で終わる(
    installed: House, renraku: Renraku, tmp_path: Path
) -> None:
    file = write(tmp_path, [hospital(1), hospital(2, registry_id="=1+2"), hospital(3, name=" ")])
    rejects = tmp_path / "戻り.csv"
    shown = renraku(f"registry import {file} --rejects {rejects}")
    assert shown.code == 3
    assert "新規 1" in shown.printed
    assert f"取り込めない行と理由: {rejects}" in shown.aside
    assert rejects.read_bytes().startswith(b"\xef\xbb\xbf")
    with rejects.open(encoding="utf-8-sig", newline="") as stream:
        head, *rows = csv.reader(stream)
    assert tuple(head) == HEADS
    assert [(row[0], row[1], row[2]) for row in rows] == [
        (file.name, "3", "ID「=1+2」が13桁の数字ではありません"),
        (file.name, "4", "名称が空欄です"),
    ]
    assert rows[0][3].startswith("'=1+2"), "表計算で式にならないように"


def test_断られたファイルがあっても_ほかは取り込み_理由を示す(
    installed: House, renraku: Renraku, tmp_path: Path
) -> None:
    good, bad = write(tmp_path, [hospital(1)]), tmp_path / "別の表.csv"
    bad.write_text("a,b\n1,2\n", encoding="utf-8")
    shown = renraku(f"registry import {good} {bad} {tmp_path}/ない.csv --published 2025-12-01")
    assert shown.code == 2
    assert "新規 1" in shown.printed
    assert "別の表.csv: 医療情報ネットの公表データの形ではありません" in shown.aside
    assert shown.aside.rstrip().endswith("ない.csv: ファイルがありません。")
    assert len(listed(installed)) == 1


def test_より古いデータは取り込まない(installed: House, renraku: Renraku, tmp_path: Path) -> None:
    assert renraku(f"registry import {write(tmp_path, [hospital(1)])}").code == 0
    older = renraku(f"registry import {write(tmp_path, [hospital(2)], day='20240601')}")
    assert older.code == 1
    assert "より新しい2025年12月01日時点のデータを取り込み済み" in older.aside
    assert len(listed(installed)) == 1


def test_架空のデータを作り_そのまま取り込める(installed: House, renraku: Renraku, tmp_path: Path) -> None:
    made = renraku(f"registry generate --out {tmp_path} --rows 20 --day 2026-06-01")
    files = [line.removesuffix("（架空のデータ）") for line in made.printed.splitlines()]
    assert len(files) == 5
    assert all(line.endswith("_20260601.csv") for line in files)
    assert renraku(f"registry import {' '.join(files)}").code == 0
    assert len(listed(installed)) == 20
    assert all(one.name.startswith("架空") for one in listed(installed))


def test_所管の変わった医療機関等を移し_数を示す(installed: House, renraku: Renraku) -> None:
    installed.facility("架空あかし病院", "明石市", authority="兵庫県")
    installed.facility("架空とくしま病院", "徳島市")
    shown = renraku("registry reassign --on 2018-04-01")
    assert shown.code == 0
    assert shown.printed == "  兵庫県 → 明石市  1 件\n所管を移した医療機関等: 1 件（2018年04月01日現在）\n"
    assert {one.name: one.authority_code for one in listed(installed)} == {
        "架空あかし病院": "282031",
        "架空とくしま病院": "360007",
    }
    assert "1 件" not in renraku("registry reassign --on 2018-04-01").printed


def test_準備の済まないデータベースには取り込まない(installed: House, renraku: Renraku, tmp_path: Path) -> None:
    with installed.owner.begin() as connection:
        connection.execute(text("ALTER TABLE registry_run RENAME TO registry_run_away"))
    shown = renraku(f"registry import {write(tmp_path, [hospital(1)])}")
    assert shown.code == 1
    assert "データベースの準備が済んでいません。" in shown.aside


@pytest.mark.parametrize("words", ["--on 4月1日", ""])
def test_所管を移す日が要る(renraku: Renraku, words: str) -> None:
    shown = renraku(f"registry reassign {words}")
    assert shown.code == 2
    assert "2026-04-01 のような年月日で書いてください。" in shown.aside or "--on を書いてください。" in shown.aside
