"""The outsiders' door over HTTP: a whole conversation, and everything that must not come through."""

from __future__ import annotations

import logging
import re

import httpx
import pytest
from sqlalchemy import update
from starlette.applications import Starlette
from starlette.middleware import Middleware

from cases.counter import Counter
from cases.records import Facility
from cases.vocabulary import Reach
from infra.settings import Settings
from tests.circulars.test_desk import ALERT, issued, post, reaches, written
from tests.house import House
from tests.ui.web.conftest import BASE, Client, Enter
from ui import counter as ui_counter
from ui.web.guard import Guard, hosts_of
from ui.web.outside import circulars, limits, routes
from ui.web.outside import door as outside_door
from ui.web.outside.limits import Knocks

SCRIPT = '<script>alert("x")</script>'
FORM = re.compile(r'name="seal" value="([0-9a-f]+)"')


@pytest.fixture
def door(house: House, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Somebody outside, at an application with our guard; the counter is the house's."""
    counter = Counter(house.doors, house.clock, practice=True)
    ui_counter.use(counter)
    monkeypatch.setattr(outside_door, "settings", lambda: Settings(_env_file=None, base_url=BASE))
    monkeypatch.setattr(routes.DOOR, "wrong", Knocks(limits.WRONG))
    monkeypatch.setattr(routes.DOOR, "deeds", Knocks(limits.DEEDS))
    guard = Middleware(Guard, hosts=hosts_of(BASE, "127.0.0.1", 8501), pages=frozenset({"/"}), check=counter.who_is)
    monkeypatch.setattr(circulars.DOOR, "wrong", Knocks(limits.WRONG))
    return Client(Starlette(routes=[*circulars.ROUTES, *routes.ROUTES], middleware=[guard]), BASE)


@pytest.fixture
def case(house: House, enter: Enter) -> int:
    """A municipal hospital's case with its parties; the first is つるぎ町, body and owner in one."""
    with house.owner.begin() as connection:
        connection.execute(
            update(Facility).values(municipal=True, operating_body="つるぎ町", owner_municipality="つるぎ町")
        )
    case = house.suspicion(house.office("徳島県")["担当1"])
    house.drain()
    return case


def invite(house: House, case: int) -> str:
    return house.take(house.office("徳島県")["担当1"], "invite_guest", case, number=1).once


def ask(house: House, case: int, *questions: str) -> str:
    facts = {"to_name": "事務長", "way": "link", "questions": list(questions)}
    return house.take(house.office("徳島県")["担当1"], "send_questionnaire", case, **facts).once


def seal(page: httpx.Response) -> str:
    found = FORM.search(page.text)
    assert found, page.text
    return found[1]


def open_link(door: Client, token: str) -> httpx.Response:
    """Follow the letter's link to the page behind it."""
    first = door.get(f"/outside/{token}")
    assert first.status_code == 303, first.text
    return door.get(first.headers["location"])


def test_案件を読み_連絡し_資料を出す一通り(house: House, door: Client, case: int) -> None:
    page = open_link(door, invite(house, case))
    assert "つるぎ町立半田病院（つるぎ町）" in page.text
    assert "プリンタから英文が大量に印刷され" in page.text
    sent = door.post("/outside/case/remark", data={"seal": seal(page), "text": f"確認しました{SCRIPT}"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/outside/case?said=remark")
    page = door.get(sent.headers["location"])
    assert "自治体に送りました。" in page.text
    assert "&lt;script&gt;alert" in page.text
    assert "<script" not in page.text
    files = {"file": ("../../経過.txt", "町の対応".encode(), "text/html")}
    sent = door.post("/outside/case/file", data={"seal": seal(page)}, files=files)
    assert sent.status_code == 303
    assert "<li>経過.txt</li>" in door.get("/outside/case").text
    sheet = house.case(house.office("徳島県")["担当1"], case)
    assert [h.label for h in reversed(sheet.history) if h.actor == "つるぎ町"] == [
        "案件を閲覧する",
        "自治体に連絡する",
        "資料を提出する",
    ]


def test_断られた資料は理由とともに示され_書いた連絡は失われない(house: House, door: Client, case: int) -> None:
    page = open_link(door, invite(house, case))
    for name, content, said in (
        ("a.exe", b"MZ", "受け付けるのは"),
        ("a.csv", "患者氏名,カルテ番号\nx,1".encode(), "患者の個人情報を並べた表"),
        ("a.pdf", b"<html>", "中身が、名前の示す種類と違います"),
        (f"{SCRIPT}.txt", b"", "中身がありません"),
    ):
        answer = door.post("/outside/case/file", data={"seal": seal(page)}, files={"file": (name, content)})
        assert answer.status_code == 422
        assert said in answer.text
        assert "<script" not in answer.text
    long = "あ" * 4001
    answer = door.post("/outside/case/remark", data={"seal": seal(page), "text": long})
    assert answer.status_code == 409
    assert long in answer.text


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


def test_開いている間に取り消されても書けない(house: House, door: Client, case: int) -> None:
    page = open_link(door, invite(house, case))
    house.take(house.office("徳島県")["担当1"], "revoke_guest", case, number=1, reason="誤り")
    answer = door.post("/outside/case/remark", data={"seal": seal(page), "text": "x"})
    assert answer.status_code == 404


def test_別のリンクを開いた後の古い画面からは書けない(house: House, door: Client, case: int) -> None:
    old = open_link(door, invite(house, case))
    open_link(door, invite(house, case))
    answer = door.post("/outside/case/remark", data={"seal": seal(old), "text": "x"})
    assert answer.status_code == 409
    assert door.post("/outside/case/remark", data={"text": "x"}).status_code == 409


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


def test_大きすぎる送信は読み始めもしない(house: House, door: Client, case: int) -> None:
    page = open_link(door, invite(house, case))
    answer = door.post(
        "/outside/case/file", data={"seal": seal(page)}, files={"file": ("a.txt", b"a" * (11 * 1024 * 1024))}
    )
    assert answer.status_code == 413


def test_続けて間違えた人はしばらく待たされる(house: House, door: Client, case: int) -> None:
    good = invite(house, case)
    answers = [door.get(f"/outside/wrong-{n}").status_code for n in range(limits.WRONG + 1)]
    assert answers == [404] * limits.WRONG + [429]
    assert door.get(f"/outside/{good}").status_code == 429
    house.later(minutes=11)
    assert door.get(f"/outside/{good}").status_code == 303


def test_質問票は頁ごとに保存され_最後に提出される(house: House, door: Client, case: int) -> None:
    questions = [f"質問その{n}{SCRIPT if n == 1 else ''}" for n in range(1, 8)]
    page = open_link(door, ask(house, case, *questions))
    assert "1 / 3 ページ" in page.text
    assert "<script" not in page.text
    first = {f"a{n}": f"答え{n}" for n in range(5)}
    sent = door.post("/outside/questions/1", data={"seal": seal(page), **first, "go": "on"})
    assert sent.headers["location"] == "/outside/questions/2?said=saved"
    page = door.get("/outside/questions/1")
    assert "答え4</textarea>" in page.text
    page = door.get("/outside/questions/3")
    refused = door.post("/outside/questions/submit", data={"seal": seal(page), "who": "事務長"})
    assert refused.status_code == 409
    assert "質問6、7に回答してください" in refused.text
    door.post("/outside/questions/2", data={"seal": seal(page), "a5": "不明", "a6": "不明", "go": "back"})
    sent = door.post("/outside/questions/submit", data={"seal": seal(page), "who": "事務長"})
    assert sent.status_code == 303
    assert "この質問票は「回答済」です。" in door.get("/outside/questions/1").text
    (sheet,) = house.case(house.office("徳島県")["担当1"], case).questionnaires
    assert [answer for _, answer in sheet.pairs] == [*(f"答え{n}" for n in range(5)), "不明", "不明"]
    again = door.post("/outside/questions/1", data={"seal": seal(page), "a0": "後から"})
    assert again.status_code == 409


def test_職員のAPIで資料を入れ_取り出す(house: House, enter: Enter, case: int) -> None:
    officer = enter("徳島県", "担当1")
    laid = officer.post(f"/api/v1/cases/{case}/files", files={"file": ("経過<b>.txt", "経過".encode())})
    assert (laid.status_code, laid.json()["name"]) == (201, "経過b.txt")
    version = house.case(house.office("徳島県")["担当1"], case).version
    facts = {"facts": {"file": laid.json()["id"], "purpose": "evidence"}, "as_seen": version}
    assert officer.post(f"/api/v1/cases/{case}/acts/keep_file", json=facts).status_code == 200
    taken = officer.get(f"/api/v1/cases/{case}/files/{laid.json()['id']}")
    assert taken.content == "経過".encode()
    assert taken.headers["content-disposition"] == "attachment; filename*=UTF-8''%E7%B5%8C%E9%81%8Eb.txt"
    assert taken.headers["x-content-type-options"] == "nosniff"
    assert officer.post(f"/api/v1/cases/{case}/files", files={"file": ("a.exe", b"MZ")}).status_code == 422
    assert enter("高知県").get(f"/api/v1/cases/{case}/files/{laid.json()['id']}").status_code == 404
    assert enter("高知県").post(f"/api/v1/cases/{case}/files", files={"file": ("a.txt", b"x")}).status_code == 404


def test_注意喚起は_リンクから読み_院内掲示を受け取り_確認を知らせる(house: House, door: Client) -> None:
    written(house, 一病院="a@example.jp")
    number = issued(house, {**ALERT, "threat": SCRIPT})
    token = post(house)["a@example.jp"]
    assert door.get("/outside/circular/AAAAA-AAAAA-AAAAA-AAAAA").status_code == 404
    assert door.get("/outside/circulars").status_code == 404
    first = door.get(f"/outside/circular/{token}")
    assert (first.status_code, first.headers["location"]) == (303, "/outside/circulars")
    assert reaches(house, number)["一病院"] is Reach.SENT
    page = door.get("/outside/circulars")
    assert SCRIPT not in page.text
    assert token not in page.text
    assert "直ちに医療情報システムの保守会社等に連絡" in page.text
    assert reaches(house, number)["一病院"] is Reach.OPENED
    for what in ("letter", "poster"):
        assert door.get(f"/outside/circulars/{what}").content[:5] == b"%PDF-"
    for given, status in (
        ({"who": "医事課", "seal": "0"}, 409),
        ({"who": " ", "seal": seal(page)}, 409),
        ({"who": "医事課", "seal": seal(page)}, 303),
    ):
        answer = door.post("/outside/circulars/acknowledge", data=given, headers={"Origin": BASE})
        assert answer.status_code == status, answer.text
    assert reaches(house, number)["一病院"] is Reach.ACKNOWLEDGED
    assert "徳島県に知らせました" in door.get("/outside/circulars").text
