"""A facility's page about its poster: today's poster to print, and where it hangs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import httpx
import pytest

from cases.posters.door import PostingSheet
from cases.posters.sheet import PosterPage, VendorBlock
from cases.posters.standing import Standing
from tests.house import House
from tests.ui.test_outside_pages import NOON
from tests.ui.web.conftest import Client
from tests.ui.web.hostile import HARMLESS, HOSTILE, everywhere, parsed
from tests.ui.web.outside.conftest import seal
from ui.web.outside.posting import page

VENDOR = VendorBlock(company="架空保守株式会社", phone="000-0000", person="山田")
POSTER = PosterPage(
    facility="つるぎ町立半田病院",
    office=("医政局", "参事官室"),
    phone="03-0000-0000",
    hours="平日9時から17時まで",
    vendors=(VENDOR,),
    as_of="令和３年10月31日現在",
)
SHEET = PostingSheet(
    facility="つるぎ町立半田病院",
    authority="徳島県",
    expires_at=NOON,
    day=NOON.date(),
    poster=POSTER,
    unfilled=(),
    confirmed_at=NOON,
    places=("医事課", "薬局"),
    since=date(2021, 10, 1),
    practice=False,
)
BLANK = replace(
    SHEET,
    poster=POSTER.model_copy(update={"phone": "", "vendors": (VendorBlock(company="架空保守株式会社"),)}),
    unfilled=("厚生労働省の電話番号", "電話番号", "担当者名"),
)
TYPED = {"places": "各病棟", "since": "2021-10-30", "who": "医事課 係長", "same": "no", "seal": "印"}


def link(house: House) -> tuple[int, str]:
    """The facility's number, and its link of today."""
    with house.desk(house.office("徳島県")["担当1"]) as desk:
        number = desk.registry.search("半田").rows[0].id
        return number, desk.posters.link(number)


def opened(house: House, door: Client) -> httpx.Response:
    first = door.get(f"/outside/posting/{link(house)[1]}")
    assert (first.status_code, first.headers["location"]) == (303, "/outside/poster")
    return door.get("/outside/poster")


# -- by its link -------------------------------------------------------------------------------------------------


def test_リンクから掲示を受け取り_掲示した場所を知らせる(house: House, door: Client) -> None:
    shown = opened(house, door)
    assert "つるぎ町立半田病院の院内掲示" in shown.text
    taken = door.get("/outside/poster/file")
    assert (taken.content[:5], taken.headers["content-type"]) == (b"%PDF-", "application/pdf")
    told = {"places": "医事課、薬局", "since": "2021-10-30", "who": "医事課 係長", "same": "yes", "seal": seal(shown)}
    sent = door.post("/outside/poster/confirm", data=told)
    assert (sent.status_code, sent.headers["location"]) == (303, "/outside/poster?said=1")
    assert "掲示の状況を自治体に知らせました。" in door.get(sent.headers["location"]).text
    with house.desk(house.office("徳島県")["担当1"]) as desk:
        row = desk.posters.state(desk.registry.search("半田").rows[0].id).row
    assert row is not None
    assert (row.standing, row.places, row.since) == (Standing.RIGHT, ("医事課", "薬局"), date(2021, 10, 30))


@pytest.mark.parametrize("changed", [{"since": "きのう"}, {"since": "2999-01-01"}, {"places": " "}, {"who": ""}])
def test_断られた欄は_書いたまま残る(house: House, door: Client, changed: dict[str, str]) -> None:
    shown = opened(house, door)
    refused = door.post("/outside/poster/confirm", data=TYPED | {"seal": seal(shown)} | changed)
    assert refused.status_code == 409
    assert "▲ 受け付けていません" in refused.text
    wanted = {f"value={words}" for name, words in (TYPED | changed).items() if name in ("places", "since", "who")}
    assert wanted <= {part for tag in parsed(refused.text) if tag[0] == "input" for part in tag}


def test_別の画面の印では_知らせられない(house: House, door: Client) -> None:
    opened(house, door)
    assert door.post("/outside/poster/confirm", data=TYPED).status_code == 409


@pytest.mark.parametrize("path", ["/outside/poster", "/outside/poster/file", "/outside/posting/AAAAA-AAAAA-AAAAA"])
def test_リンクを持たない人には_掲示も見えない(house: House, door: Client, path: str) -> None:
    answer = door.get(path)
    assert answer.status_code == 404
    assert "このリンクは使えません" in answer.text


# -- the page ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("sheet", [SHEET, BLANK], ids=["すべて記入", "未記入あり"])
@pytest.mark.parametrize("typed", [{}, TYPED], ids=["初め", "断りの後"])
def test_掲示のどこに何を書かれても_字のまま示される(sheet: PostingSheet, words: str, typed: dict[str, str]) -> None:
    def drawn(said: str) -> str:
        return page(everywhere(sheet, said), said, said, said, {name: said for name in typed})

    assert parsed(drawn(words), words) == parsed(drawn(HARMLESS), HARMLESS)


def test_未記入の欄は_手で書くよう案内する() -> None:
    assert "架空保守株式会社　（未記入）　（未記入）" in page(BLANK, "印", "", "", {})
    assert "未記入の欄（厚生労働省の電話番号、電話番号、担当者名）は" in page(BLANK, "印", "", "", {})
    assert "未記入" not in page(SHEET, "印", "", "", {})


def test_前回の確認が_初めの値になる() -> None:
    drawn = page(SHEET, "印", "", "", {})
    assert "前回の確認: 2021年10月31日(日) 12:00　医事課、薬局" in drawn
    assert 'value="医事課、薬局"' in drawn
    assert 'value="2021-10-01"' in drawn


@pytest.mark.parametrize(("typed", "chosen"), [({}, "same-y"), ({"same": "no"}, "same-n"), ({"same": ""}, "same-y")])
def test_同じものかは_どちらか一つが選ばれている(typed: dict[str, str], chosen: str) -> None:
    tags = parsed(page(SHEET, "印", "", "", typed))
    assert [f"id={chosen}"] == [tag[3] for tag in tags if "checked=None" in tag]
