"""A case shared by link, over HTTP: a whole conversation, and everything that must not come through."""

from __future__ import annotations

from tests.house import House
from tests.ui.web.conftest import Client
from tests.ui.web.outside.conftest import SCRIPT, ask, invite, open_link, seal


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


def test_開いている間に取り消されても書けない(house: House, door: Client, case: int) -> None:
    page = open_link(door, invite(house, case))
    house.take(house.office("徳島県")["担当1"], "revoke_guest", case, number=1, reason="誤り")
    answer = door.post("/outside/case/remark", data={"seal": seal(page), "text": "x"})
    assert answer.status_code == 404


def test_大きすぎる送信は読み始めもしない(house: House, door: Client, case: int) -> None:
    page = open_link(door, invite(house, case))
    answer = door.post(
        "/outside/case/file", data={"seal": seal(page)}, files={"file": ("a.txt", b"a" * (11 * 1024 * 1024))}
    )
    assert answer.status_code == 413


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
