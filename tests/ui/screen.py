"""An officer at a browser: signs in, goes about, and keeps account of every request that the browser makes."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, WebSocket, expect

PATIENCE_MS = 20_000
PICTURES = os.environ.get("RENRAKU_TEST_PICTURES", "")
"""A folder for screenshots; none are taken when it is not named."""


_DRESSED = "getComputedStyle(document.querySelector('[data-testid=stApp]')).getPropertyValue('--rk-text').trim() !== ''"


class Screen:
    def __init__(self, browser: Browser, base_url: str, *, size: tuple[int, int] = (1280, 900)) -> None:
        self.base_url = base_url
        self._context = browser.new_context(
            locale="ja-JP", timezone_id="Asia/Tokyo", viewport={"width": size[0], "height": size[1]}
        )
        self._context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self._context.new_page()
        self.addresses: set[str] = set()
        self.page.on("request", lambda request: self.addresses.add(request.url))
        self.page.on("websocket", self._note_stream)

    def _note_stream(self, stream: WebSocket) -> None:
        self.addresses.add(stream.url)

    def sign_in(self, login: str, password: str) -> None:
        self.page.goto(self.base_url)
        self.page.get_by_label("利用者ID").fill(login)
        self.page.get_by_label("パスワード").fill(password)
        self.page.get_by_role("button", name="サインインする").click()

    def sees(self, text: str, *, within_ms: int = PATIENCE_MS) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=within_ms)

    def reads(self, text: str) -> None:
        """The text stands on the page, in whatever part of it."""
        expect(self.page.locator("body")).to_contain_text(text, timeout=PATIENCE_MS)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).click()

    def answer(self, question: str, choice: str) -> None:
        """Press one of the radio buttons under a question."""
        self.page.get_by_role("radiogroup", name=question).get_by_text(choice, exact=True).click()

    def quiet(self) -> None:
        """Until Streamlit has drawn what was asked, in our own dress (its parts come one by one)."""
        self.page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=PATIENCE_MS)
        for _ in range(PATIENCE_MS // 50):
            if self.page.evaluate(_DRESSED):  # wait_for_function evaluates in the page: our policy forbids it
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("the page is not in our dress")

    def picture(self, name: str) -> None:
        if PICTURES:
            if self.page.locator('[data-testid="stApp"]').count():
                self.quiet()
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png", animations="disabled")

    def foreign(self) -> set[str]:
        """Requests to anywhere but this installation (data: and blob: addresses stay in the browser)."""
        home = urlsplit(self.base_url).netloc
        return {a for a in self.addresses if urlsplit(a).scheme not in ("data", "blob") and urlsplit(a).netloc != home}

    def leave(self) -> None:
        self._context.close()
