"""A walk through every page: no request leaves this installation, nothing of ours is written in English."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from sqlalchemy import create_engine, text

from tests.ui.access import barriers, unseen_focus
from tests.ui.conftest import PASSWORD, RunningHouse
from tests.ui.screen import Screen
from tests.ui.test_browser_s2 import take_in_the_suspicion

pytestmark = pytest.mark.browser

KNOWN = re.compile(
    r"CSV|JSON|IPA|Excel|Word|PDF|JPE?G|PNG|(?i:docx|xlsx|txt)|Prefect|URL|PACS|DDoS|Streamlit|[\w.+-]+@[\w.-]+|https?://\S+|tokushima-\d|mhlw-1"
)
ENGLISH = re.compile(r"[A-Za-z]{3,}")
TABS = (
    "報告書",
    "報告の項目",
    "照会・依頼・助言",
    "調査・立入",
    "是正",
    "関係者",
    "資料",
    "適用される定め",
    "文書",
    "通知",
    "経過",
    "関連",
    "事実",
)
PAGES = {
    "医療機関等": "登録の状況",
    "国からの依頼": "国からの依頼",
    "周知・注意喚起": "注意喚起を起案する",
    "助言の事例集": "助言の事例集",
    "医療監視員": "医療監視員",
    "当番と代理": "当番表",
    "定めと暦": "今日有効な定め",
    "届いていない通知": "届いていない通知はありません",
}
"""Link → what tells that the page has been drawn."""


REFUSED = """
INSERT INTO letter (authority_code, key, name, recipient_office, address, must_act, subject, body, message_id, state,
    attempts, written_at, next_try_at, answer)
VALUES ('360007', 'walk', 'request_asked', '架空町 病院事業課', 'jimu@example.jp', true, '業務の通知', '本文',
    '<walk@test>', 'refused', 1, now(), now(), '550 5.1.1 unknown')
"""
"""A letter that the mail server did not take."""
HIDE = "[data-testid*=Icon], [data-testid=stSkipToContent], [data-testid=stDateTimeInputField]"
"""Icons are drawn from ligatures; the skip link and empty dates are put into Japanese by the style sheet."""


def english_on(screen: Screen) -> set[str]:
    """English words that a reader sees or a screen reader says."""
    screen.quiet()
    shown = screen.page.evaluate(
        """hide => {
            const names = ["aria-label", "aria-valuetext", "placeholder", "title"];
            const said = [...document.querySelectorAll(names.map(name => `[${name}]`).join())]
                .flatMap(one => names.map(name => one.getAttribute(name) || ""));
            const parts = [...document.querySelectorAll(hide)];
            parts.forEach(part => { part.dataset.was = part.style.display; part.style.display = "none"; });
            const text = document.querySelector("[data-testid=stApp]").innerText;
            parts.forEach(part => { part.style.display = part.dataset.was; });
            return [text, ...said].join(" / ");
        }""",
        HIDE,
    )
    return set(ENGLISH.findall(KNOWN.sub("", shown)))


@pytest.fixture
def screen(browser: Browser, running_house: RunningHouse) -> Iterator[Screen]:
    one = Screen(browser, running_house.base_url)
    yield one
    one.leave()


def test_an_officers_pages_stay_here_and_speak_japanese(screen: Screen) -> None:
    screen.page.goto(screen.base_url)
    screen.picture("sign-in")
    screen.sign_in("tokushima-1", PASSWORD)
    screen.sees("自分の業務")
    found = {"私の業務": english_on(screen)}
    number = take_in_the_suspicion(screen)
    found["受付"] = english_on(screen)
    screen.follow("案件一覧")
    screen.sees("残り時間")
    found["案件一覧"] = english_on(screen)
    screen.picture("worklist")
    screen.follow("つるぎ町立半田病院")
    screen.sees("次にできること")
    for tab in TABS:
        screen.page.get_by_role("tab", name=tab).click()
        found[tab] = english_on(screen)
    for page, sign in PAGES.items():
        screen.follow(page)
        screen.sees(sign)
        found[page] = english_on(screen)
    screen.page.get_by_role("link", name="お知らせ").first.click()
    screen.sees("届いたお知らせ")
    found["お知らせ"] = english_on(screen)
    screen.follow("手引き")
    screen.sees("始まるとき")
    found["手引き"] = english_on(screen)
    screen.picture("handbook")
    screen.page.get_by_role("tab", name="通知の全文").click()
    screen.follow("演習用の受信箱")
    screen.sees("あなた宛ての通知だけを表示します")
    found["受信箱"] = english_on(screen)
    screen.page.goto(f"{screen.base_url}/case?number={number}&act=add_facts")
    screen.sees("発生日時")
    found["日時"] = english_on(screen)
    screen.page.get_by_role("button", name="日時を選ぶ").first.click()
    screen.page.get_by_role("button", name="次の月").wait_for()
    found["暦"] = english_on(screen)
    screen.page.goto(f"{screen.base_url}/nation")
    screen.page.get_by_role("dialog").get_by_text("この画面はありません").wait_for()
    found["ほかの組織の画面"] = english_on(screen)
    assert screen.page.title() == "私の業務 | 連絡"
    assert {page: words for page, words in found.items() if words} == {}
    assert screen.foreign() == set()


def test_the_ministrys_pages_stay_here_and_speak_japanese(
    screen: Screen, browser: Browser, running_house: RunningHouse
) -> None:
    officer = Screen(browser, running_house.base_url)
    officer.sign_in("tokushima-1", PASSWORD)
    officer.sees("自分の業務")
    take_in_the_suspicion(officer)
    officer.leave()
    screen.sign_in("mhlw-1", PASSWORD)
    screen.sees("自分の業務")
    assert screen.page.get_by_role("link", name="受付", exact=True).count() == 0
    screen.follow("全国")
    screen.sees("対応中の自治体")
    screen.picture("nation")
    assert english_on(screen) == set()
    screen.follow("自治体への依頼")
    screen.sees("自治体への依頼")
    assert english_on(screen) == set()
    screen.follow("案件一覧")
    screen.sees("残り時間")
    screen.sees("徳島県")
    assert english_on(screen) == set()
    screen.follow("定時の処理")
    screen.sees("経過の記録の検証と締め")
    screen.page.get_by_role("button", name="下見をする（変更しない）").first.click()
    screen.sees("削除の対象はありません")
    screen.sees("この画面から開始（厚生労働省 担当）")
    assert english_on(screen) == set()
    assert screen.foreign() == set()


def test_a_telephone_shows_the_intake_without_sideways_scrolling(browser: Browser, running_house: RunningHouse) -> None:
    screen = Screen(browser, running_house.base_url, size=(390, 844))
    screen.sign_in("tokushima-1", PASSWORD)
    screen.sees("自分の業務")
    screen.page.goto(f"{screen.base_url}/intake")
    screen.sees("何が起きていますか")
    screen.quiet()
    screen.picture("intake-telephone")
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= 390
    screen.leave()


def test_signing_out_ends_the_session_for_the_open_page_too(screen: Screen) -> None:
    screen.sign_in("tokushima-2", PASSWORD)
    screen.sees("自分の業務")
    screen.page.get_by_role("button", name="サインアウト").click()
    screen.sees("サインイン")
    screen.page.goto(f"{screen.base_url}/worklist")
    assert "/sign-in" in screen.page.url


def test_a_wrong_password_is_answered_in_japanese_without_saying_which_half(screen: Screen) -> None:
    screen.sign_in("tokushima-kanshi", "wrong")
    screen.sees("利用者ID又はパスワードが違います。")
    screen.picture("sign-in-wrong")
    assert screen.page.get_by_label("利用者ID").input_value() == "tokushima-kanshi"


def test_who_was_not_reached_is_called_and_that_is_kept(screen: Screen, running_house: RunningHouse) -> None:
    engine = create_engine(running_house.rig.settings.role_url("owner"))
    with engine.begin() as connection:
        connection.execute(text(REFUSED))
    engine.dispose()
    screen.sign_in("tokushima-1", PASSWORD)
    screen.follow("相手に届いていない通知が1通あります")
    screen.sees("理由: その宛先（メールボックス）は存在しません")
    assert english_on(screen) == set()
    screen.press("電話等で伝えた")
    screen.page.get_by_label("備考").fill("夜間の番号に掛けた")
    screen.press("伝えたことを記録する")
    screen.sees("架空町 病院事業課に伝えたことを記録しました。")
    screen.sees("届いていない通知はありません")
    screen.page.get_by_text("伝え終えた（1）").click()
    screen.sees("徳島県 担当1が伝えた: 架空町 病院事業課　電話　夜間の番号に掛けた")


@pytest.mark.requirement("R-164")
def test_a_facility_says_where_its_poster_hangs_without_an_account(
    screen: Screen, browser: Browser, running_house: RunningHouse
) -> None:
    screen.sign_in("tokushima-1", PASSWORD)
    screen.follow("院内掲示")
    screen.sees("掲示の確認をメールで求める（0件）")
    assert english_on(screen) == set()
    screen.press("つるぎ町立半田病院")
    screen.page.get_by_role("tab", name="院内掲示").click()
    screen.page.get_by_text("医療機関等に自分で確認してもらう").click()
    screen.press("確認用のリンクを発行する")
    link = screen.page.get_by_text("/outside/posting/").inner_text()

    telephone = browser.new_context(locale="ja-JP", viewport={"width": 390, "height": 800})
    page = telephone.new_page()
    page.goto(link)
    assert page.url == f"{running_house.base_url}/outside/poster"
    assert page.get_by_role("heading", level=1).inner_text() == "つるぎ町立半田病院の院内掲示"
    assert (barriers(page), unseen_focus(page)) == ([], [])
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    with page.expect_download() as taken:
        page.get_by_role("link", name="院内掲示を受け取る").click()
    assert taken.value.suggested_filename == "院内掲示_つるぎ町立半田病院.pdf"
    page.get_by_label("掲示している場所").fill("医事課、情報システム室")
    page.get_by_label("確認した担当").fill("事務部 課長")
    page.get_by_role("button", name="徳島県に知らせる").click()
    page.get_by_text("掲示の状況を自治体に知らせました。").wait_for()
    assert barriers(page) == []
    telephone.close()

    screen.follow("院内掲示")
    screen.sees("100.0%")
    screen.sees("医事課、情報システム室")
