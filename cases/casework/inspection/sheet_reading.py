"""Reading a day sheet that was filled in on site (cases/casework/inspection/sheet_writing.py writes it; R-122).

What cannot be taken is complained of by its row or cell and handed back, never dropped. The file comes from outside:
it is looked at as every other file, and reading it is bounded.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from cases.casework.files.content import look_at
from cases.casework.inspection import day_sheet
from cases.casework.inspection.sheet_writing import END, HEAD, KIND, MET, OPEN, PAPERS, REST, START, TITLE, rows_of
from cases.casework.inspection.views import VisitView
from cases.clock import JST
from cases.errors import FileRefused

LARGEST = 3_000_000
UNPACKED = 8_000_000
"""Bytes, before any of it is read as a workbook: a filled sheet has some 100,000."""
MOST_ROWS, MOST_SHIFT, WIDEST = 1000, 4, 12
TOO_LARGE = "ファイルが大きすぎます。記録票のほかの内容が入っていないか確かめてください。"
UNREADABLE = "Excel の記録票（.xlsx）として読めません。保存の形式を確かめてください。"
MACRO = "マクロや埋め込みを含むファイルは読み込みません。「Excel ブック（.xlsx）」として保存し直してください。"
_WHY = {
    "zip_bomb": TOO_LARGE,
    "too_large": TOO_LARGE,
    "active": MACRO,
    "locked": "パスワードで保護されています。ファイルを開くパスワードを外して、保存し直してください。",
    "old": "古い形式（.xls）です。「Excel ブック（.xlsx）」として保存し直してください。",
}
"""Why a file is no sheet, by the reason of cases/casework/files/content.py."""
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


def read(data: bytes, visit: VisitView, number: str) -> SheetRead:
    """What the filled sheet says. Raises NotThisSheet."""
    book = _opened(data)
    memory = _memory(book)
    if memory.get("kind") != KIND or memory.get("list") != day_sheet.template().id:
        raise NotThisSheet("この版の記録票ではありません。案件の画面から、新しい記録票を出力してください。")
    if memory.get("case") != number or memory.get("visit") != visit.number:
        raise NotThisSheet(f"別の立入検査・訪問の記録票です（{memory.get('case')}　第{memory.get('visit')}号）。")
    version = memory.get("version")
    told = SheetRead({}, version if isinstance(version, int) else 0)
    keys = [key for key, _, _ in rows_of(visit)]
    sheet, shift = _found(book, keys, told)
    _read_rows(sheet, shift, visit, told)
    return told


def _opened(data: bytes) -> Workbook:
    """Looked at as every file that comes in, and small, before Excel's own format is read."""
    if len(data) > LARGEST:
        raise NotThisSheet(TOO_LARGE)
    try:
        look_at("記録票.xlsx", data)
    except FileRefused as refused:
        raise NotThisSheet(_WHY.get(refused.reason, UNREADABLE)) from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > UNPACKED:
                raise NotThisSheet(TOO_LARGE)
            if any(b"<!DOCTYPE" in parts.read(one) for one in parts.namelist() if one.endswith((".xml", ".rels"))):
                raise NotThisSheet(UNREADABLE)
        return load_workbook(io.BytesIO(data))
    except NotThisSheet:
        raise
    except Exception as error:  # whatever openpyxl finds wrong with a broken file
        raise NotThisSheet(UNREADABLE) from error


def _memory(book: Workbook) -> dict[str, Any]:
    """What the sheet remembers of itself, whatever its hidden page is called now."""
    for page in book.worksheets:
        lines = {str(row[0].value): row[1].value for row in page.iter_rows(max_row=10, max_col=2)}
        if "kind" in lines and "case" in lines:
            return lines
    raise NotThisSheet("記録票ではありません。案件の画面から出力した記録票を選んでください。")


def _found(book: Workbook, keys: list[str], told: SheetRead) -> tuple[Worksheet, int]:
    """(the page with the rows, by how many columns it stands to the right); a changed name or place is told."""
    wanted = set(keys)
    best = (0, 0, book.worksheets[0])
    for n, page in enumerate(book.worksheets):
        for shift in range(MOST_SHIFT):
            column = page.iter_rows(max_row=MOST_ROWS, min_col=1 + shift, max_col=1 + shift, values_only=True)
            hits = len(wanted & {str(value) for (value,) in column})
            if hits > best[0]:
                best = (hits, shift, book.worksheets[n])
    hits, shift, page = best
    if hits < 3:
        raise NotThisSheet("記録票の項目が見当たりません。項目の列を消さずに記入した記録票を選んでください。")
    if page.title != TITLE:
        told.complaints.append(f"シートの名前が「{page.title}」に変わっています。項目で見分けて読み取りました。")
    if shift:
        told.complaints.append(f"列が{shift}つ右にずれています。項目の列を目印に読み取りました。")
    return page, shift


def _read_rows(sheet: Worksheet, shift: int, visit: VisitView, told: SheetRead) -> None:
    """By key, wherever the row stands now; a row that is gone, stands elsewhere or twice is told."""
    there, besides = _by_key(sheet, shift, visit, told)
    carried: list[str] = []
    shown: list[str] = []
    answers: list[str] = []
    papers: list[str] = []
    moved = 0
    for at, (key, _, kind) in enumerate(rows_of(visit), start=HEAD):
        if key not in there:
            told.complaints.append(f"{at}行目: 「{key}」の行がありません。行を消さずに記入してください。")
            continue
        found_at, row = there[key]
        if found_at - at != moved:
            moved = found_at - at
            told.complaints.append(f"{found_at}行目: 「{key}」の行がずれています（{at}行目にあるはずの行です）。")
        opened = OPEN[kind]
        cells = [_text(cell, key, told, opened=n < opened) for n, cell in enumerate(row[2:5])]
        if kind == "card":
            _card(key.removeprefix("証明書 "), cells, found_at, carried, shown, told)
        elif kind == "answer":
            _answer(key, cells, found_at, answers, told)
        elif key in PAPERS:
            papers += [cells[0]] if cells[0] else []
        else:
            _single(key, cells[0], found_at, told)
        for n, text in enumerate(cells[opened:], start=opened):
            if text and kind != "answer":
                _not_taken(row[2 + n], key, text, told)
    told.complaints += besides
    carried = carried or told.facts.pop("cards", [])
    lists = {"certificates": carried, "shown": shown, "answers": answers, "evidence": papers}
    told.facts |= {name: value for name, value in lists.items() if value}


def _by_key(
    sheet: Worksheet, shift: int, visit: VisitView, told: SheetRead
) -> tuple[dict[str, tuple[int, tuple[Any, ...]]], list[str]]:
    """(key → its place and row, what is said of the rest). What stands in rows of no key is handed back."""
    wanted = {key for key, _, _ in rows_of(visit)}
    there: dict[str, tuple[int, tuple[Any, ...]]] = {}
    besides: list[str] = []
    rows = sheet.iter_rows(max_row=min(sheet.max_row, MOST_ROWS), min_col=1 + shift, max_col=WIDEST + shift)
    for at, row in enumerate(rows, start=1):
        key = str(row[0].value or "").strip()
        extra = row[5:]
        if key in wanted and key not in there:
            there[key] = (at, row)
        elif at < HEAD - 1 or not any(cell.value for cell in row) or _is_head(row):
            continue
        else:
            twice = f"「{key}」の行が二つあります。先の行を読み取りました" if key in wanted else "記録票にない行です"
            besides.append(f"{at}行目: {twice}。内容は下に示します。")
            told.left_over.append("　".join(str(cell.value) for cell in row if cell.value))
            continue
        for cell in extra:
            if cell.value:
                _not_taken(cell, key, str(cell.value), told)
    if any(cell.value is not None for (at, _), cell in sheet._cells.items() if at > MOST_ROWS):
        besides.append(f"{MOST_ROWS}行目より下に記入があります。記録票の行に書き写してください。")
    return there, besides


def _is_head(row: tuple[Any, ...]) -> bool:
    return [row[0].value, row[1].value] == ["項目", "内容"]


def _not_taken(cell: Any, key: str, text: str, told: SheetRead) -> None:
    told.complaints.append(
        f"{cell.row}行目（{key}）: セル {cell.coordinate} は記入欄ではありません。内容は下に示します。"
    )
    told.left_over.append(f"{key}　{text}")


def _text(cell: Any, key: str, told: SheetRead, *, opened: bool) -> str:
    if isinstance(cell, MergedCell):
        if opened:
            told.complaints.append(
                f"{cell.row}行目（{key}）: セル {cell.coordinate} はほかのセルと結合されています。"
                "結合を解き、欄ごとに記入してください。"
            )
        return ""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    text = _plain(value)
    if cell.data_type == "f":
        told.complaints.append(
            f"{cell.row}行目（{key}）: セル {cell.coordinate} の数式は読み取れません。文字で記入してください。"
        )
        told.left_over.append(f"{key}　{text}")
        return ""
    if cell.data_type == "e":
        told.complaints.append(
            f"{cell.row}行目（{key}）: セル {cell.coordinate} はエラー（{text}）です。文字で記入してください。"
        )
        return ""
    return text


def _plain(value: Any) -> str:
    """Whole numbers as people typed them; text without what no record can hold."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(getattr(value, "text", value)).replace("\x00", "").strip()


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
