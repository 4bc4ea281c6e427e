"""The door of every link: the token leaves no trace, and who has none, or a dead one, learns nothing."""

from __future__ import annotations

import logging

import pytest

from tests.house import House
from tests.ui.web.conftest import Client, Enter
from tests.ui.web.outside.conftest import invite, open_link, seal
from ui.web.outside import limits


def test_リンクの住所はどの頁にも残らず_覚えさせず_外へ知らせない(
    house: House, door: Client, case: int, caplog: pytest.LogCaptureFixture
) -> None:
    token = invite(house, case)
    with caplog.at_level(logging.DEBUG):
        first = door.get(f"/outside/{token}")
        page = door.get(first.headers["location"])
    assert first.headers["referrer-policy"] == "no-referrer"
    assert first.headers["location"] == "/outside/case"
    cookie = first.headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=lax", "Path=/outside"))
    assert token not in page.text
    for answer in (first, page):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    ours = [r.getMessage() for r in caplog.records if not r.name.startswith(("httpx", "httpcore", "asyncio"))]
    assert not any(token in line for line in ours)


@pytest.mark.parametrize("path", ["/outside/case", "/outside/questions/1", "/outside/forged-link"])
def test_リンクを持たない人には何も開かない(house: House, door: Client, case: int, path: str) -> None:
    answer = door.get(path)
    assert answer.status_code == 404
    assert "このリンクは使えません" in answer.text
    assert "半田" not in answer.text


def test_取り消したリンクと期限の切れたリンクと偽のリンクは見分けがつかない(
    house: House, door: Client, case: int
) -> None:
    revoked, expired = invite(house, case), invite(house, case)
    officer = house.office("徳島県")["担当1"]
    house.take(officer, "revoke_guest", case, number=1, reason="誤り")
    house.later(days=15)
    texts = {door.get(f"/outside/{token}").text for token in (revoked, expired, "x" * 43)}
    assert len(texts) == 1


def test_別のリンクを開いた後の古い画面からは書けない(house: House, door: Client, case: int) -> None:
    old = open_link(door, invite(house, case))
    open_link(door, invite(house, case))
    answer = door.post("/outside/case/remark", data={"seal": seal(old), "text": "x"})
    assert answer.status_code == 409
    assert door.post("/outside/case/remark", data={"text": "x"}).status_code == 409


@pytest.mark.parametrize("forged", ["", "0", "印", "\x00", "é" * 40])
def test_偽の印は_どんな字でも断られる(house: House, door: Client, case: int, forged: str) -> None:
    open_link(door, invite(house, case))
    assert door.post("/outside/case/remark", data={"seal": forged, "text": "x"}).status_code == 409


def test_よその画面からの操作は受け付けない(house: House, door: Client, case: int) -> None:
    page = open_link(door, invite(house, case))
    for origin in ("https://evil.example", "null", None):
        door.origin = origin
        assert door.post("/outside/case/remark", data={"seal": seal(page), "text": "x"}).status_code == 403


def test_外のリンクでは職員の画面もAPIも開かない(house: House, door: Client, enter: Enter, case: int) -> None:
    token = invite(house, case)
    officer = enter()
    officer.cookies = {"renraku": token, "renraku-link": token}
    assert officer.get(f"/api/v1/cases/{case}").status_code == 403
    assert officer.get("/worklist").status_code == 303


def test_続けて間違えた人はしばらく待たされる(house: House, door: Client, case: int) -> None:
    good = invite(house, case)
    answers = [door.get(f"/outside/wrong-{n}").status_code for n in range(limits.WRONG + 1)]
    assert answers == [404] * limits.WRONG + [429]
    assert door.get(f"/outside/{good}").status_code == 429
    house.later(minutes=11)
    assert door.get(f"/outside/{good}").status_code == 303
