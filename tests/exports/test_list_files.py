"""A list as a file: no cell is a formula, moments are Japan's, and a long list never lies in memory."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from tempfile import TemporaryFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from cases.exports.list_files import DANGEROUS, About, harmless, write
from cases.exports.lists import Cell, Column
from cases.vocabulary import ExportFormat

COLUMNS = (Column("name", "名称", None), Column("count", "件数", None), Column("at", "日時", None))
ABOUT = About("trial", "試しの一覧", (("条件", "段階: 覚知"),))
NIGHT = datetime(2021, 10, 30, 15, 30, tzinfo=UTC)


def written(kind: ExportFormat, *rows: tuple[Cell, ...]) -> bytes:
    out = io.BytesIO()
    assert write(out, kind, ABOUT, COLUMNS, rows) == len(rows)
    return out.getvalue()


@pytest.mark.parametrize("first", DANGEROUS)
def test_式に見える文字はどの形でも文字のままである(first: str) -> None:
    evil = f"{first}cmd|' /C calc'!A0"
    (_, row) = csv.reader(io.StringIO(written(ExportFormat.CSV, (evil, -3, None)).decode("utf-8-sig"), newline=""))
    assert row == [f"'{evil}", "-3", ""]
    sheet = load_workbook(io.BytesIO(written(ExportFormat.XLSX, (evil, -3, None)))).worksheets[0]
    assert sheet["A2"].data_type == "s"
    assert (sheet["B2"].value, sheet["B2"].data_type) == (-3, "n")
    assert json.loads(written(ExportFormat.JSON, (evil, -3, None)))["rows"] == [{"name": evil, "count": -3, "at": None}]


@given(st.text(max_size=40))
def test_どんな文字も_表計算で式にならず_失われない(text: str) -> None:
    kept = harmless(text)
    assert not kept.startswith(DANGEROUS)
    assert kept in (text, f"'{text}")


def test_見出しは日本語_日時は日本時間_日付もそのまま() -> None:
    raw = written(ExportFormat.CSV, ('架空、\n"病院"', 1, NIGHT), ("髙﨑𠮷", None, date(2021, 11, 1)))
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert rows == [
        ["名称", "件数", "日時"],
        ['架空、\n"病院"', "1", "2021/10/31 00:30"],
        ["髙﨑𠮷", "", "2021/11/01"],
    ]
    told = json.loads(written(ExportFormat.JSON, ("架空", 1, NIGHT)))
    assert told["rows"][0]["at"] == "2021-10-31T00:30:00+09:00"
    assert told["columns"] == {"name": "名称", "count": "件数", "at": "日時"}
    about = load_workbook(io.BytesIO(written(ExportFormat.XLSX, ("\x0b架空\x00" * 9000, 1, NIGHT)))).worksheets
    assert list(about[1].iter_rows(values_only=True)) == [("条件", "段階: 覚知"), ("件数", "1件")]
    assert len(str(about[0]["A2"].value)) == 18_000


def test_空の一覧も正しいファイルである() -> None:
    assert json.loads(written(ExportFormat.JSON))["rows"] == []
    assert written(ExportFormat.CSV).decode("utf-8-sig") == "名称,件数,日時\r\n"
    assert load_workbook(io.BytesIO(written(ExportFormat.XLSX))).worksheets[0].max_row == 1


@pytest.mark.parametrize("kind", [ExportFormat.CSV, ExportFormat.JSON])
def test_長い一覧は溜めずに書く(kind: ExportFormat) -> None:
    def rows() -> Iterator[tuple[Cell, ...]]:
        yield from ((f"架空病院{n}", n, NIGHT) for n in range(20_000))

    with TemporaryFile() as out:
        tracemalloc.start()
        assert write(out, kind, ABOUT, COLUMNS, rows()) == 20_000
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert out.tell() > 700_000
    assert peak < 300_000


@pytest.mark.requirement("R-236")
def test_取扱いの区分は_CSVの各行と_Excelの印刷の頭と_JSONの説明に入る() -> None:
    marked = About("trial", "試しの一覧", (("取扱い", "取扱注意"),), "取扱注意")

    def file(kind: ExportFormat) -> bytes:
        out = io.BytesIO()
        write(out, kind, marked, COLUMNS, [("架空", 1, None), ("例", 2, None)])
        return out.getvalue()

    rows = list(csv.DictReader(io.StringIO(file(ExportFormat.CSV).decode("utf-8-sig"), newline="")))
    assert [row["取扱い"] for row in rows] == ["取扱注意"] * 2
    book = load_workbook(io.BytesIO(file(ExportFormat.XLSX)))
    assert book.worksheets[0].oddHeader.right.text == "取扱注意"
    assert book.properties.category == "取扱注意"
    assert json.loads(file(ExportFormat.JSON))["about"]["取扱い"] == "取扱注意"
