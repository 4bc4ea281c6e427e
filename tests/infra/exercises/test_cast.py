"""誰が演じるか: 人が書くとおりの名で見つけ、いない人と町には直し方を示す。"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cases.vocabulary import Role
from infra.exercises.cast import Cast, authority, default_staff, municipality, split
from infra.exercises.scenario import read

DAY = date(2026, 4, 6)
SCENARIO = """
[exercise]
title = "夜の当番"
[[office]]
authority = "徳島県"
[[office.officer]]
office = "夜間当番"
roles = ["担当職員"]
on_call_order = 1
email = "yakan@example.jp"
[[office.officer]]
login = "kacho"
office = "医療政策課長"
roles = ["supervisor", "システム管理者"]
[[step]]
at = 2026-04-06T09:00:00
act = "report_suspicion"
by = "高松市 担当1"
[step.expect]
visible = { "奈良県" = false }
lead = "愛媛県 担当2"
"""


@pytest.fixture
def cast(tmp_path: Path) -> Cast:
    file = tmp_path / "x.toml"
    file.write_text(SCENARIO, encoding="utf-8")
    return Cast.of(read(file)[0])


def test_ファイルの職員と_名の挙がった役所と厚生労働省が揃う(cast: Cast) -> None:
    names = {member.full for member in cast.members()}
    assert {"徳島県 夜間当番", "徳島県 医療政策課長", "高松市 担当1", "愛媛県 担当2", "厚生労働省 担当"} <= names
    assert "奈良県 課長" in names
    assert "徳島県 担当1" not in names, "職員を書いた役所に、ほかの職員は置かない"


@pytest.mark.parametrize(
    ("who", "full"),
    [
        ("徳島県 夜間当番", "徳島県 夜間当番"),
        ("徳島県　夜間当番", "徳島県 夜間当番"),
        ("徳島県夜間当番", "徳島県 夜間当番"),
        ("kacho", "徳島県 医療政策課長"),
        ("徳島県 決裁者", "徳島県 医療政策課長"),
        ("360007 夜間当番", "徳島県 夜間当番"),
        ("高松市 担当１", "高松市 担当1"),
        ("厚労省 担当", "厚生労働省 担当"),
        ("MHLW 厚生労働省担当", "厚生労働省 担当"),
    ],
)
def test_人が書くとおりの名で見つかる(cast: Cast, who: str, full: str) -> None:
    assert cast.find(who).full == full


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("徳島県 部長", "徳島県に「部長」はいません（いる職員: 夜間当番、医療政策課長）。"),
        ("徳島県", "徳島県に「」はいません"),
        ("徳島市 担当1", "「徳島市」は保健所を設置していません。所管の徳島県を書いてください。"),
        ("徳嶋県 担当1", "「徳嶋県」という自治体はありません。「徳島県」のことではありませんか。"),
    ],
)
def test_見つからない人には_いる人か直し方を示す(cast: Cast, who: str, told: str) -> None:
    with pytest.raises(LookupError) as unknown:
        cast.find(who)
    assert str(unknown.value).startswith(told)


def test_書かなかったことは補われる(cast: Cast) -> None:
    at_night, chief = cast.staff["360007"]
    assert (at_night.login, at_night.email, at_night.on_call_order) == ("360007-1", "yakan@example.jp", 1)
    assert (chief.email, chief.roles) == ("kacho@renraku.invalid", {Role.SUPERVISOR, Role.ADMIN})


def test_ふだんの顔ぶれ() -> None:
    assert [one.office for one in default_staff("高松市")] == ["担当1", "担当2", "課長", "医療監視員"]
    assert [one.roles for one in default_staff("厚労省")] == [{Role.MINISTRY}]


@pytest.mark.parametrize(
    ("who", "parts"),
    [
        ("徳島県 担当1", ("徳島県", "担当1")),
        ("徳島県担当1", ("徳島県", "担当1")),
        ("神奈川県横須賀市 課長", ("神奈川県", "横須賀市課長")),
        ("よそ 担当", ("よそ", "担当")),
    ],
)
def test_役所と職名に分ける(who: str, parts: tuple[str, str]) -> None:
    assert split(who) == parts


def test_役所は名でも番号でも通じる() -> None:
    assert authority("徳島県") == authority("360007") == ("360007", "徳島県")
    assert authority("厚労省") == authority("MHLW") == ("MHLW", "厚生労働省")


def test_町は名でも番号でも_県を冠しても見つかり_同じ名の町には県を求める() -> None:
    found = municipality("鳴門市", "", DAY)
    assert municipality(found.code6, "", DAY) == municipality("徳島県鳴門市", "", DAY) == found
    assert {municipality("府中市", where, DAY).prefecture for where in ("東京都", "広島県")} == {"東京都", "広島県"}
    with pytest.raises(LookupError, match=r"「府中市」は.*にあります。prefecture を書いてください。"):
        municipality("府中市", "", DAY)
    with pytest.raises(LookupError, match="「鳴戸市」という市区町村はありません。「鳴門市」のことではありませんか。"):
        municipality("鳴戸市", "", DAY)
