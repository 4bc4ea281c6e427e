"""公表データの一行を、欄ごとに読む: 書き方の揺れは受け取り、読めない欄は理由を言う。"""

from __future__ import annotations

import json

import pytest

from infra.registry.careful import Row, Untaken, read_beds, read_row, whole_id
from infra.registry.layout import HOSPITAL_BEDS, LAYOUTS, Columns
from tests.infra.registry.registry_files import HOSPITAL, hospital

PLACES = {"36468": "364681", "13101": "131016", "01101": "011011"}
COLUMNS = Columns(HOSPITAL, HOSPITAL.width, tuple(HOSPITAL.positions.values()))


def read(**values: str) -> Row:
    return read_row(COLUMNS, PLACES, {}, hospital(**values), 7)


def test_ふつうの行は_欄のまま読む() -> None:
    row = read(name=" 架空病院 ", latitude="34.0380", longitude="134.0640", url="https://x.example/")
    assert (row.line, row.name, row.municipality_code) == (7, "架空病院", "364681")
    assert (row.latitude, row.longitude, row.url) == ("34.038", "134.064", "https://x.example/")


@pytest.mark.parametrize(
    ("prefecture", "town", "code"),
    [
        ("36", "468", "364681"),
        ("３６", "４６８", "364681"),
        ("1", "101", "011011"),
        ("36", "36468", "364681"),
        ("36", "364681", "364681"),
        (" 13 ", " 101 ", "131016"),
    ],
)
def test_市区町村は_全角でも_落ちた零でも_五桁でも六桁でも分かる(prefecture: str, town: str, code: str) -> None:
    assert read(prefecture=prefecture, municipality=town).municipality_code == code


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"registry_id": "361000000001"}, "ID「361000000001」が13桁の数字ではありません"),
        ({"name": "　"}, "名称が空欄です"),
        ({"prefecture": "徳島"}, "市区町村コード「徳島468」が数字ではありません。列がずれていないか確かめてください"),
        ({"municipality": "364680"}, "市区町村コード「364680」の検証数字が合いません"),
        ({"municipality": "999"}, "市区町村コード「36999」は登録されていない市区町村です"),
        ({"latitude": "北緯", "longitude": "134"}, "緯度「北緯」経度「134」が数字ではありません"),
        ({"name": "架空\x00病院"}, "使えない制御文字（NUL）が含まれています"),
        ({"address": "徳島\udcff"}, "文字が壊れています（UTF-8 として読めません）"),
    ],
)
def test_読めない欄は_何がどう悪いかを言う(values: dict[str, str], reason: str) -> None:
    with pytest.raises(Untaken) as refused:
        read(**values)
    assert refused.value.reason.startswith(reason)


def test_同じIDの行は_先の行番号を示して戻す() -> None:
    fields = hospital(registry_id="3610000000001")
    with pytest.raises(Untaken, match="同じ ID 3610000000001 が 4 行目にもあります"):
        read_row(COLUMNS, PLACES, {"3610000000001": 4}, fields, 9)


@pytest.mark.parametrize(
    ("written", "kept"),
    [("", None), (" ", None), ("0", None), ("51.5", None), ("inf", None), ("nan", None), ("20", "20.0")],
)
def test_日本の外の座標は_断らずに省く(written: str, kept: str | None) -> None:
    assert read(latitude=written).latitude == kept


def test_区切りになる文字は_そのままでは渡さない() -> None:
    row = read(name="架空\t病院", address="一\n二\\三")
    assert (row.name, row.address) == ("架空 病院", "一 二\\\\三")


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("3610000000001", "3610000000001"),
        (" ３６１００００００００１０ ", "3610000000010"),
        ("３６１０００００００００１", "3610000000001"),
        ("361-0000000001", ""),
    ],
)
def test_IDは全角でも分かる(written: str, whole: str) -> None:
    assert whole_id(written) == whole


def test_病床は_数のある区分だけを_データベースの書く順に並べる() -> None:
    said = read_beds(HOSPITAL_BEDS, ["100", "", "０", "0", " ２０ ", "1,200", "", "1320"])
    assert said is not None
    assert json.loads(said) == {"general": 100, "psychiatric": 20, "tuberculosis": 1200, "total": 1320}
    assert list(json.loads(said)) == ["total", "general", "psychiatric", "tuberculosis"]
    assert read_beds(HOSPITAL_BEDS, [""] * 8) is None
    assert read_beds(HOSPITAL_BEDS, ["0"] * 8) is None


@pytest.mark.parametrize("cell", ["多数", "-1", "1.5", "123456", "1 0"])
def test_病床数でない欄は_列のずれを疑う(cell: str) -> None:
    with pytest.raises(Untaken, match=f"病床数「{cell}」が数字ではありません"):
        read_beds(HOSPITAL_BEDS, [cell, *[""] * 7])


def test_五種類とも_ある欄は重ならない() -> None:
    for layout in LAYOUTS:
        places = [*layout.positions.values(), *range(layout.beds_at, layout.beds_at + len(layout.beds))]
        assert len(set(places)) == len(places)
        assert max(places) < layout.width
