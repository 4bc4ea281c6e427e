"""Official papers: what they say and never say, their numbers, and that an issued paper never changes."""

from __future__ import annotations

import hashlib
import io
import threading
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cases.errors import (
    ActNotOpen,
    NoInspectionPower,
    NotFound,
    PaperHasNoSubject,
    PaperIncomplete,
    PaperUnprintable,
    PaperWithoutAddressee,
)
from cases.papers.catalogue import KINDS
from cases.papers.press import FOLDER
from cases.papers.views import PaperView
from cases.vocabulary import FacilityKind, PaperKind
from tests.a_case import Case, jst
from tests.house import House

BASIS = "医療法第25条及び第26条並びに医療法施行規則第42条"
DUE = {"due_on": date(2021, 11, 5)}
ASKED = {"content": "一　侵入の経路\n二　暗号化された記録の範囲", **DUE}


def issued(case: Case, kind: str, **facts: Any) -> tuple[PaperView, PdfReader]:
    """The paper, issued by who signs it, as the file's reader sees it."""
    signs = "厚生労働省" if kind == "ministry_request" else "課長"
    case.record(signs, "issue_paper", kind=kind, **facts)
    with case.house.desk(case.staff["担当1"]) as desk:
        paper = desk.case(case.id).papers[0]
        _, pdf = desk.paper_file(paper.id)
    assert paper.sha256 == hashlib.sha256(pdf).hexdigest()
    return paper, PdfReader(io.BytesIO(pdf))


def unsigned(case: Case, kind: str, **facts: Any) -> PdfReader:
    """The draft or working sheet, as the officer prints it."""
    with case.house.desk(case.staff["担当1"]) as desk:
        _, pdf = desk.paper_unsigned(case.id, {"kind": kind, **facts})
    return PdfReader(io.BytesIO(pdf))


def words(reader: PdfReader) -> str:
    """All words of the paper, without breaks and blanks."""
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


@pytest.fixture
def full(case: Case) -> Case:
    """攻撃と判断し、相談・調査・指導・報告・立入検査まで進んだ案件."""
    case.judged().vendor_called()
    case.record("担当1", "consult_ministry")
    case.record("厚生労働省", "advise")
    case.record("課長", "decide_investigation", instrument="on_site_inspection")
    case.record("医療監視員", "record_findings", prevention="多要素認証の導入")
    case.record("医療監視員", "give_guidance", items=["接続点の一覧を作る"], promised_on=date(2021, 12, 1))
    case.reported()
    case.record("医療監視員", "plan_visit")
    case.later(hours=12)
    case.record("医療監視員", "notify_visit")
    case.record("医療監視員", "record_visit")
    case.record(
        "医療監視員", "draft_result", written=["管理者権限の共用"], oral=["持込み機器の台帳がない"], plan_wanted=True
    )
    case.record("医療監視員", "notify_visit_result")
    case.record("厚生労働省", "ask_inquiry")
    case.record("担当1", "answer_partly", number=2)
    case.record("担当1", "answer_inquiry", number=2)
    case.record("担当1", "send_questions", due_on=date(2021, 11, 4))
    return case


ORDERS: dict[PaperKind, dict[str, Any]] = {
    PaperKind.MINISTRY_REPORT: {},
    PaperKind.INVESTIGATION_RESULT: {},
    PaperKind.INSPECTION_NOTICE: {},
    PaperKind.INSPECTION_RESULT: DUE,
    PaperKind.REPORT_ORDER: ASKED,
    PaperKind.SUBMISSION_ORDER: ASKED,
    PaperKind.GUIDANCE_LETTER: {},
    PaperKind.VISIT_REQUEST: DUE,
    PaperKind.ADVICE_RECORD: {},
    PaperKind.INQUIRY_LETTER: {},
    PaperKind.CONSULTATION_LETTER: {},
    PaperKind.MINISTRY_REQUEST: {},
    PaperKind.ANSWER_LETTER: {},
    PaperKind.INSPECTION_DECISION: {},
    PaperKind.DAY_SHEET: {},
    PaperKind.CERTIFICATE_LIST: {},
    PaperKind.IMPROVEMENT_REQUEST: DUE,
    PaperKind.INTAKE_FORM: {},
    PaperKind.CASE_RECORD: {},
}


def test_どの種類にも_型と書式がある() -> None:
    assert set(KINDS) == set(PaperKind) == set(ORDERS)
    assert {folder.name for folder in FOLDER.iterdir() if (folder / "template.typ").exists()} == {*map(str, PaperKind)}


@pytest.mark.requirement("R-234")
def test_公文書は_どの種類も番号と日付と宛先と差出人を備えた保存用のPDFである(full: Case) -> None:
    for n, kind in enumerate(one for one in PaperKind if not KINDS[one].by_ministry):
        paper, reader = issued(full, str(kind), handling="care", **ORDERS[kind])
        _archival(paper, reader)
        _headed(kind, paper, reader, f"令和３年度第{str(n + 1) if n > 8 else '１２３４５６７８９'[n]}号")


def _archival(paper: PaperView, reader: PdfReader) -> None:
    root = reader.trailer["/Root"]
    assert str(root["/MarkInfo"]["/Marked"]) == "True"
    assert root["/Lang"].startswith("ja")
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == paper.title
    meta = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in meta
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in meta
    assert "<pdfuaid:part>1</pdfuaid:part>" in meta
    assert fonts_of(reader)
    assert all(embedded for _, embedded in fonts_of(reader))
    assert len(reader.pages) == paper.pages


def _headed(kind: PaperKind, paper: PaperView, reader: PdfReader, number: str) -> None:
    said = words(reader)
    seal = ("（公印省略）",) if KINDS[kind].addressed else ()
    for part in (number, "令和３年10月31日", "徳島県知事", "取扱注意", "".join(paper.title.split()), *seal):
        assert part in said, (kind, part)
    assert "".join(paper.addressee.split()) in said
    assert "None" not in said


def fonts_of(reader: PdfReader) -> set[tuple[str, bool]]:
    """(name, whether its glyphs are in the file) of every font of every page."""
    found = set()
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            for descendant in font.get_object()["/DescendantFonts"]:
                descriptor = descendant.get_object()["/FontDescriptor"].get_object()
                found.add((str(descriptor["/FontName"]), any(f"/FontFile{n}" in descriptor for n in ("", 2, 3))))
    return found


# -- what they say ---------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-115")
def test_立入検査の通知には_通知どおりの根拠が印字される(full: Case) -> None:
    _, reader = issued(full, "inspection_notice")
    assert f"{BASIS}に基づき、下記のとおり立入検査を実施します" in words(reader)
    _, result = issued(full, "inspection_result", **DUE)
    assert BASIS in words(result)


@pytest.mark.requirement("R-118")
def test_報告徴収と提出命令は_別の根拠による別の文書である(full: Case) -> None:
    _, report = issued(full, "report_order", **ASKED)
    assert "医療法第25条第１項の規定により、下記の事項について報告を求めます" in words(report)
    _, things = issued(full, "submission_order", **ASKED)
    assert "医療法第25条第２項の規定により、下記の物件の提出を命じます" in words(things)
    assert "第25条第２項" not in words(report)
    for said in (words(report), words(things)):
        assert "侵入の経路" in said
        assert "令和３年（2021年）11月５日（金）" in said


@pytest.mark.requirement("R-118")
def test_記録した命令があれば_その内容と理由と期限と相手が文書になる(full: Case) -> None:
    full.record("課長", "issue_order", instrument="submission_order", due_on=date(2021, 11, 8), content="通信の記録")
    paper, reader = issued(full, "submission_order")
    assert paper.addressee == "町立病院　開設者又は管理者　様"
    for part in ("通信の記録", "令和３年（2021年）11月８日（月）", "任意の照会では確かめられないため"):
        assert part in words(reader)


@pytest.mark.requirement("R-118")
@pytest.mark.parametrize("facts", [{}, {"content": "侵入の経路"}, DUE])
def test_求める事項と期日のない命令は発行できない(full: Case, facts: dict[str, Any]) -> None:
    assert isinstance(full.refused("課長", "issue_paper", kind="report_order", **facts), PaperIncomplete)


@pytest.mark.requirement("R-123")
def test_結果通知には_指摘事項と期日と改善計画書の求めがある(full: Case) -> None:
    _, reader = issued(full, "inspection_result", **DUE)
    said = words(reader)
    assert "文書による指摘事項（1件）番号指摘事項1管理者権限の共用" in said
    assert "口頭による指導事項（1件）番号指導事項1持込み機器の台帳がない" in said
    assert "改善計画書を作成し、令和３年（2021年）11月５日（金）までに提出してください" in said


@pytest.mark.requirement("R-105")
@pytest.mark.requirement("R-127")
def test_調査指導結果報告は別の文書で_立入検査の結果を含む(full: Case) -> None:
    paper, reader = issued(full, "investigation_result")
    assert paper.title == "サイバー攻撃に係る調査・指導結果報告"
    assert paper.addressee.startswith("厚生労働省")
    said = words(reader)
    for part in (
        "多要素認証の導入",
        "外部接続点の見直し",
        "立入検査（医療法第25条第１項）",
        "おおむね適切",
        "接続点の一覧を作る",
    ):
        assert part in said
    report, _ = issued(full, "ministry_report")
    assert report.title == "サイバー攻撃に係る報告（第１報）"


@pytest.mark.requirement("R-107")
def test_指導文書は_任意であること_趣旨_内容_責任者を示し_命じない(full: Case) -> None:
    _, reader = issued(full, "guidance_letter")
    said = words(reader)
    for part in ("任意の協力", "不利益な取扱いをすることはありません", "指導の趣旨再発の防止", "外部接続点の見直し"):
        assert part in said
    assert "責任者徳島県医療監視員" in said
    assert not [word for word in ("命じ", "命令", "義務", "違反", "しなければならない", "第25条") if word in said]


FORBIDDEN = ("医療法", "25条", "２５条", "立入", "検査", "命じ", "命令", "報告徴収", "義務", "違反", "罰", "拒")


@pytest.mark.requirement("R-128")
@pytest.mark.parametrize("kind", [FacilityKind.PHARMACY, FacilityKind.REGIONAL_NETWORK, FacilityKind.HOSPITAL])
def test_任意の訪問のお願いは_権限に触れない(house: House, kind: FacilityKind) -> None:
    case = Case.opened(house, kind=kind).judged()
    paper, reader = issued(case, "visit_request", **DUE)
    said = words(reader)
    assert paper.title == "訪問について（お願い）"
    assert "任意の協力をお願いするもの" in said
    assert [word for word in FORBIDDEN if word in said] == []


@pytest.mark.requirement("R-128")
@pytest.mark.parametrize("kind", ["inspection_notice", "inspection_result", "report_order", "submission_order"])
def test_立入検査の対象でない施設には_医療法の文書を出せない(house: House, kind: str) -> None:
    case = Case.opened(house, kind=FacilityKind.PHARMACY).judged()
    assert isinstance(case.refused("課長", "issue_paper", kind=kind, **ASKED), NoInspectionPower)


@pytest.mark.requirement("R-125")
def test_技術的助言の記録は_問いと答えと者と時を残し_命令でないと示す(full: Case) -> None:
    _, reader = issued(full, "advice_record")
    said = words(reader)
    for part in ("暗号化された記録の保全の方法", "電源を切らずに保全する", "厚生労働省担当", "徳島県担当1"):
        assert part in said
    assert "技術的な助言であり、命令ではありません" in said
    assert "令和３年10月31日00:30" in said


def test_続報には_前の報告から変わった項目だけが並ぶ(full: Case) -> None:
    full.record("担当1", "draft_report", kind="follow_up", damage="電子カルテと医事会計が使えない")
    full.record("課長", "approve_report")
    full.record("担当1", "send_report")
    paper, reader = issued(full, "ministry_report")
    said = words(reader)
    assert "◆被害状況" in said
    assert "◆対応状況" not in said
    assert "前の報告からの変更項目区分第１報第２報（続報）" in said
    assert "被害状況の説明変更電子カルテが使えない電子カルテと医事会計が使えない" in said
    assert paper.title == "サイバー攻撃に係る報告（第２報・続報）"
    _, first = issued(full, "ministry_report", about=1)
    assert "前の報告からの変更" not in words(first)


def test_報告と記録には_技術的助言によることが示される(full: Case) -> None:
    for kind in ("ministry_report", "investigation_result", "advice_record"):
        _, reader = issued(full, kind)
        assert "地方自治法第245条の４第１項に基づく技術的助言" in words(reader)


def test_無通告の立入検査に_実施通知は出せない(case: Case) -> None:
    case.judged()
    case.record("課長", "decide_investigation", instrument="on_site_inspection")
    case.record("医療監視員", "plan_visit", unannounced=True, reason="証拠の保全")
    refusal = case.refused("課長", "issue_paper", kind="inspection_notice")
    assert isinstance(refusal, PaperHasNoSubject)


def test_書くことがまだない文書は_何を先にするかを言って断る(case: Case) -> None:
    told = {"report_order", "submission_order", "visit_request", "intake_form", "case_record", "ministry_request"}
    for kind in sorted({*map(str, PaperKind)} - told):
        refusal = case.refused("課長", "issue_paper", kind=kind)
        assert isinstance(refusal, PaperHasNoSubject)
        assert refusal.way_out.endswith("。")


# -- numbers ---------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-234")
def test_番号は自治体と年度ごとに一から続き_断られた文書は番号を使わない(full: Case) -> None:
    full.refused("課長", "issue_paper", kind="report_order")
    full.refused("課長", "issue_paper", kind="visit_request", content="🏥", **DUE)
    first, _ = issued(full, "visit_request", **DUE)
    second, _ = issued(full, "visit_request", **DUE)
    full.house.clock.advance(jst(2022, 4, 1, 9) - full.now)
    third, _ = issued(full, "visit_request", **DUE)
    assert [p.number for p in (first, second, third)] == ["令和３年度第１号", "令和３年度第２号", "令和４年度第１号"]


@pytest.mark.requirement("R-234")
def test_番号の形と数え方と差出人は_自治体が決められる(full: Case) -> None:
    with full.house.owner.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO paper_office VALUES ('360007', '徳医政第{番号}号', 'calendar', '徳島県保健福祉部長', "
                "'医療政策課　医療安全担当', '000-000-0001', '000-000-0002')"
            )
        )
    first, reader = issued(full, "visit_request", **DUE)
    assert first.number == "徳医政第１号"
    said = words(reader)
    assert "徳島県保健福祉部長" in said
    assert "担当医療政策課医療安全担当電話000-000-0001ＦＡＸ000-000-0002" in said
    assert "電話000-000-0001ＦＡＸ000-000-0002" in words(unsigned(full, "intake_form"))
    full.house.clock.advance(jst(2022, 1, 4, 9) - full.now)
    assert issued(full, "visit_request", **DUE)[0].number == "徳医政第１号"
    with full.house.desk(full.staff["担当1"]) as desk:
        assert [(row.year, row.seq) for row in desk.number_book()] == [(2022, 1), (2021, 1)]


@pytest.mark.requirement("R-234")
def test_同時に発行しても_番号は重ならず_飛ばない(house: House) -> None:
    staff = house.office("徳島県")
    cases = []
    for name in ("第一病院", "第二病院", "第三病院", "第四病院"):
        house.facility(name)
        cases.append(house.suspicion(staff["担当1"], name))

    def issue_three(case: int) -> None:
        for _ in range(3):
            house.take(staff["課長"], "issue_paper", case, kind="visit_request", **DUE)

    writers = [threading.Thread(target=issue_three, args=(case,)) for case in cases]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with house.desk(staff["担当1"]) as desk:
        assert sorted(row.seq for row in desk.number_book()) == list(range(1, 13))


@pytest.mark.requirement("R-234")
def test_取り消した文書の番号は_理由のある欠番として残る(full: Case) -> None:
    paper, _ = issued(full, "visit_request", **DUE)
    full.record("課長", "take_back_paper", paper=paper.number, reason="宛先の誤り")
    again, _ = issued(full, "visit_request", **DUE)
    with full.house.desk(full.staff["担当1"]) as desk:
        rows = [(row.seq, row.gap) for row in desk.number_book(2021)]
        assert [p.taken_back for p in desk.case(full.id).papers] == ["", "宛先の誤り"]
    assert rows == [(2, ""), (1, "宛先の誤り")]
    assert again.number == "令和３年度第２号"
    assert isinstance(full.refused("課長", "take_back_paper", paper=paper.number), NotFound)


def test_先の日付の文書は発行できない(full: Case) -> None:
    assert isinstance(full.refused("課長", "issue_paper", dated_on=date(2021, 11, 1)), ActNotOpen)


def test_他の自治体には_番号簿も文書も見えない(full: Case) -> None:
    paper, _ = issued(full, "visit_request", **DUE)
    with full.house.desk(full.house.office("奈良県")["課長"]) as desk:
        assert desk.number_book() == ()
        with pytest.raises(NotFound):
            desk.paper_file(paper.id)


# -- issued is issued ------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-234")
def test_刷り直しても_同じバイト列である(full: Case) -> None:
    paper, _ = issued(full, "inspection_result", **DUE)
    with full.house.desk(full.staff["担当1"]) as desk:
        _, before = desk.paper_file(paper.id)
    full.record("医療監視員", "record_findings", damage="その後に分かったこと")
    full.later(days=30)
    with full.house.desk(full.staff["担当2"]) as desk:
        _, after = desk.paper_file(paper.id)
        assert ("立入検査結果通知 令和３年度第１号") in [one.what for one in desk.trail(full.id).viewings]
    assert before == after


@pytest.mark.parametrize(
    "statement",
    ["UPDATE paper SET title = 'x'", "DELETE FROM paper", "UPDATE paper_number SET seq = 9", "DELETE FROM paper_void"],
)
def test_発行した文書は_データベースの側でも変えられない(full: Case, statement: str) -> None:
    issued(full, "visit_request", **DUE)
    for engine in (full.house.doors.desk, full.house.doors.ministry, full.house.engine):
        with engine.connect() as connection, pytest.raises(DBAPIError, match="permission denied"):
            connection.execute(text(statement))


def test_案には番号がなく_案と印字され_番号を使わない(full: Case) -> None:
    with full.house.desk(full.staff["担当1"]) as desk:
        pages = desk.paper_draft(full.id, {"kind": "inspection_result"})
        assert desk.case(full.id).papers == ()
    assert pages[0].startswith(b"\x89PNG")
    assert issued(full, "visit_request", **DUE)[0].number == "令和３年度第１号"


# -- odd input -------------------------------------------------------------------------------------------------


def test_人名や地名の字も欠けずに印字される(full: Case) -> None:
    _, reader = issued(full, "visit_request", content="髙橋・﨑山・𠮷田・辻󠄀・①㈱", **DUE)
    assert "髙橋・﨑山・𠮷田" in words(reader)


def test_字体にない文字は_その字を挙げて断る(full: Case) -> None:
    refusal = full.refused("課長", "issue_paper", kind="visit_request", content="🏥に伺います", **DUE)
    assert isinstance(refusal, PaperUnprintable)
    assert refusal.characters == ("🏥",)


def test_文書の記号に見える文字も_そのまま印字される(full: Case) -> None:
    odd = '#include "x" *太字* $x$ _下線_ @ref \\ <a> `code`'
    _, reader = issued(full, "visit_request", content=odd, **DUE)
    assert "".join(odd.split()) in words(reader)


def test_宛先が決まらなければ断る(full: Case) -> None:
    with full.house.owner.begin() as connection:
        connection.execute(text("UPDATE facility SET name = '　'"))
    assert isinstance(full.refused("課長", "issue_paper", kind="visit_request", **DUE), PaperWithoutAddressee)
    paper, _ = issued(full, "visit_request", addressee="町立病院　事務長　様", **DUE)
    assert paper.addressee == "町立病院　事務長　様"


def test_指摘が三百あっても_長い文でも_頁が分かれて欠けない(full: Case) -> None:
    full.record("医療監視員", "plan_visit")
    full.record("医療監視員", "notify_visit")
    full.record("医療監視員", "record_visit", checked_items="確認した。" * 700)
    findings = [f"指摘その{n}の長い説明です。" * 3 for n in range(1, 301)]
    full.record("医療監視員", "draft_result", written=findings)
    paper, reader = issued(full, "inspection_result", **DUE)
    said = words(reader)
    assert paper.pages > 10
    assert all(f"指摘その{n}の" in said for n in (1, 150, 300))
    assert said.count("確") == 700 + len(["確認した事項"])
    annex = unsigned(full, "case_record")
    assert len(annex.pages) > 20
    kept = words(annex)
    assert all(f"指摘その{n}の" in kept for n in (1, 150, 300))


def test_指摘がなければ_ないと書かれ_改善計画書は求めない(case: Case) -> None:
    case.judged()
    case.record("課長", "decide_investigation", instrument="on_site_inspection")
    case.record("医療監視員", "plan_visit")
    case.later(hours=1)
    case.record("医療監視員", "notify_visit")
    case.record("医療監視員", "record_visit")
    case.record("医療監視員", "draft_result")
    _, reader = issued(case, "inspection_result")
    said = words(reader)
    assert "文書による指摘事項はありません" in said
    assert "改善計画書" not in said
