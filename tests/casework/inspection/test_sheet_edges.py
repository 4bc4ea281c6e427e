"""What people do to a workbook on the way: it is read where it can be, else refused with the way out."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from cases.casework.inspection import sheet_writing
from cases.casework.inspection.sheet_reading import MOST_ROWS, NotThisSheet, SheetRead, read
from tests.casework.inspection.test_sheet import NUMBER, filled, ordinary, visit

Change = Callable[[Any, dict[str, int]], None]


def back(change: Change) -> SheetRead:
    def work(sheet: Any, rows: dict[str, int]) -> None:
        ordinary(sheet, rows)
        change(sheet, rows)

    return read(filled(work), visit(), NUMBER)


def whole(told: SheetRead) -> bool:
    """Whether everything of an ordinary day came through."""
    kept = {"A-1　はい", "C-1　いいえ　2021-12-24　媒体が入っていない"}
    return kept <= set(told.facts["answers"]) and told.facts["evidence"] == ["構成図"]


def renamed(sheet: Any, rows: dict[str, int]) -> None:
    sheet.title = "11月2日"
    sheet.parent[sheet_writing.MEMORY].title = "Sheet2"


def third_sheet_first(sheet: Any, rows: dict[str, int]) -> None:
    sheet.parent.create_sheet("メモ", 0)["A1"] = "当日のメモ"


SURVIVED: dict[str, tuple[Change, str]] = {
    "シートの名前を変えた": (renamed, "シートの名前が「11月2日」に変わっています"),
    "前にシートを足した": (third_sheet_first, ""),
    "列を一つ足した": (lambda sheet, rows: sheet.insert_cols(1), "列が1つ右にずれています"),
    "行を足した": (lambda sheet, rows: sheet.insert_rows(rows["A-2"], 3), "行がずれています"),
    "並びを変えた": (lambda sheet, rows: sheet.move_range(f"A{rows['C-1']}:E{rows['C-1']}", rows=60), "ずれています"),
    "遠くの升に空白を置いた": (lambda sheet, rows: sheet.cell(1_048_576, 3), ""),
}  # fmt: skip


@pytest.mark.parametrize("case", SURVIVED)
def test_形を変えられても読み_変わったところを言う(case: str) -> None:
    change, said = SURVIVED[case]
    began = time.monotonic()
    told = back(change)
    assert time.monotonic() - began < 10
    assert whole(told), told
    assert not said or any(said in line for line in told.complaints), told.complaints
    assert said or told.complaints == []


def both(sheet: Any, rows: dict[str, int]) -> None:
    sheet.append(["A-1", "", "いいえ", "", "二度目の答え"])


def merged(sheet: Any, rows: dict[str, int]) -> None:
    sheet.merge_cells(f"C{rows['A-2']}:C{rows['A-3']}")
    sheet.cell(rows["A-2"], 3).value = "はい"


def beside(sheet: Any, rows: dict[str, int]) -> None:
    sheet.cell(rows["A-1"], 7).value = "右の余白に書いた所見"


def own_rows(sheet: Any, rows: dict[str, int]) -> None:
    for n in range(300):
        sheet.append([f"所見{n + 1}", "その場で足した行", f"内容{n + 1}"])


def far_down(sheet: Any, rows: dict[str, int]) -> None:
    sheet.cell(MOST_ROWS + 500, 3).value = "欄外"


TOLD: dict[str, tuple[Change, str, str]] = {
    "同じ行が二つ": (both, "「A-1」の行が二つあります。先の行を読み取りました", "二度目の答え"),
    "結合": (merged, "はほかのセルと結合されています", ""),
    "欄の外に書いた": (beside, "は記入欄ではありません", "右の余白に書いた所見"),
    "三百行の所見を足した": (own_rows, "記録票にない行です", "所見300　その場で足した行　内容300"),
    "はるか下に書いた": (far_down, f"{MOST_ROWS}行目より下に記入があります", ""),
}


@pytest.mark.parametrize("case", TOLD)
def test_読み取れないものは_場所を言って手元に返す(case: str) -> None:
    change, said, kept = TOLD[case]
    told = back(change)
    assert whole(told)
    assert any(said in line and "行目" in line for line in told.complaints), told.complaints
    assert not kept or any(kept in line for line in told.left_over), told.left_over


def test_数式とエラーと結合は_どのセルかを言う() -> None:
    def change(sheet: Any, rows: dict[str, int]) -> None:
        merged(sheet, rows)
        sheet.cell(rows["B-1"], 5).value = '=HYPERLINK("https://evil.example","押す")'
        sheet.cell(rows["B-2"], 3).value = "#REF!"

    told = back(change)
    rows = {key: n for n, (key, _, _) in enumerate(sheet_writing.rows_of(visit()), start=sheet_writing.HEAD)}
    for cell in (f"C{rows['A-3']}", f"E{rows['B-1']}", f"C{rows['B-2']}"):
        assert any(f"セル {cell} " in line for line in told.complaints), (cell, told.complaints)
    assert any("HYPERLINK" in line for line in told.left_over)


def again(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The packed parts of the file, changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        parts = {name: pack.read(name) for name in pack.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in parts.items():
            pack.writestr(name, content)
    return out.getvalue()


def entities(parts: dict[str, bytes]) -> None:
    part = next(name for name in parts if name.startswith("xl/worksheets/sheet"))
    parts[part] = parts[part].replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet', 1)


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
REFUSED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "マクロ付き": (lambda data: again(data, lambda parts: parts.update({"xl/vbaProject.bin": b"x"})), "マクロ"),
    "マクロ付きの形式": (
        lambda data: again(
            data,
            lambda parts: parts.update(
                {"[Content_Types].xml": parts["[Content_Types].xml"].replace(b"sheet.main", b"macroEnabled.main")}
            ),
        ),
        "マクロ",
    ),
    "パスワード付き": (lambda data: OLD + "EncryptedPackage".encode("utf-16-le"), "パスワードを外して"),
    "古い形式": (lambda data: OLD, "古い形式"),
    "展開すると巨大": (
        lambda data: again(data, lambda parts: parts.update({"xl/media/x.xml": b"0" * 90_000_000})),
        "大きすぎます",
    ),
    "中くらいの膨らみ": (
        lambda data: again(data, lambda parts: parts.update({f"xl/x{n}.xml": b"0" * 900_000 for n in range(12)})),
        "大きすぎます",
    ),
    "部品が多すぎる": (
        lambda data: again(data, lambda parts: parts.update({f"xl/x{n}.xml": b"" for n in range(2100)})),
        "大きすぎます",
    ),
    "実体を膨らませる": (lambda data: again(data, entities), "として読めません"),
    "外を参照する": (
        lambda data: again(
            data,
            lambda parts: parts.update(
                {"xl/_rels/x.rels": b'<Relationship Type="x/externalLink" Target="file://x" TargetMode="External"/>'}
            ),
        ),
        "マクロや埋め込み",
    ),
    "文書": (lambda data: b"%PDF-1.7", "として読めません"),
    "途中で切れた": (lambda data: data[: len(data) // 2], "として読めません"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_危ないファイルは_開く前に断り_直し方を言う(case: str) -> None:
    spoil, said = REFUSED[case]
    began = time.monotonic()
    with pytest.raises(NotThisSheet, match=said) as caught:
        read(spoil(filled(ordinary)), visit(), NUMBER)
    assert time.monotonic() - began < 5
    assert str(caught.value).endswith("。")


def test_項目の列や控えを消したファイルは読み込まない() -> None:
    for change, said in (
        (lambda sheet, rows: sheet.delete_cols(1), "項目が見当たりません"),
        (lambda sheet, rows: sheet.parent.remove(sheet.parent[sheet_writing.MEMORY]), "出力した記録票を選んで"),
    ):
        with pytest.raises(NotThisSheet, match=said):
            read(filled(change), visit(), NUMBER)


def test_Excelが書き足す印刷の設定は_マクロではない() -> None:
    data = again(filled(ordinary), lambda parts: parts.update({"xl/printerSettings/printerSettings1.bin": b"x"}))
    assert whole(read(data, visit(), NUMBER))
    assert load_workbook(io.BytesIO(data))[sheet_writing.TITLE].protection.sheet
