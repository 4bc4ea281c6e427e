"""The application's own doors on a real database: sign-in, the HTTP API and its refusals."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import update
from starlette.applications import Starlette
from starlette.middleware import Middleware

from cases.counter import Counter
from cases.office.sign_in import hash_password
from cases.records import Officer
from infra.settings import Settings
from tests.house import House
from tests.ui.visitor import Visitor
from ui import counter as ui_counter
from ui.frame import frame
from ui.web import api, doors
from ui.web.guard import COOKIE, Guard, hosts_of

BASE = "http://127.0.0.1:8501"
OURS = {"Origin": BASE}
PASSWORD = "for-this-test-only"
HASH = hash_password(PASSWORD)


@pytest.fixture
def counter(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter]:
    """The counter of the house, with officers of two prefectures who can sign in."""
    house.office("徳島県"), house.office("高知県")
    house.facility()
    with house.owner.begin() as connection:
        connection.execute(update(Officer).values(password_hash=HASH))
    mine = Settings(_env_file=None, base_url=BASE)
    monkeypatch.setattr(doors, "settings", lambda: mine)
    before = list(ui_counter._held)
    one = Counter(house.doors, house.clock, practice=True)
    ui_counter.use(one)
    yield one
    ui_counter._held[:] = before


def visitor(counter: Counter, login: str = "") -> Visitor:
    """Somebody at the door; signed in when a login is named."""
    guard = Middleware(
        Guard, hosts=hosts_of(BASE, "127.0.0.1", 8501), pages=doors.PATHS, check=lambda token: counter.who_is(token)
    )
    app = Starlette(routes=[*doors.ROUTES, *api.ROUTES], middleware=[guard])
    one = Visitor(app, BASE)
    if login:
        answer = one.post("/sign-in", data={"login": login, "password": PASSWORD}, headers=OURS)
        one.cookies[COOKIE] = answer.cookies[COOKIE]
    return one


def login_of(house: House, authority: str, office: str = "担当1") -> str:
    return house.office(authority)[office].login


def suspicion(house: House) -> dict[str, object]:
    return {
        "facts": {
            "facility": "つるぎ町立半田病院",
            "what_happened": "電子カルテが使えない",
            "detected_at": house.clock.now().isoformat(),
            "awareness_source": "facility_report",
        }
    }


def test_every_page_has_a_door_of_its_own() -> None:
    """A link to a page, or its reloading, leads there."""
    assert {*doors.PAGES} - {""} == {*frame.DRAWN} - {"my_desk"}


def test_every_page_stands_once_in_the_sidebar() -> None:
    """The case's own page is reached from the lists only."""
    assert sorted(name for names in frame.GROUPS.values() for name in names) == sorted({*frame.DRAWN} - {"case"})


def test_the_first_page_is_japanese(house: House, counter: Counter) -> None:
    page = visitor(counter, login_of(house, "徳島県")).get("/")
    assert page.status_code == 200
    assert '<html lang="ja">' in page.text
    assert "<title>連絡</title>" in page.text
    assert "<script>" not in page.text
    assert "JavaScript を有効に" in page.text
    assert '<script src="/words.js" defer></script>' in page.text
    words = visitor(counter).get("/words.js")
    assert (words.status_code, words.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    assert "この画面はありません" in words.text


def test_the_sign_in_page_says_practice(counter: Counter) -> None:
    page = visitor(counter).get("/sign-in").text
    assert "演習" in page
    assert "起動した端末の画面" in page


def test_a_sign_in_sets_a_cookie_that_scripts_cannot_read(house: House, counter: Counter) -> None:
    data = {"login": login_of(house, "徳島県"), "password": PASSWORD, "next": "/worklist"}
    answer = visitor(counter).post("/sign-in", data=data, headers=OURS)
    assert (answer.status_code, answer.headers["location"]) == (303, "/worklist")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "/api/v1/cases"])
def test_a_sign_in_leads_only_to_our_own_pages(house: House, counter: Counter, target: str) -> None:
    data = {"login": login_of(house, "徳島県"), "password": PASSWORD, "next": target}
    assert visitor(counter).post("/sign-in", data=data, headers=OURS).headers["location"] == "/"


def test_a_sign_in_from_elsewhere_is_refused(house: House, counter: Counter) -> None:
    data = {"login": login_of(house, "徳島県"), "password": PASSWORD}
    assert visitor(counter).post("/sign-in", data=data, headers={"Origin": "http://evil.example"}).status_code == 403
    assert visitor(counter).post("/sign-in", data=data).status_code == 403


def test_five_failures_lock_the_login_and_say_until_when(house: House, counter: Counter) -> None:
    data = {"login": login_of(house, "徳島県"), "password": "wrong"}
    answers = [visitor(counter).post("/sign-in", data=data, headers=OURS) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert "00:45" in answers[-1].text


def test_signing_out_ends_the_session(house: House, counter: Counter) -> None:
    officer = visitor(counter, login_of(house, "徳島県"))
    assert officer.post("/sign-out", headers=OURS).status_code == 303
    assert officer.get("/api/v1/cases").status_code == 403


def test_the_api_names_every_act_with_its_schema(house: House, counter: Counter) -> None:
    acts = {act["name"]: act for act in visitor(counter, login_of(house, "徳島県")).get("/api/v1/acts").json()}
    assert acts["report_suspicion"]["opens_case"]
    assert "detected_at" in acts["report_suspicion"]["facts"]["properties"]


def test_a_case_is_opened_and_acted_on_over_the_api(house: House, counter: Counter) -> None:
    officer = visitor(counter, login_of(house, "徳島県"))
    opened = officer.post("/api/v1/cases", json=suspicion(house), headers=OURS)
    assert opened.status_code == 201
    path = f"/api/v1/cases/{opened.json()['case_id']}"
    act = {"facts": {"contact_person": "事務長"}, "as_seen": opened.json()["version"]}
    assert officer.post(f"{path}/acts/add_facts", json=act, headers=OURS).status_code == 200
    assert officer.get(path).json()["contact_person"] == "事務長"
    assert officer.get("/api/v1/cases").json()["total"] == 1

    stale = officer.post(f"{path}/acts/add_facts", json=act, headers=OURS)
    assert stale.status_code == 409
    assert stale.json()["code"] == "StaleVersion"
    assert "事実を追記する" in stale.json()["message"]


def test_another_prefecture_finds_nothing_over_the_api(house: House, counter: Counter) -> None:
    opened = visitor(counter, login_of(house, "徳島県")).post("/api/v1/cases", json=suspicion(house), headers=OURS)
    number = opened.json()["case_id"]
    stranger = visitor(counter, login_of(house, "高知県"))
    assert stranger.get("/api/v1/cases").json()["total"] == 0
    refused = stranger.get(f"/api/v1/cases/{number}")
    assert (refused.status_code, refused.json()["message"]) == (
        404,
        "お探しの案件は見つかりません。番号を確かめるか、一覧から選び直してください。",
    )
    act = {"facts": {"contact_person": "誰か"}, "as_seen": 1}
    assert stranger.post(f"/api/v1/cases/{number}/acts/add_facts", json=act, headers=OURS).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "said"),
    [
        ("POST", "/api/v1/cases", {"facts": {}}, 422, "「どの医療機関ですか」を入力してください。"),
        ("POST", "/api/v1/cases", {"facts": "x"}, 422, "項目と値の組で送ってください。"),
        ("POST", "/api/v1/cases", [], 422, "項目と値の組で送ってください。"),
        ("POST", "/api/v1/cases/1/acts/fly", {}, 404, "「fly」という操作はありません。"),
        ("GET", "/api/v1/cases/abc", None, 404, "お探しの案件は見つかりません。"),
        ("GET", "/api/v1/cases/99999999999999999999", None, 404, "お探しの案件は見つかりません。"),
    ],
)
def test_bad_input_is_refused_in_japanese(
    house: House, counter: Counter, method: str, path: str, body: object, status: int, said: str
) -> None:
    answer = visitor(counter, login_of(house, "徳島県")).ask(method, path, json=body, headers=OURS)
    assert answer.status_code == status
    assert said in answer.json()["message"]


def test_text_that_is_no_json_is_refused_in_japanese(house: House, counter: Counter) -> None:
    officer = visitor(counter, login_of(house, "徳島県"))
    answer = officer.post("/api/v1/cases", content=b"\xff{", headers=OURS)
    assert answer.status_code == 422
    assert "項目と値の組" in answer.json()["message"]
