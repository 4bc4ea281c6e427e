"""The outsiders' pages as a browser draws them: nobody's way is barred, by day and night, on a telephone too."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser

from cases.casework.files.views import RemarkView
from cases.casework.outside.sheet import GuestSheet, QuestionSheet, ReportSent
from cases.circulars.door import CircularPage
from cases.vocabulary import CircularKind, QuestionnaireState
from tests.ui.access import barriers, unseen_focus
from ui.web.outside import circulars, pages

NOON = datetime(2021, 10, 31, 3, 0, tzinfo=UTC)
LONG = "長い一続きの文字" * 30
CASE = GuestSheet(
    number="360007-2021-0001",
    facility="つるぎ町立半田病院（つるぎ町）",
    authority="徳島県",
    name="つるぎ町",
    may_state=True,
    expires_at=NOON,
    practice=True,
    rows=(("何が起きているか", LONG), ("国への報告", "第1報")),
    times=(("発生", None), ("覚知（医療機関等）", NOON)),
    stages=(("覚知", "完了"),),
    parties=(("運営部署（団体）", "つるぎ町", True), ("都道府県", "徳島県", False)),
    calls=((NOON, "自治体から"),),
    reports=(ReportSent("第1報", NOON, (("被害状況", "x" * 300),)),),
    remarks=(RemarkView("連絡・意見", "つるぎ町", LONG, NOON),),
    files=("経過.txt",),
    ended="",
)
QUESTIONS = QuestionSheet(
    number="360007-2021-0001",
    facility="つるぎ町立半田病院（つるぎ町）",
    authority="徳島県",
    name="つるぎ町立半田病院 事務長",
    expires_at=NOON,
    practice=False,
    seq=1,
    title="被害の状況",
    pairs=tuple((f"質問{n}{LONG}", "") for n in range(7)),
    materials=("構成図",),
    wished_by=NOON,
    saved_at=None,
    state=QuestionnaireState.SENT,
    answered_by="",
    files=(),
    ended="",
)
ALERT = CircularPage(
    facility="つるぎ町立半田病院",
    authority="徳島県",
    kind=CircularKind.ALERT,
    urgent=True,
    subject=f"サイバー攻撃について{LONG}",
    threat=LONG,
    measures="点検してください。",
    duties=("直ちに連絡", "速やかに連絡"),
    number="令和３年度第１号",
    dated_on=NOON.date(),
    expires_at=NOON,
    acknowledged_at=None,
    acknowledged_by="",
    withdrawn_at=None,
    withdrawn_reason="",
    corrected_number="",
    practice=True,
)
DRAWN = {
    "案件": pages.case_page(CASE, "seal", said="自治体に送りました。"),
    "断り": pages.case_page(CASE, "seal", wrong="受け付けられません。"),
    "質問": pages.question_page(QUESTIONS, "seal", 1),
    "提出": pages.question_page(QUESTIONS, "seal", 3),
    "注意喚起": circulars.page(ALERT, "seal", "記入してください。"),
    "取消し": circulars.page(replace(ALERT, withdrawn_at=NOON, withdrawn_reason=LONG), "seal", ""),
    "訂正版": circulars.page(replace(ALERT, corrected_number="令和３年度第２号"), "seal", ""),
    "案内": pages.notice("リンクを開けません", "このリンクは使えません。"),
}

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("night", [False, True], ids=["昼", "夜"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", DRAWN)
def test_誰の妨げにもならない(browser: Browser, name: str, width: int, night: bool) -> None:
    context = browser.new_context(
        locale="ja-JP", viewport={"width": width, "height": 800}, color_scheme="dark" if night else "light"
    )
    page = context.new_page()
    page.set_content(DRAWN[name])
    assert barriers(page) == []
    assert unseen_focus(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()
