"""通知の文面: 対応か情報提供かが先、いつまで・なぜ・どこでが続き、文字だけの版とHTMLの版は同じことを言う。"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from sqlalchemy import text

from cases.calendars import Calendar
from cases.clock import JST
from cases.handbook import STAGES
from cases.post.template import ACT, FIELDS, FOLDER, INFORM, dress, template
from cases.post.words import WITHHELD, due_words, left_words, mailable
from flows.steps.letters import TASK_LETTERS
from tests.a_case import Case
from tests.house import House

NAMES = sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())
MUST_ACT = {one.name for stage in STAGES for one in stage.letters if one.must_act} | {
    *(one.name for one in TASK_LETTERS if one.must_act),
    *("task_opened", "reminder_before", "reminder_exceeded", "request_asked", "request_reminded", "work_failed"),
    "questionnaire_answered",
    *("campaign_asked", "campaign_changed", "campaign_reminder"),
}
OUTSIDE = {"guest_invited", "questions_asked", "party_added"}
MONDAY = datetime(2021, 11, 1, 9, 0, tzinfo=JST)
WORDS = {name: f"<x-{name}>&「{name}」" for name in FIELDS} | {
    "tasks": "・一つ目\n・二つ目",
    "link": "https://renraku.example.jp/case?number=1&x=2",
    "door": "https://renraku.example.jp/outside/abc",
    "exchange": "第1号　照会\n\n範囲を知りたい",
}


def shown(html: str) -> str:
    """What a reader of the HTML sees, without any white space."""
    body = html.partition("<body")[2].partition(">")[2]
    return re.sub(r"\s", "", unescape(re.sub(r"<[^>]+>", "", body)))


@pytest.mark.parametrize("name", NAMES)
def test_二つの版は同じことを同じ順に言い_先に対応か情報提供かを言う(name: str) -> None:
    for must_act in (True, False):
        letter = dress(name, WORDS, must_act=must_act, practice=True, notes=("代理のため送ります。",))
        heading = ACT if must_act else INFORM
        assert letter.text.startswith(f"{heading}\n【演習】この通知は演習用です。\n※ 代理のため送ります。\n")
        seen, at = shown(letter.html), 0
        assert seen.startswith(re.sub(r"\s", "", heading))
        for line in letter.text.splitlines():
            words = re.sub(r"\s", "", line.removeprefix("・"))
            found = seen.find(words, at)
            assert found >= 0, line
            at = found + len(words)
        assert letter.subject.startswith("【演習】")


@pytest.mark.parametrize("name", NAMES)
def test_HTMLは外のものを呼ばず_色には地の色が添う(name: str) -> None:
    html = dress(name, WORDS, must_act=True).html
    assert not re.search(r"<(img|script|link|iframe|form|style|object)|url\(|@import|javascript:|<x-", html)
    assert set(re.findall(r'(?:href|src)="([^"]+)"', html)) <= {
        WORDS["link"].replace("&", "&amp;"),
        WORDS["door"],
    }
    for style in re.findall(r'style="([^"]+)"', html):
        assert ("background-color:" in style) == bool(re.search(r"(?<!-)color:", style)), style
    assert '<html lang="ja">' in html
    assert 'name="color-scheme" content="light dark"' in html


@pytest.mark.parametrize("name", sorted(MUST_ACT - OUTSIDE))
def test_対応を求める通知は_いつまで_なぜ_どこでを示す(name: str) -> None:
    body = template(name)[1]
    assert "{due}" in body or "期限: 定めなし" in body or "{tasks}" in body
    assert "根拠: " in body
    assert body.rstrip().endswith("{link}")


def test_文面は個人の名前も番号も差し込めない() -> None:
    named = {"contact_person", "contact_phone", "phone", "email", "address", "patient", "person", "name"}
    assert not FIELDS & named
    assert {name for name in NAMES if "{contact}" in template(name)[1]} == {
        *("request_asked", "request_reminded"),
        *("campaign_asked", "campaign_changed", "campaign_reminder"),
    }


@pytest.mark.parametrize(
    ("typed", "mailed"),
    [
        ("電子カルテが使えない", "電子カルテが使えない"),
        ("連絡は 088-123-4567 へ", "連絡は （電話番号は画面で） へ"),
        ("携帯０９０", "携帯０９０"),
        ("090-1234-5678 と 09012345678", "（電話番号は画面で） と （電話番号は画面で）"),
        ("someone@example.jp に送った", "（メールアドレスは画面で） に送った"),
        ("令和3年10月31日 2021-10-31 00:30", "令和3年10月31日 2021-10-31 00:30"),
        ("患者氏名,生年月日\n架空 太郎,S40.1.1", WITHHELD),
    ],
)
def test_自由に書かれた文は_電話番号と患者の一覧を外して送る(typed: str, mailed: str) -> None:
    assert mailable(typed) == mailed


@pytest.mark.requirement("R-055")
@pytest.mark.parametrize(
    ("now", "hours", "said"),
    [
        (MONDAY, 3, "残り 3時間、開庁時間で あと3時間"),
        (MONDAY.replace(hour=17), 16, "残り 16時間、開庁時間で あと1時間"),
        (MONDAY.replace(hour=18), 15, "残り 15時間、次の開庁より前"),
        (datetime(2021, 10, 29, 17, tzinfo=JST), 67, "残り 2日19時間、開庁時間で あと4時間"),
        (datetime(2021, 11, 2, 9, tzinfo=JST), 72, "残り 3日、開庁時間で あと18時間"),
        (MONDAY, 24 * 30, "残り 30日"),
        (MONDAY, -4, "4時間 超過"),
    ],
)
def test_期限は実際の時間と開庁時間で言う(now: datetime, hours: int, said: str) -> None:
    assert left_words(now + timedelta(hours=hours), now, Calendar()) == said


def test_期限の書き方() -> None:
    noon = MONDAY + timedelta(hours=3)
    words = due_words("目安", noon, MONDAY, Calendar())
    assert words == "目安: 11月1日(月) 12:00 まで（残り 3時間、開庁時間で あと3時間）"


def test_案件の連絡先の人は_どの通知にも出てこない(house: House) -> None:
    case = Case.opened(
        house, contact_person="架空連絡子", contact_phone="088-765-4321", what_happened="詳しくは 088-765-4321 まで"
    )
    case.confirmed().judged().reported()
    case.take("厚生労働省", "ask_inquiry", question="範囲を知りたい")
    with house.owner.connect() as connection:
        found = connection.execute(text("SELECT name, subject, body, html FROM letter")).all()
    assert {"case_received", "ministry_report_due", "report_sent", "ministry_asked"} <= {row.name for row in found}
    for row in found:
        assert "架空連絡子" not in row.subject + row.body + row.html
        assert "088-765-4321" not in row.subject + row.body + row.html
        assert row.html
    asked = next(row for row in found if row.name == "ministry_asked")
    assert "開庁時間で あと" in asked.body
