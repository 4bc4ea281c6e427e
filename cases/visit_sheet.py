"""The day sheet to carry where there is no network: written as an Excel file, filled in, read back (R-122).

Everything but the answers is protected. Each row is known by the word in its first column, so a row that was moved is
noticed and read all the same. What cannot be taken is complained of by its row and handed back, never dropped.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cases import day_sheet
from cases.clock import JST
from cases.inspection_views import VisitView
from cases.vocabulary import CheckAnswer

KIND = "renraku-day-sheet-1"
TITLE, MEMORY = "記録票", "控え"
LARGEST = 3_000_000
UNPACKED = 30_000_000
MET, REST = "立会者・面談者（部署・役職）", "そのほかに確認した事項"
START, END = "開始日時", "終了日時"
PAPERS = [f"資料{n}" for n in range(1, 9)]
HEAD = 11
"""The row of the first answer."""
YES_NO = ("はい", "いいえ")
LONGEST = {MET: 400, REST: 4000, "資料": 400}
_DAY = re.compile(r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$")
_MOMENTS = ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%dT%H:%M", "%Y年%m月%d日 %H:%M", "%Y-%m-%d %H:%M:%S")


class NotThisSheet(ValueError):
    """The file is no day sheet, or that of another visit; the text says so in Japanese."""


@dataclass
class SheetRead:
    """What a filled sheet says: facts of `record_visit` (JSON values), the version it was drawn from, and what could
    not be taken: a sentence by row, and the text itself.
    """

    facts: dict[str, Any]
    version: int
    complaints: list[str] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)


def write(visit: VisitView, number: str, version: int, facility: str) -> bytes:
    """The sheet of one visit, filled in as far as the plan says."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = TITLE
    _head(sheet, visit, number, version, facility)
    for at, (key, words, kind) in enumerate(_rows(visit), start=HEAD):
        _row(sheet, at, key, words, kind)
    _choices(sheet, visit)
    _look(sheet)
    memory = book.create_sheet(MEMORY)
    asked = day_sheet.template()
    for line in (("kind", KIND), ("case", number), ("visit", visit.number), ("version", version), ("list", asked.id)):
        memory.append(line)
    memory.sheet_state = "hidden"
    memory.protection.sheet = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(visit: VisitView) -> Iterator[tuple[str, str, str]]:
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
    open_columns = {"text": (3,), "card": (3, 4), "answer": (3, 4, 5)}[kind]
    for column in open_columns:
        cell = sheet.cell(at, column)
        cell.protection = Protection(locked=False)
        cell.fill = PatternFill("solid", fgColor="FBF5E0")
        cell.number_format = "@"


def _choices(sheet: Worksheet, visit: VisitView) -> None:
    """The lists to pick from; nothing else is accepted by Excel itself."""
    answers = DataValidation("list", formula1=f'"{",".join(a.label for a in CheckAnswer)}"', allow_blank=True)
    cards = DataValidation("list", formula1=f'"{",".join(YES_NO)}"', allow_blank=True)
    answers.error = "はい・いいえ・非該当・未確認から選んでください。"
    for at, (_, _, kind) in enumerate(_rows(visit), start=HEAD):
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


def read(data: bytes, visit: VisitView, number: str) -> SheetRead:
    """What the filled sheet says. Raises NotThisSheet."""
    book = _opened(data)
    memory = {str(row[0].value): row[1].value for row in book[MEMORY].iter_rows(max_col=2)}
    if memory.get("kind") != KIND or memory.get("list") != day_sheet.template().id:
        raise NotThisSheet("この版の記録票ではありません。案件の画面から、新しい記録票を出力してください。")
    if memory.get("case") != number or memory.get("visit") != visit.number:
        raise NotThisSheet(f"別の立入検査・訪問の記録票です（{memory.get('case')}　第{memory.get('visit')}号）。")
    version = memory.get("version")
    told = SheetRead({}, version if isinstance(version, int) else 0)
    _read_rows(book[TITLE], visit, told)
    return told


def _opened(data: bytes) -> Workbook:
    if len(data) > LARGEST:
        raise NotThisSheet("ファイルが大きすぎます。記録票のほかの内容が入っていないか確かめてください。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > UNPACKED:
            raise NotThisSheet("ファイルが大きすぎます。記録票のほかの内容が入っていないか確かめてください。")
        book = load_workbook(io.BytesIO(data))
        if {TITLE, MEMORY} - set(book.sheetnames):
            raise NotThisSheet("記録票ではありません。案件の画面から出力した記録票を選んでください。")
    except NotThisSheet:
        raise
    except Exception as error:  # whatever openpyxl finds wrong with a broken file
        raise NotThisSheet("Excel の記録票（.xlsx）として読めません。保存の形式を確かめてください。") from error
    return book


def _read_rows(sheet: Worksheet, visit: VisitView, told: SheetRead) -> None:
    """By key, wherever the row stands now; a row that is gone or stands elsewhere is told."""
    there = {str(row[0].value): (at, row) for at, row in enumerate(sheet.iter_rows(max_col=5), start=1) if row[0].value}
    carried: list[str] = []
    shown: list[str] = []
    answers: list[str] = []
    papers: list[str] = []
    moved = 0
    for at, (key, _, kind) in enumerate(_rows(visit), start=HEAD):
        if key not in there:
            told.complaints.append(f"{at}行目: 「{key}」の行がありません。行を消さずに記入してください。")
            continue
        found_at, row = there[key]
        if found_at - at != moved:
            moved = found_at - at
            told.complaints.append(f"{found_at}行目: 「{key}」の行がずれています（{at}行目にあるはずの行です）。")
        cells = [_text(cell, key, found_at, told) for cell in row[2:5]]
        if kind == "card":
            _card(key.removeprefix("証明書 "), cells, found_at, carried, shown, told)
        elif kind == "answer":
            _answer(key, cells, found_at, answers, told)
        elif key in PAPERS:
            papers += [cells[0]] if cells[0] else []
        else:
            _single(key, cells[0], found_at, told)
    carried = carried or told.facts.pop("cards", [])
    lists = {"certificates": carried, "shown": shown, "answers": answers, "evidence": papers}
    told.facts |= {name: value for name, value in lists.items() if value}


def _text(cell: Any, key: str, at: int, told: SheetRead) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).replace("\x00", "").strip()
    if cell.data_type == "f":
        told.complaints.append(f"{at}行目（{key}）: 数式は読み取れません。文字で記入してください。")
        told.left_over.append(f"{key}　{text}")
        return ""
    return text


def _card(number: str, cells: list[str], at: int, carried: list[str], shown: list[str], told: SheetRead) -> None:
    for word, into in zip(cells[:2], (carried, shown), strict=True):
        if word in ("はい", "○", "〇"):
            into.append(number)
        elif word not in ("", "いいえ", "×"):
            told.complaints.append(
                f"{at}行目（証明書 {number}）: 「{word}」は使えません。はい・いいえで答えてください。"
            )
            told.left_over.append(f"証明書 {number}　{word}")


def _answer(item: str, cells: list[str], at: int, answers: list[str], told: SheetRead) -> None:
    word, day, note = cells
    if not any(cells):
        return
    day = day.partition(" ")[0]
    if day and not _DAY.match(day):
        told.complaints.append(f"{at}行目（{item}）: 目標日「{day}」を読み取れません（例 2026-12-25）。")
        told.left_over.append(f"{item}　目標日 {day}")
        day = ""
    line = "　".join(filter(None, [item, word or "未確認", day, " ".join(note.split())]))
    try:
        answers.append(day_sheet.read_line(line).line())
        if not word:
            told.complaints.append(f"{at}行目（{item}）: 答えがありません。「未確認」として読み取りました。")
    except day_sheet.BadLine as bad:
        told.complaints.append(f"{at}行目（{item}）: {bad}。")
        told.left_over.append(line)


def _single(key: str, text: str, at: int, told: SheetRead) -> None:
    if not text:
        return
    if key in (START, END):
        moment = _moment(text)
        if moment is None:
            told.complaints.append(
                f"{at}行目（{key}）: 日時「{text}」を読み取れません。2026-11-22 10:00 の形で書いてください。"
            )
            told.left_over.append(f"{key}　{text}")
        else:
            told.facts["started_at" if key == START else "ended_at"] = moment.isoformat()
        return
    if key not in (MET, REST):
        told.facts["cards"] = [one.strip() for one in text.replace(",", "、").split("、") if one.strip()]
        return
    if len(text) > LONGEST[key]:
        told.complaints.append(
            f"{at}行目（{key}）: {LONGEST[key]}字を超えています（{len(text)}字）。短くしてください。"
        )
        told.left_over.append(f"{key}　{text}")
        text = text[: LONGEST[key]]
    told.facts["met_persons" if key == MET else "checked_items"] = text


def _moment(text: str) -> datetime | None:
    for form in _MOMENTS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=JST)
        except ValueError:
            continue
    return None
