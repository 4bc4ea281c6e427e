"""全国の状況 (M-2.1, M-2.2): what the ministry sees of every prefecture, with filters and a table to take along."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from openpyxl import load_workbook

from cases.errors import NotFound
from cases.ministry.board import AuthorityRow, BoardRow, Waiting
from cases.vocabulary import FacilityKind
from tests.a_case import Case
from tests.house import House
from ui.pages import nation

Board = tuple[list[BoardRow], list[AuthorityRow], list[Waiting]]


def board(house: House) -> Board:
    with house.desk(house.office("厚生労働省")["担当"]) as desk:
        found = desk.national_board()
    assert isinstance(found, tuple)
    return found


@pytest.fixture
def three(house: House) -> Case:
    """徳島県の病院（報告済み・照会中）、徳島県の薬局、奈良県の病院."""
    case = Case.opened(house).judged().reported()
    case.take("厚生労働省", "ask_inquiry")
    house.later(days=2)
    house.facility("架空薬局", "鳴門市", FacilityKind.PHARMACY)
    house.suspicion(house.office("徳島県")["担当1"], "架空薬局")
    house.facility("架空大和病院", "橿原市", authority="奈良県")
    house.suspicion(house.office("奈良県")["担当1"], "架空大和病院")
    house.drain()
    return case


@pytest.mark.requirement("R-071")
def test_すべての案件が_都道府県と種別と段階と影響と最後の報告とともに並ぶ(three: Case) -> None:
    rows, authorities, waiting = board(three.house)
    seen = {row.facility: row for row in rows}
    assert {(r.prefecture, r.kind.label) for r in rows} == {("徳島県", "病院"), ("徳島県", "薬局"), ("奈良県", "病院")}
    hospital = seen["町立病院"]
    assert (hospital.care.label, hospital.knows.label, hospital.unanswered) == ("有", "第1報", 1)
    assert {stage.label for stage in hospital.stages} >= {"厚労省報告", "調査・指導・立入検査"}
    assert hospital.last_report_at == three.sheet.reports[0].sent_at
    assert seen["架空薬局"].last_report_at is None
    counts = {one.name: (one.cases, one.unreported, one.unanswered) for one in authorities if one.cases}
    assert (len(authorities), counts) == (157, {"徳島県": (2, 1, 1), "奈良県": (1, 1, 0)})
    assert [(one.number, one.about) for one in waiting] == [(hospital.number, "第1号　照会")]


@pytest.mark.requirement("R-071")
def test_一覧は_絞り込みの一つずつに従う(three: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, _, _ = board(three.house)
    hospital = next(row for row in rows if row.facility == "町立病院")

    def chosen(**filters: Any) -> set[str]:
        class Column:
            def selectbox(self, title: str, *_: Any, **__: Any) -> Any:
                return filters.get(title)

        monkeypatch.setattr(nation.st, "columns", lambda n: [Column()] * n)
        return {row.facility for row in nation._narrowed(rows, nation._asked())}

    assert chosen() == {"町立病院", "架空薬局", "架空大和病院"}
    assert chosen(都道府県="徳島県") == {"町立病院", "架空薬局"}
    assert chosen(種別=FacilityKind.PHARMACY) == {"架空薬局"}
    assert chosen(段階=hospital.stages[-1]) == {"町立病院"}
    assert chosen(診療への支障=hospital.care) == {"町立病院"}
    assert chosen(国への報告=hospital.knows, 都道府県="奈良県") == set()


@pytest.mark.requirement("R-071")
def test_表は_CSVとExcelで持ち出せる(three: Case) -> None:
    def taken(kind: str, /, **asked: str) -> bytes:
        with three.house.desk(three.staff["厚生労働省"]) as desk:
            found = desk.exports.list_file("nation", kind, asked)
        with found.file as file:
            return bytes(file.read())

    lines = list(csv.DictReader(io.StringIO(taken("csv").decode("utf-8-sig"))))
    assert {line["医療機関等"] for line in lines} == {row.facility for row in board(three.house)[0]}
    table = list(load_workbook(io.BytesIO(taken("xlsx"))).worksheets[0].iter_rows(values_only=True))
    assert len(table) == 4
    assert "2021/10/31 00:30" in table[1]
    rows, _, _ = board(three.house)
    hospital = next(row for row in rows if row.facility == "町立病院")
    for asked in (
        {"care": hospital.care},
        {"knows": hospital.knows},
        {"stage": hospital.stages[-1]},
        {"kind": "pharmacy"},
    ):
        filters = dict.fromkeys(("prefecture", "kind", "stage", "care", "knows")) | asked
        shown = {row.facility for row in nation._narrowed(rows, filters)}
        assert {line["facility"] for line in json.loads(taken("json", **asked))["rows"]} == shown, asked


def test_終結した案件は並ばず_自治体からは見えない(three: Case) -> None:
    three.take("担当1", "judge", attack="suspected", failure="unknown", reason="見直し")
    three.take("担当1", "close_as_not_attack")
    assert "町立病院" not in {row.facility for row in board(three.house)[0]}
    with three.house.desk(three.house.office("奈良県")["担当1"]) as desk:
        assert {row.prefecture for row in desk.national_board()[0]} == {"奈良県"}
        with pytest.raises(NotFound):
            desk.find(three.sheet.number)
