"""The application's own doors: its first page, the pages' addresses, signing in and out."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.ui.web.conftest import PASSWORD, Enter
from ui.frame import frame


def data(house: House, **changed: str) -> dict[str, str]:
    """The fields of the sign-in form as 徳島県's officer fills them in."""
    return {"login": house.office("徳島県")["担当1"].login, "password": PASSWORD} | changed


# -- pages -------------------------------------------------------------------------------------------------------


def test_どの画面にも自分の番地があり_リンクや再読込みで開く(enter: Enter) -> None:
    officer = enter("徳島県")
    addresses = ["/", *(f"/{name}" for name in frame.DRAWN if name != "my_desk")]
    assert {officer.get(path).status_code for path in addresses} == {200}


@pytest.mark.parametrize("path", ["/my_desk", "/nowhere", "/worklist/1"])
def test_画面のない番地は_ないと言う(enter: Enter, path: str) -> None:
    answer = enter("徳島県").get(path)
    assert answer.status_code == 404
    assert "お探しのページは見つかりません" in answer.text


def test_every_page_stands_once_in_the_sidebar() -> None:
    """The case's own page is reached from the lists only."""
    assert sorted(name for names in frame.GROUPS.values() for name in names) == sorted({*frame.DRAWN} - {"case"})


def test_the_first_page_is_japanese(enter: Enter) -> None:
    page = enter("徳島県").get("/")
    assert page.status_code == 200
    assert '<html lang="ja">' in page.text
    assert "<title>連絡</title>" in page.text
    assert "<script>" not in page.text
    assert "JavaScript を有効に" in page.text
    assert '<script src="/words.js" defer></script>' in page.text


@pytest.mark.parametrize(
    ("path", "kind", "said"),
    [
        ("/words.js", "text/javascript; charset=utf-8", "この画面はありません"),
        ("/icon.svg", "image/svg+xml", "<svg"),
        ("/favicon.png", "image/svg+xml", "<svg"),
        ("/health", "application/json", '"ok"'),
    ],
)
def test_サインインの前にも要るものは_だれにでも渡す(enter: Enter, path: str, kind: str, said: str) -> None:
    answer = enter().get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert said in answer.text


# -- signing in --------------------------------------------------------------------------------------------------


def test_the_sign_in_page_says_practice(enter: Enter) -> None:
    page = enter().get("/sign-in").text
    assert "演習" in page
    assert "起動した端末の画面" in page


def test_a_sign_in_sets_a_cookie_that_scripts_cannot_read(enter: Enter, house: House) -> None:
    answer = enter().post("/sign-in", data=data(house, next="/worklist"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/worklist")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_サインインの後は_開こうとした案件へ進む(enter: Enter, house: House) -> None:
    nobody = enter()
    asked = nobody.get("/case?id=7&part=2")
    assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?next=/case%3Fid%3D7%26part%3D2")
    assert 'name="next" value="/case?id=7&amp;part=2"' in nobody.get(asked.headers["location"]).text
    signed = nobody.post("/sign-in", data=data(house, next="/case?id=7&part=2"))
    assert signed.headers["location"] == "/case?id=7&part=2"


def test_サインインしている人は_入口を通り過ぎる(enter: Enter) -> None:
    answer = enter("徳島県").get("/sign-in?next=/worklist")
    assert (answer.status_code, answer.headers["location"]) == (303, "/worklist")


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "/api/v1/cases"])
def test_a_sign_in_leads_only_to_our_own_pages(enter: Enter, house: House, target: str) -> None:
    assert enter().post("/sign-in", data=data(house, next=target)).headers["location"] == "/"


@pytest.mark.parametrize("origin", ["http://evil.example", None])
def test_a_sign_in_from_elsewhere_is_refused(enter: Enter, house: House, origin: str | None) -> None:
    nobody = enter()
    nobody.origin = origin
    assert nobody.post("/sign-in", data=data(house)).status_code == 403


def test_a_wrong_password_is_refused_without_saying_which_half(enter: Enter, house: House) -> None:
    wrong = enter().post("/sign-in", data=data(house, password=PASSWORD + "x"))
    nobody = enter().post("/sign-in", data=data(house, login="nobody"))
    assert (wrong.status_code, nobody.status_code) == (401, 401)
    assert "利用者ID又はパスワードが違います" in wrong.text
    assert "利用者ID又はパスワードが違います" in nobody.text


def test_five_failures_lock_the_login_and_say_until_when(enter: Enter, house: House) -> None:
    answers = [enter().post("/sign-in", data=data(house, password="wrong")) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert "00:45" in answers[-1].text


# -- signing out -------------------------------------------------------------------------------------------------


def test_signing_in_gives_a_cookie_and_out_takes_it_away(enter: Enter) -> None:
    client = enter("徳島県")
    assert client.get("/api/v1/cases").status_code == 200
    assert client.post("/sign-out").status_code == 303
    refused = client.get("/api/v1/cases")
    assert refused.status_code == 403
    assert "サインイン" in refused.json()["message"]


def test_終える番地を開いただけでは_サインインは終わらない(enter: Enter) -> None:
    client = enter("徳島県")
    assert client.get("/sign-out").headers["location"] == "/"
    assert client.get("/api/v1/cases").status_code == 200
