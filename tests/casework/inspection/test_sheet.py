"""The day sheet that is carried where no network is: what was filled in comes back whole, and every slip is told."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from cases.casework.inspection import day_sheet, sheet_reading, sheet_writing
from cases.casework.inspection.conduct import DaySheet
from cases.casework.inspection.views import MemberView, VisitView
from cases.clock import JST
from cases.vocabulary import CheckAnswer, InspectionState, Instrument

NUMBER = "360007-2021-0001"


def visit(**facts: Any) -> VisitView:
    """A notified on-site inspection with one of the authority and one of the ministry."""
    empty = {name: None for name in VisitView.__dataclass_fields__}
    texts = dict.fromkeys(
        ("purpose", "approver", "reason", "certificates", "met_persons", "checked_items", "result", "closing_note"), ""
    )
    team = (
        MemberView("自治体", "医療監視員", "任命1", "演習用 第1号", date(2022, 3, 31), None, None),
        MemberView("厚生労働省", "担当", "任命2", "国 第2号", None, None, None),
    )
    given_facts = {
        **empty,
        **texts,
        "number": 2,
        "state": InspectionState.NOTIFIED,
        "instrument": Instrument.ON_SITE_INSPECTION,
        "basis": "医療法第25条及び第26条並びに医療法施行規則第42条",
        "planned_on": date(2021, 11, 2),
        "team": "医療監視員",
        "members": team,
        **facts,
    }
    return VisitView(**given_facts)


def filled(change: Callable[[Any, dict[str, int]], None], **facts: Any) -> bytes:
    """The written sheet after somebody worked on it. `change` gets the sheet and key → row."""
    book = load_workbook(io.BytesIO(sheet_writing.write(visit(**facts), NUMBER, 7, "町立病院")))
    sheet = book[sheet_writing.TITLE]
    rows = {str(sheet.cell(n, 1).value): n for n in range(sheet_writing.HEAD, sheet.max_row + 1)}
    change(sheet, rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ordinary(sheet: Any, rows: dict[str, int]) -> None:
    sheet.cell(rows["開始日時"], 3).value = "2021-11-02 10:00"
    sheet.cell(rows["終了日時"], 3).value = "2021-11-02 15:00"
    sheet.cell(rows[sheet_writing.MET], 3).value = "院長"
    sheet.cell(rows["証明書 演習用 第1号"], 3).value = "はい"
    sheet.cell(rows["証明書 演習用 第1号"], 4).value = "はい"
    sheet.cell(rows["A-1"], 3).value = "はい"
    sheet.cell(rows["C-1"], 3).value = "いいえ"
    sheet.cell(rows["C-1"], 4).value = "2021-12-24"
    sheet.cell(rows["C-1"], 5).value = "媒体が入っていない"
    sheet.cell(rows["資料1"], 3).value = "構成図"


def back(change: Callable[[Any, dict[str, int]], None]) -> sheet_reading.SheetRead:
    def work(sheet: Any, rows: dict[str, int]) -> None:
        ordinary(sheet, rows)
        change(sheet, rows)

    return sheet_reading.read(filled(work), visit(), NUMBER)


@pytest.mark.requirement("R-122")
def test_通信なしで記入した票がそのまま当日の記録になる() -> None:
    told = back(lambda sheet, rows: None)
    assert (told.complaints, told.left_over, told.version) == ([], [], 7)
    facts = DaySheet.model_validate(told.facts)
    assert facts.started_at == datetime(2021, 11, 2, 10, 0, tzinfo=JST)
    assert (facts.certificates, facts.shown, facts.evidence) == (("演習用 第1号",), ("演習用 第1号",), ("構成図",))
    assert facts.answers == ("A-1　はい", "C-1　いいえ　2021-12-24　媒体が入っていない")


def test_記入欄のほかは保護され_答えは選んで入れる() -> None:
    book = load_workbook(io.BytesIO(sheet_writing.write(visit(), NUMBER, 7, "=HYPERLINK(1)病院")))
    sheet = book[sheet_writing.TITLE]
    rows = {str(sheet.cell(n, 1).value): n for n in range(sheet_writing.HEAD, sheet.max_row + 1)}
    assert sheet.protection.sheet
    assert not sheet.cell(rows["A-1"], 3).protection.locked
    assert sheet.cell(rows["A-1"], 2).protection.locked
    assert sheet.cell(3, 2).data_type == "s"
    lists = [one for one in sheet.data_validations.dataValidation if f"C{rows['A-1']}" in one.sqref]
    assert [one.formula1 for one in lists] == ['"はい,いいえ,非該当,未確認"']


def test_任意の訪問の票は医療法に触れない() -> None:
    data = sheet_writing.write(
        visit(instrument=Instrument.VOLUNTARY_VISIT, basis="任意の協力による", members=()), NUMBER, 7, "薬局"
    )
    sheet = load_workbook(io.BytesIO(data))[sheet_writing.TITLE]
    words = "".join(str(cell.value or "") for row in sheet.iter_rows() for cell in row)
    assert "25条" not in words
    assert "医療法" not in words


def put(key: str, column: int, value: Any) -> Callable[[Any, dict[str, int]], None]:
    def change(sheet: Any, rows: dict[str, int]) -> None:
        sheet.cell(rows[key], column).value = value

    return change


@pytest.mark.parametrize(
    ("change", "said", "kept"),
    [
        (put("B-1", 3, "たぶん"), "答え「たぶん」は使えません", "B-1　たぶん"),
        (put("C-1", 4, "来月"), "目標日「来月」を読み取れません", "来月"),
        (put("C-1", 4, "2021-02-30"), "という日はありません", "2021-02-30"),
        (put("C-1", 5, "あ" * 401), "備考が400字を超えています（401字）", "あ" * 401),
        (put("開始日時", 3, "午前中"), "日時「午前中」", "開始日時　午前中"),
        (put("証明書 演習用 第1号", 3, "たぶん"), "「たぶん」は使えません", "演習用 第1号　たぶん"),
        (put(sheet_writing.REST, 3, "=1+1"), "数式は読み取れません", "=1+1"),
        (put(sheet_writing.MET, 3, "い" * 500), "400字を超えています（500字）", "い" * 500),
        (put("B-2", 5, "備考だけ"), "答えがありません", ""),
    ],
    ids=[
        "知らない答え",
        "日でない",
        "ない日",
        "長すぎる備考",
        "日時でない",
        "証明書",
        "数式",
        "長すぎる欄",
        "答え忘れ",
    ],
)
def test_読み取れない欄は行番号とともに示し_書いた内容は失わない(
    change: Callable[[Any, dict[str, int]], None], said: str, kept: str
) -> None:
    told = back(change)
    assert any(said in line and "行目" in line for line in told.complaints), told.complaints
    assert not kept or any(kept in line for line in told.left_over)
    assert "A-1　はい" in told.facts["answers"]


def test_行がずれても項目で読み_ずれは一度だけ言う() -> None:
    told = back(lambda sheet, rows: sheet.insert_rows(rows["A-2"]))
    assert len([line for line in told.complaints if "ずれています" in line]) == 1
    assert "C-1　いいえ　2021-12-24　媒体が入っていない" in told.facts["answers"]


def test_行を消すと_どの行がないかを言う() -> None:
    told = back(lambda sheet, rows: sheet.delete_rows(rows["B-3"]))
    assert any("「B-3」の行がありません" in line for line in told.complaints)
    assert "C-1　いいえ　2021-12-24　媒体が入っていない" in told.facts["answers"]


@pytest.mark.parametrize("number", ["360007-2021-0002", ""])
def test_別の案件の票は読み込まない(number: str) -> None:
    with pytest.raises(sheet_reading.NotThisSheet, match="別の立入検査"):
        sheet_reading.read(filled(ordinary), visit(), number)


def test_別の回の票は読み込まない() -> None:
    with pytest.raises(sheet_reading.NotThisSheet, match="第2号"):
        sheet_reading.read(filled(ordinary), visit(number=3), NUMBER)


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04broken", "記録".encode()])
def test_記録票でないファイルは理由を言って断る(data: bytes) -> None:
    with pytest.raises(sheet_reading.NotThisSheet):
        sheet_reading.read(data, visit(), NUMBER)


ANSWERED = st.builds(
    day_sheet.Answered,
    st.sampled_from(sorted(day_sheet.template().items)),
    st.sampled_from(CheckAnswer),
    st.one_of(st.none(), st.dates(date(2018, 10, 29), date(2035, 12, 31))),
    st.text(st.characters(categories=("Lo", "Nd"), max_codepoint=0x9FFF), max_size=40).map(
        lambda text: "記" + text if text else ""
    ),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(ANSWERED, unique_by=lambda one: one.item, max_size=12))
def test_どの答えも_行に書いて読み返すと同じである(answers: list[day_sheet.Answered]) -> None:
    read, complaints = day_sheet.read_lines([one.line() for one in answers])
    assert complaints == []
    assert [(a.item, a.answer, a.target_on) for a in read] == [(a.item, a.answer, a.target_on) for a in answers]


def test_同じ項目に二度答えると断る() -> None:
    _, complaints = day_sheet.read_lines(["A-1 はい", "A-1 いいえ"])
    assert complaints == ["確認項目の2行目「A-1 いいえ」: 項目 A-1 が二度答えられています。"]


def test_確認票の項目には出所があり_番号は重ならない() -> None:
    numbers = [number for block in day_sheet.template().blocks for number, _ in block.items]
    assert len(numbers) == len(set(numbers))
    assert all(block.source for block in day_sheet.template().blocks)
    assert {block.title for block in day_sheet.template().blocks[:4]} == {
        "被害状況",
        "対応状況",
        "復旧状況",
        "再発防止策等",
    }
