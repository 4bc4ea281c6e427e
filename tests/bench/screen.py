"""What the officer at the screen waits for: the act is committed elsewhere, the open case page redraws by itself."""

from __future__ import annotations

import time

from playwright.sync_api import Locator, sync_playwright

from cases.clock import MachineClock
from cases.counter import open_counter
from infra.commands import parts
from tests.bench.reading import spread
from tests.bench.site import site
from tests.house import House
from tests.rig import Rig, until
from tests.ui.conftest import CHROMIUM, FLAGS, PASSWORD, _answers, _lay_out
from tests.ui.screen import Screen

TIMES = 30


def measure() -> None:
    print("\n■ 操作の確定から画面に次の段階が見えるまで（ブラウザ）", flush=True)
    if not CHROMIUM:
        print("  chromium がないため測れません。")
        return
    with site(practice=True) as (rig, house), sync_playwright() as playwright:
        _lay_out(rig.settings.role_url("owner"))
        rig.spawn(parts.screens(rig.settings))
        until(lambda: _answers(rig.settings.base_url), "the counter answers")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        screen = Screen(browser, rig.settings.base_url)
        screen.sign_in("tokushima-1", PASSWORD)
        screen.sees("自分の業務")
        seen = [one(rig, house, screen) for _ in range(TIMES)]
        spread("  操作 → 画面", seen[1:], 1.5)
        screen.leave()
        browser.close()


def one(rig: Rig, house: House, screen: Screen) -> float:
    """Seconds from the committed judgement to 「厚労省報告 進行中」 on another officer's open page."""
    urls = rig.urls()
    counter = open_counter(
        desk_url=urls["desk"],
        ministry_url=urls["ministry"],
        gate_url=urls["gate"],
        guest_url=urls["guest"],
        practice=True,
        clock=MachineClock(),
    )
    officer = counter.who_is(counter.sign_in("tokushima-2", PASSWORD))
    case = house.suspicion(officer)
    sheet = until(lambda: entered(house, officer, case), "the case is entered")
    screen.page.goto(f"{screen.base_url}/case?number={sheet.number}")
    rail = screen.page.locator(".rk-stages li").filter(has_text="厚労省報告")
    rail.wait_for()
    screen.quiet()
    house.judge(officer, case)
    start = time.perf_counter()
    until(lambda: "進行中" in text_of(rail), "the page shows the next stage")
    counter.close()
    return time.perf_counter() - start


def entered(house: House, officer: object, case: int) -> object:
    sheet = house.case(officer, case)  # type: ignore[arg-type]
    return sheet if len(sheet.tasks) >= 4 else None


def text_of(rail: Locator) -> str:
    return rail.inner_text()
