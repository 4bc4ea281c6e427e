"""R-007: where something is asked for, reported or due, the screen says that it is technical advice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from cases import handbook
from cases.post.template import FOLDER, template
from cases.rulebook import rulebook
from tests.a_case import Case
from tests.house import House
from tests.ui.conftest import PASSWORD, RunningHouse
from tests.ui.screen import PATIENCE_MS, Screen
from tests.ui.test_browser_s2 import take_in_the_suspicion
from ui.pages.of_case.rail import clocks_html
from ui.parts.basis import advice_words, of_notice

LABEL = "地方自治法第245条の４第１項に基づく技術的助言"
NO_LABEL = {"case_closed", "work_failed", "undelivered"}
"""Letters that neither ask for anything nor speak of a 目安 of the notice."""


@pytest.fixture
def screen(browser: Browser, running_house: RunningHouse) -> Iterator[Screen]:
    one = Screen(browser, running_house.base_url)
    yield one
    one.leave()


def test_表示の言葉は通知のとおり() -> None:
    assert rulebook().notice.legal_citation in advice_words()
    assert LABEL in advice_words()


@pytest.mark.requirement("R-007")
def test_計時のそれぞれに法的根拠が付く(house: House) -> None:
    case = Case.opened(house).judged()
    clocks = case.sheet.clocks
    shown = clocks_html(case.sheet, case.now)
    assert len(clocks) >= 2
    assert shown.count(f"根拠: {LABEL}") == len(clocks)


@pytest.mark.requirement("R-009")
def test_計時の根拠はどの規則にもある(house: House) -> None:
    case = Case.opened(house).judged()
    assert {clock.basis for clock in case.sheet.clocks} == {LABEL}


def test_目安を言う通知文には技術的助言と書く() -> None:
    for folder in sorted(one.name for one in FOLDER.iterdir() if one.is_dir()):
        body = template(folder)[1]
        if "{due}" in body and folder not in NO_LABEL:
            ours = "通知に定めはありません" in body  # of the product itself
            asked = "根拠: 他省庁からの協力要請" in body  # another instrument, not the notice
            assert ours or asked or "技術的助言" in body or "根拠: {why}" in body, folder


def test_求めと報告の操作には通知の文が根拠として付く() -> None:
    for name in ("draft_report", "send_report", "ask_inquiry", "answer_inquiry", "request_by_ministry"):
        assert of_notice(handbook.find(name)[1].source), name


@pytest.mark.browser
@pytest.mark.requirement("R-007")
def test_期限と報告と依頼の画面を歩くと必ず表示がある(screen: Screen) -> None:
    screen.sign_in("tokushima-1", PASSWORD)
    screen.sees("自分の業務")
    number = take_in_the_suspicion(screen)
    for page in ("", "worklist", "rules", "handbook", f"case?number={number}"):
        screen.page.goto(f"{screen.base_url}/{page}")
        expect(screen.page.get_by_text(LABEL).last).to_be_visible(timeout=PATIENCE_MS)
    for tab in ("報告書", "照会・依頼・助言", "適用される定め"):
        screen.page.get_by_role("tab", name=tab, exact=True).click()
        panel = screen.page.get_by_role("tabpanel", name=tab)
        expect(panel.get_by_text(LABEL).first).to_be_visible(timeout=PATIENCE_MS)
    for act in ("judge", "record_vendor_contact", "decide_voluntary_report"):
        screen.page.goto(f"{screen.base_url}/case?number={number}&act={act}")
        expect(screen.page.locator(".st-key-act").get_by_text(LABEL).first).to_be_visible(timeout=PATIENCE_MS)
