"""A list as a file, written row by row: CSV for spreadsheets, Excel, JSON. Pure but for the file it writes into.

No cell is ever a formula: what a spreadsheet would take for one is marked as text. Moments are those of Japan.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from cases.clock import JST
from cases.exports.lists import Cell, Column
from cases.vocabulary import ExportFormat

MEDIA = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.JSON: "application/json",
}
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What spreadsheets begin a formula with; the full-width ones are read so by Japanese ones."""
MOST_IN_EXCEL = 1_048_575
LONGEST_CELL = 32_767
HANDLING = "取扱い"
WIDE = 24


@dataclass(frozen=True)
class About:
    """What stands beside the rows: `told` are (name, words) lines for people."""

    name: str
    title: str
    told: tuple[tuple[str, str], ...]
    handling: str = ""
    """How the list is to be handled: the last column of a CSV, the head of each printed sheet, a property (R-236)."""


def write(
    out: IO[bytes], kind: ExportFormat, about: About, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> int:
    """Returns how many rows were written."""
    return {ExportFormat.CSV: _csv, ExportFormat.XLSX: _xlsx, ExportFormat.JSON: _json}[kind](out, about, columns, rows)


def harmless(text: str) -> str:
    """A cell that a spreadsheet would take for a formula is marked as text."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def words(cell: Cell) -> str:
    """A cell as people read it: 2021/10/31 00:30."""
    if isinstance(cell, datetime):
        return f"{cell.astimezone(JST):%Y/%m/%d %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%Y/%m/%d}"
    return "" if cell is None else str(cell)


def _csv(out: IO[bytes], about: About, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> int:
    """UTF-8 with a byte order mark, so that spreadsheets read the Japanese."""
    text = io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text)
    marked = [about.handling] if about.handling else []
    writer.writerow([*(one.title for one in columns), *([HANDLING] if marked else [])])
    count = 0
    for row in rows:
        writer.writerow([*(cell if isinstance(cell, int) else harmless(words(cell)) for cell in row), *marked])
        count += 1
    text.flush()
    text.detach()
    return count


def _json(out: IO[bytes], about: About, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> int:
    head = {"list": about.name, "title": about.title, "about": dict(about.told)}
    out.write(json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "columns": ')
    out.write(json.dumps({one.key: one.title for one in columns}, ensure_ascii=False).encode() + b', "rows": [')
    count = 0
    for row in rows:
        told = {one.key: _machine(cell) for one, cell in zip(columns, row, strict=True)}
        out.write((b",\n" if count else b"\n") + json.dumps(told, ensure_ascii=False).encode())
        count += 1
    out.write(b"\n]}\n")
    return count


def _machine(cell: Cell) -> str | int | None:
    if isinstance(cell, datetime):
        return cell.astimezone(JST).isoformat(timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else cell


def _xlsx(out: IO[bytes], about: About, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> int:
    """The rows, and a second sheet that says what they are. Past what a sheet holds, the rest is left out and said."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(about.title[:31])
    sheet.freeze_panes = "A2"
    sheet.oddHeader.right.text = about.handling
    book.properties.title, book.properties.category = about.title, about.handling
    for n, _ in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = WIDE
    sheet.append([_cell(sheet, one.title, bold=True) for one in columns])
    count = left_out = 0
    for row in rows:
        if count >= MOST_IN_EXCEL:
            left_out += 1
            continue
        sheet.append([one if isinstance(one, int) else _plain(sheet, words(one)) for one in row])
        count += 1
    told = book.create_sheet("この一覧について")
    told.column_dimensions["A"].width, told.column_dimensions["B"].width = 18, 80
    for name, text in (*about.told, ("件数", f"{count:,}件")):
        told.append([_cell(told, name, bold=True), _cell(told, text)])
    if left_out:
        told.append(
            [_cell(told, "注意", bold=True), _cell(told, f"表に入りきらない{left_out:,}件は含まれていません。")]
        )
    book.save(out)
    return count


def _plain(sheet: Any, text: str) -> object:
    """Most cells need nothing; one that looks like a formula is told to be text."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL]
    return _cell(sheet, text) if text.startswith("=") else text


def _cell(sheet: Any, text: str, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
