"""Tables to take along: CSV with a byte order mark for spreadsheets, and XLSX. Cells are text, never formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

import streamlit as st
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from cases.clock import JST

Cell = str | int | datetime | None
WIDEST = 60


def csv_bytes(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte order mark; moments in JST."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([[_harmless(_words(cell)) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet with a fixed head row; numbers stay numbers."""
    book = Workbook(write_only=False)
    sheet = book.active
    assert sheet is not None
    sheet.title = title[:31]
    sheet.append(list(head))
    for row in rows:
        sheet.append([cell if isinstance(cell, int) else _words(cell) for cell in row])
    for row_cells in sheet.iter_rows(min_row=2):
        for cell in row_cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    sheet.freeze_panes = "A2"
    for n, column in enumerate(sheet.iter_cols(values_only=True), start=1):
        longest = max((sum(2 if ord(c) > 255 else 1 for c in str(v or "")) for v in column), default=8)
        sheet.column_dimensions[get_column_letter(n)].width = min(longest + 2, WIDEST)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def save_buttons(title: str, head: Sequence[str], rows: Sequence[Sequence[Cell]], now: datetime, *, key: str) -> None:
    """Both files, named by title and moment."""
    name = f"{title}_{now.astimezone(JST):%Y%m%d_%H%M}"
    with st.container(horizontal=True):
        st.download_button(
            "保存（CSV）",
            lambda: csv_bytes(head, rows),
            f"{name}.csv",
            "text/csv",
            key=f"{key}-csv",
            on_click="ignore",
        )
        st.download_button(
            "保存（Excel）",
            lambda: xlsx_bytes(title, head, rows),
            f"{name}.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key=f"{key}-xlsx",
            on_click="ignore",
        )


def _words(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell.astimezone(JST):%Y/%m/%d %H:%M}"
    return "" if cell is None else str(cell)


def _harmless(text: str) -> str:
    """A cell that a spreadsheet would take for a formula is marked as text."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
