"""The words of a circular: the notice's two duties as the seed has them, the desk of the day, the guideline."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cases.circulars import sheet
from cases.papers.issuing import ORDINARY_FORM
from cases.records import Circular, PaperOffice
from cases.rulebook import guidelines, rulebook
from cases.vocabulary import CircularKind, NumberYear, Urgency
from ui.parts.poster_words import NOTICE, POSTER, difference_html

SEED = (
    "医療機関等においてコンピュータウイルスの感染などによるサイバー攻撃を受けた疑いがある場合にあっては、別紙を活用して"
    "直ちに医療情報システムの保守会社等に連絡の上、"
    "当該サイバー攻撃により医療情報システムに障害が発生し、個人情報の漏洩や医療提供体制に支障が生じる又はそのおそれが"
    "ある事案であると判断された場合には、速やかに当該医療機関等から厚生労働省医政局研究開発振興課医療技術情報推進室"
    "（以下「医療技術情報推進室」という。）に連絡を行うよう、注意喚起をお願いいたします。"
)
"""The notice, 記１, as the original has it."""
OFFICE = PaperOffice(
    authority_code="360007", number_form=ORDINARY_FORM, counts_by=NumberYear.FISCAL, sender="徳島県知事", contact=""
)


def circular(kind: CircularKind, **facts: Any) -> Circular:
    given = {
        "kind": kind,
        "urgency": Urgency.URGENT,
        "subject": "サイバー攻撃について",
        "threat": "被害が続いています。",
        "measures": "接続を点検してください。",
        "body": "",
        "addressee": "各病院長　様",
        "edition": "mhlw-guideline-5",
        "drafted_at": datetime(2021, 10, 31, tzinfo=UTC),
        **facts,
    }
    return Circular(**given)


def letter(kind: CircularKind, day: date = date(2021, 10, 31), **facts: Any) -> sheet.CircularData:
    return sheet.letter(circular(kind, **facts), OFFICE, day, "医療政策課", number="第１号", practice=False)


@pytest.mark.requirement("R-028")
@pytest.mark.parametrize("kind", CircularKind)
def test_周知も注意喚起も_通知の二つの求めをその言葉で書く(kind: CircularKind) -> None:
    suspected, judged = sheet.duties()
    assert suspected + judged + "よう、注意喚起をお願いいたします。" == re.sub(r"\s", "", SEED)
    assert "直ちに医療情報システムの保守会社等に連絡" in suspected
    assert judged.endswith("に連絡を行う")
    assert "速やかに" in judged
    for body in ("", "独自の前文です。"):
        assert any(one.quotes == (suspected, judged) for one in letter(kind, body=body).sections)


@pytest.mark.requirement("R-166")
@pytest.mark.parametrize("kind", CircularKind)
def test_どの文書にも院内掲示用の別紙が付く(kind: CircularKind) -> None:
    title = rulebook().sentence("A-0").text
    assert letter(kind).attached == (f"別紙　{title}",)


@pytest.mark.requirement("R-027")
def test_注意喚起は脅威と対策から始まり_国の窓口はその日のもの() -> None:
    data = letter(CircularKind.ALERT)
    assert [one.title for one in data.sections][:2] == ["脅威の内容", "求める対策"]
    assert data.head is not None
    assert data.head.handling == "至急"
    assert letter(CircularKind.NOTICE).sections[0].title == "ガイドライン"
    assert "03-3595-2430" in sheet.desk_words(date(2021, 10, 31))
    later = sheet.desk_words(date(2022, 12, 1))
    assert "参事官室" in later
    assert "03-3595-2430" not in later


@pytest.mark.requirement("R-020")
def test_ガイドラインは版ごとに_日付と番号を持つ() -> None:
    fifth = guidelines.edition("mhlw-guideline-5")
    assert fifth is not None
    assert fifth.issued_on == date(2017, 5, 30)
    assert guidelines.document_words(fifth) == "平成29年５月30日　政統発0530第１号"
    assert fifth.source.startswith("平成30年10月29日通知")
    in_force = [guidelines.edition_on(day) for day in (date(2018, 10, 29), date(2021, 10, 31), date(2024, 1, 1))]
    assert [one.id[-3:] for one in in_force if one] == ["e-5", "5.1", "6.0"]


@pytest.mark.requirement("R-167")
def test_判断と報告の画面は_院内掲示と通知の言葉の違いを説明する() -> None:
    assert POSTER in rulebook().sentence("A-2").text
    assert NOTICE in rulebook().sentence("M-1.3").text
    said = difference_html()
    for words in (POSTER, NOTICE, "/handbook#A-2", "/handbook#M-1.3", "この画面は通知によります"):
        assert words in said
