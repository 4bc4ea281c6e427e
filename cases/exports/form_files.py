"""An export as a file: Excel for offices, JSON for machines, text for forms that are sent by mail (R-331). Pure.

Cells are text, never formulas. Every file says its classification, 演習 in practice, when and by which office it was
made.
"""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cases.clock import JST
from cases.exports.sheet import Export, Line
from cases.japanese_dates import jst_words
from cases.vocabulary import ExportFormat

MEDIA = {
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.JSON: "application/json",
    ExportFormat.TXT: "text/plain; charset=utf-8",
}
PRACTICE = "【演習】実在の事案ではありません"
UNSEEN = "照合未了"


def write(export: Export, kind: ExportFormat) -> bytes:
    return {ExportFormat.XLSX: _xlsx, ExportFormat.JSON: _json, ExportFormat.TXT: _text}[kind](export)


def stamp(now: datetime) -> str:
    """20211031_0030, in Japan."""
    return f"{now.astimezone(JST):%Y%m%d_%H%M}"


def head(export: Export) -> list[tuple[str, str]]:
    """What stands above the items."""
    return [
        *([("演習", PRACTICE)] if export.practice else []),
        ("機微区分", export.handling),
        ("提出する者", export.submitter),
        ("宛先", export.addressee),
        ("位置付け", export.nature),
        ("案件", f"{export.case_number}（版 {export.version}）"),
        ("出力", f"{jst_words(export.made_at, with_year=True)}　{export.made_by}"),
        ("様式の出所", export.source),
        *(("注意", told) for told in export.cautions),
    ]


def _text(export: Export) -> bytes:
    """UTF-8 without a mark, lines ended as mail wants them."""
    lines = [export.title, ""]
    lines += [f"{name}: {words}" for name, words in head(export)]
    lines += ["", "記", ""]
    for line in export.lines:
        unseen = f"（{UNSEEN}）" if not line.verified else ""
        lines.append(f"{_numbered(line)}{unseen}:")
        lines += [f"  {words}" for words in line.words.splitlines()]
        lines.append(f"  〔案件: {line.where}〕")
    return "\r\n".join([*lines, ""]).encode()


def _numbered(line: Line) -> str:
    return f"{line.no} {line.title}" if line.no else line.title


def _json(export: Export) -> bytes:
    plain = asdict(export)
    plain["made_at"] = export.made_at.astimezone(JST).isoformat()
    return json.dumps(plain, ensure_ascii=False, indent=1).encode()


def _xlsx(export: Export) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = export.short[:31]
    _row(sheet, 1, [export.title])
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    at = 2
    for name, words in head(export):
        _row(sheet, at, ["", name, words])
        sheet.merge_cells(start_row=at, end_row=at, start_column=3, end_column=5)
        at += 1
    at += 1
    _row(sheet, at, ["番号", "項目", "内容", "案件のどこから", "照合"])
    thin = Side(style="thin", color="999999")
    for n, line in enumerate(export.lines, start=at):
        if n == at:
            for cell in sheet[n]:
                cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="F2F2F2")
        _row(sheet, n + 1, [line.no, line.title, line.words, line.where, "" if line.verified else UNSEEN])
    for row in sheet.iter_rows(min_row=at, max_row=sheet.max_row, max_col=5):
        for cell in row:
            cell.border = Border(top=thin, bottom=thin, left=thin, right=thin)
    for row in sheet.iter_rows(max_col=5):
        for cell in row:
            cell.alignment = Alignment(wrap_text=cell.row != 1, vertical="top")
    for column, width in zip("ABCDE", (7, 34, 64, 40, 10), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = f"A{at + 1}"
    assert sheet.oddHeader is not None
    assert sheet.oddFooter is not None
    sheet.oddHeader.right.text = f"{'演習　' if export.practice else ''}{export.handling}"
    sheet.oddFooter.center.text = "&P / &N"
    book.properties.title, book.properties.category = export.title, export.handling
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(sheet: Worksheet, at: int, values: list[str]) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(at, column)
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        if value:
            cell.data_type = "s"
