"""A facility's page about a 周知 or 注意喚起."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases.vocabulary import Reach
from tests.circulars.test_desk import ALERT, issued, post, reaches, written
from tests.house import House
from tests.ui.test_outside_pages import ALERT as SHEET
from tests.ui.test_outside_pages import NOON
from tests.ui.web.conftest import BASE, Client
from tests.ui.web.hostile import HARMLESS, HOSTILE, everywhere, parsed
from tests.ui.web.outside.conftest import SCRIPT, seal
from ui.web.outside.circulars import page

PAGE = replace(SHEET, threat="架空の脅威", measures="架空の対策")
PAGES = {
    "注意喚起": PAGE,
    "確認済み": replace(PAGE, acknowledged_at=NOON, acknowledged_by="医事課"),
    "取消し": replace(PAGE, withdrawn_at=NOON, withdrawn_reason="誤り"),
    "訂正版": replace(PAGE, corrected_number="第2号"),
}


def test_注意喚起は_リンクから読み_院内掲示を受け取り_確認を知らせる(house: House, door: Client) -> None:
    written(house, 一病院="a@example.jp")
    number = issued(house, {**ALERT, "threat": SCRIPT})
    token = post(house)["a@example.jp"]
    assert door.get("/outside/circular/AAAAA-AAAAA-AAAAA-AAAAA").status_code == 404
    assert door.get("/outside/circulars").status_code == 404
    first = door.get(f"/outside/circular/{token}")
    assert (first.status_code, first.headers["location"]) == (303, "/outside/circulars")
    assert reaches(house, number)["一病院"] is Reach.SENT
    shown = door.get("/outside/circulars")
    assert SCRIPT not in shown.text
    assert token not in shown.text
    assert "直ちに医療情報システムの保守会社等に連絡" in shown.text
    assert reaches(house, number)["一病院"] is Reach.OPENED
    for what in ("letter", "poster"):
        assert door.get(f"/outside/circulars/{what}").content[:5] == b"%PDF-"
    for given, status in (
        ({"who": "医事課", "seal": "0"}, 409),
        ({"who": " ", "seal": seal(shown)}, 409),
        ({"who": "医事課", "seal": seal(shown)}, 303),
    ):
        answer = door.post("/outside/circulars/acknowledge", data=given, headers={"Origin": BASE})
        assert answer.status_code == status, answer.text
    assert reaches(house, number)["一病院"] is Reach.ACKNOWLEDGED
    assert "徳島県に知らせました" in door.get("/outside/circulars").text


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("name", PAGES)
def test_文書のどこに何を書かれても_字のまま示される(name: str, words: str) -> None:
    def drawn(typed: str) -> str:
        return page(everywhere(PAGES[name], typed), typed, typed)

    assert parsed(drawn(words), words) == parsed(drawn(HARMLESS), HARMLESS)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("注意喚起", "▲ 至急"),
        ("確認済み", "✓ 徳島県に知らせました"),
        ("取消し", "▲ この文書は取り消されました"),
        ("訂正版", "▲ この文書には訂正版があります"),
    ],
)
def test_はじめに知るべきことが_頭にある(name: str, said: str) -> None:
    assert f"<strong>{said}</strong>" in page(PAGES[name], "印", "")


def test_確認を知らせる欄は_まだ知らせていない生きた文書にだけある() -> None:
    assert {name for name, sheet in PAGES.items() if "<form" in page(sheet, "印", "")} == {"注意喚起"}


def test_脅威のない周知には_その欄がない() -> None:
    assert "脅威の内容" not in page(replace(PAGE, threat=""), "印", "")
