"""Nobody is barred: names, headings, contrast, focus and tap targets of the main pages, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.ui.access import barriers, unseen_focus
from tests.ui.conftest import PASSWORD, RunningHouse
from tests.ui.screen import Screen
from tests.ui.test_browser_s2 import take_in_the_suspicion

pytestmark = pytest.mark.browser
Scheme = Literal["light", "dark"]


@pytest.fixture
def screen(browser: Browser, running_house: RunningHouse) -> Iterator[Screen]:
    one = Screen(browser, running_house.base_url)
    yield one
    one.leave()


@pytest.fixture(scope="module")
def number(browser: Browser, running_house: RunningHouse) -> str:
    """A case that stands in every list."""
    screen = Screen(browser, running_house.base_url)
    screen.sign_in("tokushima-1", PASSWORD)
    screen.sees("自分の業務")
    number = take_in_the_suspicion(screen)
    screen.leave()
    return number


PAGES: dict[str, tuple[str, str]] = {
    "私の業務": ("/", "自分の業務"),
    "受付": ("/intake", "何が起きていますか"),
    "案件一覧": ("/worklist", "残り時間"),
    "案件": ("/case?number={number}", "次にできること"),
    "四つの判断": ("/case?number={number}&act=judge", "四つすべてに答えると"),
    "事実の追記": ("/case?number={number}&act=add_facts", "発生日時"),
    "届いていない通知": ("/undelivered", "伝えていない"),
    "演習用の受信箱": ("/mailbox", "あなた宛ての通知だけを表示します"),
    "手引き": ("/handbook", "始まるとき"),
    "お知らせ": ("/notices", "届いたお知らせ"),
    "当番と代理": ("/rota", "当番表"),
    "院内掲示": ("/posters", "医療機関等ごとの状況"),
    "周知・注意喚起": ("/circulars", "周知・注意喚起"),
    "医療機関等": ("/facilities", "検索"),
    "文書番号簿": ("/papers", "文書番号簿"),
    "定めと暦": ("/rules", "そのほかの定め"),
    "助言の事例集": ("/advice", "探す言葉"),
}


@pytest.mark.requirement("R-239")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_officers_pages_bar_nobody(screen: Screen, number: str, scheme: Scheme) -> None:
    screen.page.emulate_media(color_scheme=scheme)
    screen.sign_in("tokushima-1", PASSWORD)
    screen.sees("自分の業務")
    found, titles = {}, {}
    for name, (path, sign) in PAGES.items():
        screen.page.goto(screen.base_url + path.format(number=number))
        screen.reads(sign)
        screen.quiet()
        found[name], titles[name] = barriers(screen.page), screen.page.title()
    assert {name: lines for name, lines in found.items() if lines} == {}
    assert (titles["案件"], titles["案件一覧"]) == (f"案件 {number} | 連絡", "案件一覧 | 連絡")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sign_in_page_bars_nobody(screen: Screen, scheme: Scheme) -> None:
    screen.page.emulate_media(color_scheme=scheme)
    screen.page.goto(f"{screen.base_url}/sign-in")
    assert barriers(screen.page) == []
    screen.sign_in("tokushima-1", "wrong")
    screen.sees("サインインできません")
    assert barriers(screen.page) == []


def test_the_national_board_bars_nobody(screen: Screen, number: str) -> None:
    screen.sign_in("mhlw-1", PASSWORD)
    screen.sees("自分の業務")
    screen.follow("全国")
    screen.sees("対応中の自治体")
    screen.quiet()
    assert barriers(screen.page) == []
    screen.follow("定時の処理")
    screen.sees("保存期間")
    screen.quiet()
    assert barriers(screen.page) == []
    screen.page.goto(f"{screen.base_url}/campaigns?number=new")
    screen.page.locator("[data-tag]").get_by_text("個別10", exact=True).wait_for()  # chosen: it has to stand out
    screen.quiet()
    assert barriers(screen.page) == []


def test_the_keyboard_shows_where_it_is(screen: Screen, number: str) -> None:
    screen.sign_in("tokushima-1", PASSWORD)
    screen.sees("自分の業務")
    screen.page.goto(f"{screen.base_url}/intake")
    screen.sees("何が起きていますか")
    screen.quiet()
    assert unseen_focus(screen.page, stops=18) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_scrolls_sideways(browser: Browser, running_house: RunningHouse, number: str, width: int) -> None:
    screen = Screen(browser, running_house.base_url, size=(width, 844))
    screen.sign_in("tokushima-1", PASSWORD)
    screen.sees("自分の業務")
    wide = []
    for name, (path, sign) in PAGES.items():
        screen.page.goto(screen.base_url + path.format(number=number))
        screen.reads(sign)
        screen.quiet()
        inner = (
            "Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"
        )
        if screen.page.evaluate(inner) > width:
            wide.append(name)
    screen.leave()
    assert wide == []


SPOILS: list[tuple[str, Callable[[Screen], None]]] = [
    ("label", lambda s: s.page.evaluate("document.body.append(document.createElement('input'))")),
    ("heading-order", lambda s: s.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<h6>六</h6>')")),
    ("color-contrast", lambda s: s.page.evaluate("document.querySelector('label').style.color = '#aaa'")),
    (
        "too low",
        lambda s: s.page.evaluate(
            "document.querySelector('main form button').style.cssText = 'min-height:0;padding:0'"
        ),
    ),
    ("title", lambda s: s.page.evaluate("document.title = '連絡'")),
    ("lang", lambda s: s.page.evaluate("document.documentElement.lang = 'en'")),
]


@pytest.mark.parametrize(("sign", "spoil"), SPOILS, ids=[sign for sign, _ in SPOILS])
def test_the_check_finds_what_is_spoilt(screen: Screen, sign: str, spoil: Callable[[Screen], None]) -> None:
    screen.page.goto(f"{screen.base_url}/sign-in")
    spoil(screen)
    assert any(sign in line for line in barriers(screen.page))
