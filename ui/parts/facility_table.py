"""The registry's list as a file for a spreadsheet; no cell of it is ever taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from cases.facility_views import FacilityRow

HEADS = (
    "名称",
    "フリガナ",
    "種別",
    "市区町村",
    "所管自治体",
    "所在地",
    "電話番号",
    "公表データのID",
    "医療機関コード",
    "病床数",
    "自治体立病院",
    "保守会社等",
    "公表データに記載なし",
)


def values(row: FacilityRow) -> tuple[str, ...]:
    return (
        row.name,
        row.kana,
        row.kind,
        row.municipality,
        row.authority,
        row.address,
        row.phone,
        row.registry_id,
        row.institution_code,
        "" if row.beds is None else str(row.beds),
        "○" if row.municipal else "",
        f"{row.vendors}社" if row.vendors else "未記入",
        f"{row.delisted_on:%Y/%m/%d}" if row.delisted_on else "",
    )


def harmless(text: str) -> str:
    """A cell that a spreadsheet would take for a formula is marked as text."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def csv_of(rows: Sequence[FacilityRow]) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read the Japanese."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADS)
    writer.writerows([harmless(value) for value in values(row)] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_of(rows: Sequence[FacilityRow]) -> bytes:
    """Every cell is text: codes keep their zeros, and nothing is computed."""
    book = Workbook(write_only=False)
    table = book.active
    assert table is not None
    table.title = "医療機関等"
    for n, line in enumerate((HEADS, *(values(row) for row in rows)), start=1):
        for k, value in enumerate(line, start=1):
            cell = table.cell(n, k)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", harmless(value))
            cell.data_type = "s"
            if n == 1:
                cell.font = Font(bold=True)
    table.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
