"""The day sheet to carry where there is no network: written as an Excel file, filled in, read back by
visit_sheet_reading.py (R-122).

Everything but the answers is protected. Each row is known by the word in its first column, so a row that was moved is
noticed and read all the same. What cannot be taken is complained of by its row and handed back, never dropped.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cases.casework.inspection import day_sheet
from cases.casework.inspection.views import VisitView
from cases.vocabulary import CheckAnswer, Handling

KIND = "renraku-day-sheet-1"
TITLE, MEMORY = "記録票", "控え"
MET, REST = "立会者・面談者（部署・役職）", "そのほかに確認した事項"
START, END = "開始日時", "終了日時"
PAPERS = [f"資料{n}" for n in range(1, 9)]
HEAD = 11
"""The row of the first answer."""
OPEN = {"text": 1, "card": 2, "answer": 3}
"""How many of the columns C, D and E are to fill."""
YES_NO = ("はい", "いいえ")


def write(visit: VisitView, number: str, version: int, facility: str) -> bytes:
    """The sheet of one visit, filled in as far as the plan says."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = TITLE
    _head(sheet, visit, number, version, facility)
    for at, (key, words, kind) in enumerate(rows_of(visit), start=HEAD):
        _row(sheet, at, key, words, kind)
    _choices(sheet, visit)
    _look(sheet)
    assert sheet.oddHeader is not None
    assert sheet.oddHeader.right is not None
    sheet.oddHeader.right.text = Handling.CARE.label
    book.properties.title, book.properties.category = f"{visit.instrument.label} {TITLE}", Handling.CARE.label
    memory = book.create_sheet(MEMORY)
    asked = day_sheet.template()
    for line in (("kind", KIND), ("case", number), ("visit", visit.number), ("version", version), ("list", asked.id)):
        memory.append(line)
    memory.sheet_state = "hidden"
    memory.protection.sheet = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of(visit: VisitView) -> Iterator[tuple[str, str, str]]:
    """(key, words, kind) of every row to fill, in order."""
    yield START, "年-月-日 時:分（例 2026-11-22 10:00）", "text"
    yield END, "年-月-日 時:分", "text"
    yield MET, "", "text"
    for member in visit.members:
        yield f"証明書 {member.certificate_number}", f"{member.side}　{member.office}", "card"
    if not visit.members:
        yield "職員証の番号", "訪問した職員のもの。「、」で区切る", "text"
    for block in day_sheet.template().blocks:
        for item, text in block.items:
            yield item, f"【{block.title}】{text}", "answer"
    yield REST, "", "text"
    for paper in PAPERS:
        yield paper, "確認・受領した資料の名称（患者の個人情報は書かない）", "text"


def _head(sheet: Worksheet, visit: VisitView, number: str, version: int, facility: str) -> None:
    lines = (
        (f"{visit.instrument.label}　記録票", ""),
        ("案件番号・版", f"{number}　第{visit.number}号　版 {version}"),
        ("医療機関等", facility),
        ("根拠", visit.basis),
        ("予定日", visit.planned_on.isoformat()),
        ("従事者", visit.team),
        ("目的", visit.purpose),
        ("書き方", "色の付いた欄だけに記入し、保存して、案件の「立入検査・訪問の実施を記録する」から読み込みます。"),
    )
    for at, (name, text) in enumerate(lines, start=1):
        _put(sheet, at, 1, name)
        _put(sheet, at, 2, text)
    for column, name in enumerate(("項目", "内容", "記入・答え", "目標日・提示", "備考"), start=1):
        _put(sheet, HEAD - 1, column, name).font = Font(bold=True)
    sheet.cell(1, 1).font = Font(bold=True, size=14)


def _put(sheet: Worksheet, row: int, column: int, text: str) -> Any:
    """A text as it is: never read as a formula, whatever it begins with."""
    cell = sheet.cell(row, column, text)
    if text.startswith(("=", "+", "-", "@")):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _row(sheet: Worksheet, at: int, key: str, words: str, kind: str) -> None:
    _put(sheet, at, 1, key)
    _put(sheet, at, 2, words)
    for column in range(3, 3 + OPEN[kind]):
        cell = sheet.cell(at, column)
        cell.protection = Protection(locked=False)
        cell.fill = PatternFill("solid", fgColor="FBF5E0")
        cell.number_format = "@"


def _choices(sheet: Worksheet, visit: VisitView) -> None:
    """The lists to pick from; nothing else is accepted by Excel itself."""
    answers = DataValidation("list", formula1=f'"{",".join(a.label for a in CheckAnswer)}"', allow_blank=True)
    cards = DataValidation("list", formula1=f'"{",".join(YES_NO)}"', allow_blank=True)
    answers.error = "はい・いいえ・非該当・未確認から選んでください。"
    for at, (_, _, kind) in enumerate(rows_of(visit), start=HEAD):
        if kind == "answer":
            answers.add(f"C{at}")
        elif kind == "card":
            cards.add(f"C{at}:D{at}")
    sheet.add_data_validation(answers)
    sheet.add_data_validation(cards)


def _look(sheet: Worksheet) -> None:
    thin = Side(style="thin", color="999999")
    for row in sheet.iter_rows(min_row=1, max_row=sheet.max_row, max_col=5):
        for cell in row:
            assert cell.row is not None
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if cell.row >= HEAD - 1:
                cell.border = Border(top=thin, bottom=thin, left=thin, right=thin)
    for column, width in zip("ABCDE", (22, 52, 30, 16, 36), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = f"A{HEAD}"
    sheet.protection.sheet = True
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
