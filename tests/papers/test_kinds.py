"""The papers around a case: letters between facility, authority and ministry, the visit's papers, the whole record."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from cases.errors import ActNotOpen, NoInspectionPower, NotFound, PaperHasNoSubject, Refused
from cases.papers.catalogue import KINDS
from cases.store.officers import SignedIn
from cases.vocabulary import FacilityKind, PaperKind
from infra.commands import opening
from infra.commands import paper as command
from tests.a_case import Case
from tests.house import House
from tests.papers import test_room as papers
from ui.frame import frame

DUE = {"due_on": date(2021, 11, 5)}
POWERS = (*papers.FORBIDDEN, "提出を求め")


@pytest.fixture
def inspected(case: Case) -> Case:
    """立入検査を計画し、照会と依頼の往復がある案件. The day itself is still to come."""
    case.judged().vendor_called()
    case.record("担当1", "consult_ministry")
    case.record("課長", "decide_investigation", instrument="on_site_inspection")
    case.record("担当1", "send_questions", due_on=date(2021, 11, 4))
    case.record("厚生労働省", "ask_inquiry", contact="医療情報担当")
    case.record("厚生労働省", "request_by_ministry")
    case.record("担当1", "answer_partly", number=2)
    case.record("担当1", "answer_inquiry", number=2)
    case.record("担当1", "decline_request", number=3)
    case.record("医療監視員", "plan_visit", purpose="侵入経路の確認")
    return case


def test_照会と依頼と回答は_三者の間のそれぞれの文書になり_それぞれの番号で発行される(inspected: Case) -> None:
    paper, reader = papers.issued(inspected, "inquiry_letter")
    said = papers.words(reader)
    assert paper.addressee == "町立病院　管理者　様"
    for part in ("外部との接続の一覧", "令和３年（2021年）11月４日（木）までに", "任意の協力をお願いするもの"):
        assert part in said
    assert [word for word in POWERS if word in said] == []

    paper, reader = papers.issued(inspected, "consultation_letter")
    assert paper.addressee.startswith("厚生労働省")
    assert "暗号化された記録の保全の方法" in papers.words(reader)

    _, reader = papers.issued(inspected, "answer_letter", about=2)
    said = papers.words(reader)
    assert said.index("外来は制限している") < said.index("新規の外来を止めている")
    _, reader = papers.issued(inspected, "answer_letter")
    assert "回答できない理由" in papers.words(reader)
    assert "医療機関が保有していない" in papers.words(reader)
    _the_ministrys_own(inspected)


def _the_ministrys_own(inspected: Case) -> None:
    """Issued under the ministry's own number, by the ministry only, and taken back by it only."""
    theirs = {"kind": "ministry_request", "about": 2}
    assert isinstance(inspected.refused("課長", "issue_paper", **theirs), ActNotOpen)
    assert isinstance(inspected.refused("厚生労働省", "issue_paper", kind="inquiry_letter"), ActNotOpen)
    ours, _ = papers.issued(inspected, "inquiry_letter")
    paper, reader = papers.issued(inspected, "ministry_request", about=2)
    assert (ours.number, paper.number) == ("令和３年度第５号", "令和３年度第１号")
    assert paper.addressee == "徳島県　衛生主管部（局）　御中"
    said = papers.words(reader)
    assert "厚生労働省医政局" in said
    assert "命令ではありません" in said
    with inspected.house.desk(inspected.staff["担当1"]) as desk:
        assert [row.seq for row in desk.number_book()] == [5, 4, 3, 2, 1]
    ministry = inspected.house.office("厚生労働省")["担当"]
    with inspected.house.desk(ministry) as desk:
        assert [(row.seq, row.kind) for row in desk.number_book()] == [(1, PaperKind.MINISTRY_REQUEST.label)]
        assert desk.exports.list_page("papers", {}).total == 1
    assert "papers" in frame.open_to(ministry, practice=False)
    _offered(inspected, ministry)

    inspected.record("厚生労働省", "take_back_paper", paper=paper.number)
    assert isinstance(inspected.refused("厚生労働省", "take_back_paper", paper=ours.number), NotFound)
    with inspected.house.desk(inspected.staff["担当1"]) as desk:
        assert [bool(one.taken_back) for one in desk.case(inspected.id).papers] == [True] + [False] * 5
    insert = text("INSERT INTO paper_counter VALUES ('290009', 2021, 5)")
    update = text("UPDATE paper_counter SET last = 9 WHERE authority_code = '360007'")
    with inspected.house.doors.ministry.connect() as connection:
        assert connection.execute(update).rowcount == 0
        with pytest.raises(DBAPIError, match="row-level security"):
            connection.execute(insert)


def _offered(inspected: Case, ministry: SignedIn) -> None:
    """Each side is offered what it signs and what the case can give; of the rest it is told why."""
    ours = shut(inspected, inspected.staff["課長"], issuing=True)
    assert isinstance(ours.pop(PaperKind.MINISTRY_REQUEST), ActNotOpen)
    assert {kind: type(why) for kind, why in ours.items()} == dict.fromkeys(
        (
            PaperKind.MINISTRY_REPORT,
            PaperKind.INSPECTION_RESULT,
            PaperKind.GUIDANCE_LETTER,
            PaperKind.IMPROVEMENT_REQUEST,
        ),
        PaperHasNoSubject,
    )
    assert set(PaperKind) - set(shut(inspected, ministry, issuing=True)) == {PaperKind.MINISTRY_REQUEST}
    working = {kind for kind in PaperKind if KINDS[kind].working}
    assert set(PaperKind) - set(shut(inspected, ministry, issuing=False)) == {PaperKind.MINISTRY_REQUEST, *working}


def shut(case: Case, who: SignedIn, *, issuing: bool) -> dict[PaperKind, Refused]:
    """The kinds that this person cannot have now, with the reason."""
    with case.house.desk(who) as desk:
        return {one.kind: one.shut for one in desk.paper_offers(case.id, issuing=issuing) if one.shut is not None}


@pytest.mark.requirement("R-115")
@pytest.mark.requirement("R-121")
@pytest.mark.requirement("R-123")
@pytest.mark.requirement("R-107")
def test_立入検査の起案から当日票と改善計画書の提出依頼まで_計画と記録から作られる(inspected: Case) -> None:
    _, reader = papers.issued(inspected, "inspection_decision")
    said = papers.words(reader)
    for part in (f"{papers.BASIS}に基づき、次のとおり立入検査を実施してよろしいか", "侵入経路の確認", "決裁部長課長"):
        assert part in said
    assert len(reader.pages) == 1

    cards = papers.words(papers.unsigned(inspected, "certificate_list"))
    assert "1医療監視員演習任命第１号演習用第１号定めなし" in cards
    blank = papers.words(papers.unsigned(inspected, "day_sheet"))
    assert "A-1発生日時と覚知の経緯が記録されている□はい□いいえ□非該当□未確認" in blank
    assert "案" not in blank.split("立入検査当日票")[0]

    inspected.later(hours=12)
    inspected.record("医療監視員", "notify_visit")
    inspected.record(
        "医療監視員", "record_visit", shown=["演習用 第1号"], answers=["A-1　いいえ　2021-12-25　控えがない"]
    )
    said = papers.words(papers.unsigned(inspected, "day_sheet"))
    for part in ("医療監視員演習用第１号○○", "院長", "いいえ令和３年12月25日控えがない", "バックアップの状況"):
        assert part in said
    assert "□" not in said
    assert "12:30" in said
    _plan_asked_for(inspected)


def _plan_asked_for(inspected: Case) -> None:
    """By consent, with the form as an annex."""
    inspected.record("医療監視員", "draft_result", written=["管理者権限の共用"], oral=["台帳がない"])
    inspected.record("医療監視員", "notify_visit_result")
    paper, reader = papers.issued(inspected, "improvement_request", **DUE)
    assert paper.pages == 2
    first, annex = ("".join(page.extract_text().split()) for page in reader.pages)
    for part in (
        "令和３年（2021年）11月５日（金）までに",
        "任意の協力",
        "趣旨",
        "管理者権限の共用",
        "責任者徳島県知事",
    ):
        assert part in first
    assert annex.startswith("演習別紙改善計画書") or "別紙改善計画書" in annex
    assert "台帳がない" in annex


@pytest.mark.requirement("R-128")
def test_任意の訪問の当日票も_権限に触れない(house: House) -> None:
    case = Case.opened(house, kind=FacilityKind.PHARMACY).judged()
    never = shut(case, case.staff["課長"], issuing=True)
    assert {kind for kind, why in never.items() if isinstance(why, NoInspectionPower)} == {
        *(PaperKind.INSPECTION_NOTICE, PaperKind.INSPECTION_RESULT, PaperKind.INSPECTION_DECISION),
        *(PaperKind.REPORT_ORDER, PaperKind.SUBMISSION_ORDER, PaperKind.CERTIFICATE_LIST),
    }
    assert PaperKind.VISIT_REQUEST not in never
    case.record("課長", "decide_investigation", instrument="voluntary_visit")
    case.record("医療監視員", "plan_visit", instrument="voluntary_visit", inspectors=[], team="薬務課の職員")
    paper, reader = papers.issued(case, "day_sheet")
    assert paper.title == "訪問当日票"
    assert [word for word in papers.FORBIDDEN if word in papers.words(reader).replace("検査システム", "")] == []


def test_案件記録は一つにまとまり同じ案件は同じ記録になる_コマンドからはどの種類も書き出せる(
    inspected: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers.issued(inspected, "inquiry_letter")
    reader = papers.unsigned(inspected, "case_record")
    said = papers.words(reader)
    for part in (
        "目次",
        "事案の概要",
        "照会・依頼・相談",
        "文書と資料の一覧",
        "すべての行がつながっている",
        "令和３年度第１号",
    ):
        assert part in said
    assert "None" not in said
    assert "案" not in said[: said.index("案件記録")].replace("案件", "")
    with inspected.house.owner.connect() as connection:
        lines, value = connection.execute(
            text("SELECT lines, hash FROM trail_head WHERE case_id = :case"), {"case": inspected.id}
        ).one()
    assert f"{lines}行" in said
    assert value in said
    with inspected.house.desk(inspected.staff["担当2"]) as desk:
        _, again = desk.paper_unsigned(inspected.id, {"kind": "case_record"})
        _, once_more = desk.paper_unsigned(inspected.id, {"kind": "case_record"})
        assert "案件記録（引継ぎ用）" in [one.what for one in desk.trail(inspected.id).viewings]
    assert again == once_more
    inspected.record("担当1", "add_facts", what_happened="新たに分かったこと")
    assert value not in papers.words(papers.unsigned(inspected, "case_record"))
    for room in (command, opening):
        monkeypatch.setattr(room, "settings", lambda: _Told(inspected.house.urls))
    number = inspected.sheet.number
    later = {"inspection_result", "guidance_letter", "improvement_request", "ministry_report"}
    for kind in PaperKind:
        out = tmp_path / f"{kind}.pdf"
        given = ["--content", "侵入の経路", "--due", "2021-11-05"]
        result = CliRunner().invoke(command.app, [str(kind), number, "-o", str(out), *given])
        if str(kind) in later:
            assert "がまだありません。先に" in str(result.exception)
        else:
            assert out.read_bytes().startswith(b"%PDF"), (kind, result.output, result.exception)
    out = tmp_path / "blank.pdf"
    CliRunner().invoke(command.app, ["intake", "--authority", "360007", "-o", str(out)])
    assert out.read_bytes().startswith(b"%PDF")


class _Told:
    """The settings that the command reads, for this house."""

    practice = True

    def __init__(self, urls: dict[str, Any]) -> None:
        self._urls = urls

    def role_url(self, role: str) -> str:
        return str(self._urls[role])
