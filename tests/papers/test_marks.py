"""How a paper is to be handled is printed on it, and a copy for reference says that it is one (R-236)."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from cases.errors import NotFound
from tests.a_case import Case, jst
from tests.papers import test_room as papers
from tests.papers.test_files import READ_OTHERWISE, lengths_right

DUE = papers.DUE


@pytest.mark.requirement("R-236")
def test_案件の機微区分と選んだ取扱いは_どの頁の隅にも印字される(case: Case) -> None:
    case.judged()
    assert "取扱注意" in papers.words(papers.unsigned(case, "case_record"))
    assert "取扱注意" not in papers.words(papers.unsigned(case, "visit_request", **DUE))

    case.record("担当1", "record_incident_facts", handling="TLP:AMBER")
    for kind in ("visit_request", "case_record", "intake_form"):
        reader = papers.unsigned(case, kind, **DUE)
        assert all("TLP:AMBER" in page.extract_text() for page in reader.pages), kind
    chosen = papers.unsigned(case, "visit_request", handling="internal", **DUE)
    assert "関係者限り" in papers.words(chosen)
    assert "TLP" not in papers.words(chosen)


@pytest.mark.requirement("R-236")
def test_案と案件記録の地には字が刷られ_だれがいつ出力したかが下に残る(case: Case) -> None:
    case.judged()
    draft = papers.words(papers.unsigned(case, "visit_request", **DUE))
    assert draft.count("案") >= 2
    assert "令和３年10月31日00:30徳島県担当1出力" in draft
    record = papers.unsigned(case, "case_record")
    assert all(page.extract_text().lstrip().startswith("写") for page in record.pages)
    assert "出力" not in papers.words(papers.unsigned(case, "intake_form"))


@pytest.mark.requirement("R-236")
def test_参考用の写しには写と出力者が入り_発行した文書のバイト列は変わらない(case: Case) -> None:
    case.judged()
    paper, _ = papers.issued(case, "visit_request", **DUE)
    with case.house.desk(case.staff["担当1"]) as desk:
        _, before = desk.paper_file(paper.id)
    case.house.clock.advance(jst(2021, 11, 1, 9) - case.now)
    with case.house.desk(case.staff["担当2"]) as desk:
        name, copy = desk.paper_copy(paper.id)
        _, after = desk.paper_file(paper.id)
        assert "任意の訪問のお願い 令和３年度第１号（写し）" in [one.what for one in desk.trail(case.id).viewings]
    assert before == after
    assert "写し" in name
    _is_copy(copy, "写", PdfReader(io.BytesIO(before)))
    assert "写し令和３年11月１日09:00徳島県担当2出力" in papers.words(PdfReader(io.BytesIO(copy)))

    case.record("課長", "take_back_paper", paper=paper.number)
    with case.house.desk(case.staff["担当2"]) as desk:
        _is_copy(desk.paper_copy(paper.id)[1], "取消", PdfReader(io.BytesIO(before)))
    with case.house.desk(case.house.office("奈良県")["課長"]) as desk, pytest.raises(NotFound):
        desk.paper_copy(paper.id)


def _is_copy(pdf: bytes, word: str, signed: PdfReader) -> None:
    """Every word of the signed paper, and the mark; the marks of the archive are kept."""
    reader = PdfReader(io.BytesIO(pdf))
    said = papers.words(reader)
    assert said.startswith(word)
    assert papers.words(signed) in said
    root = reader.trailer["/Root"]
    assert "/StructTreeRoot" in root
    assert str(root["/MarkInfo"]["/Marked"]) == "True"
    assert all(embedded for _, embedded in papers.fonts_of(reader))
    assert lengths_right(pdf)


def test_写しも_独立の検査器が保存用と支援技術用の規格に合うと認める(case: Case) -> None:
    page = pytest.importorskip("page")
    case.judged()
    paper, _ = papers.issued(case, "visit_request", **DUE)
    with case.house.desk(case.staff["担当1"]) as desk:
        _, copy = desk.paper_copy(paper.id)
    for profile in ("2a", "ua1"):
        failures = page.validate_pdf_bytes(copy, profile=profile).failures
        assert {one.rule_id for one in failures} <= READ_OTHERWISE, [one.message for one in failures]
