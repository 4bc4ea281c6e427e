"""Cases and lists over HTTP: the same desk, the same acts, the same refusals as on the screen, as JSON."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from cases.vocabulary import FacilityKind
from tests.house import House
from tests.ui.web.conftest import Client, Enter

HOSPITAL = "つるぎ町立半田病院"
EVIL = '=HYPERLINK("https://evil.example","押す")'


def facts(house: House, **changed: Any) -> dict[str, Any]:
    given = {
        "facility": HOSPITAL,
        "what_happened": "プリンタから英文が大量に印刷された",
        "detected_at": house.clock.now().isoformat(),
        "awareness_source": "facility_report",
    }
    return {"facts": given | changed}


def opened(client: Client, house: House) -> dict[str, Any]:
    answer = client.post("/api/v1/cases", json=facts(house))
    assert answer.status_code == 201, answer.text
    taken: dict[str, Any] = answer.json()
    return taken


def act(client: Client, case: dict[str, Any], name: str, /, **given: Any) -> Any:
    path = f"/api/v1/cases/{case['case_id']}/acts/{name}"
    return client.post(path, json={"facts": given, "as_seen": case["version"]})


# -- the door ----------------------------------------------------------------------------------------------------


def test_a_post_without_origin_is_refused(enter: Enter, house: House) -> None:
    client = enter("徳島県")
    client.origin = None
    refused = client.post("/api/v1/cases", json=facts(house))
    assert refused.status_code == 403
    assert "別の画面からの操作は受け付けません" in refused.json()["message"]
    assert client.get("/api/v1/cases").json()["total"] == 0


# -- reading and acting ------------------------------------------------------------------------------------------


def test_what_is_taken_in_stands_in_the_list_and_opens(enter: Enter, house: House) -> None:
    client = enter("徳島県")
    case = opened(client, house)
    (row,) = client.get("/api/v1/cases", params={"search": "半田"}).json()["cases"]
    assert (row["number"], row["facility"], row["authority"]) == (case["number"], HOSPITAL, "徳島県")
    sheet = client.get(f"/api/v1/cases/{case['case_id']}").json()
    assert sheet["what_happened"] == "プリンタから英文が大量に印刷された"
    assert client.get("/api/v1/cases", params={"search": "大阪"}).json()["total"] == 0


def test_the_ministry_reads_what_the_prefecture_took_in(enter: Enter, house: House) -> None:
    case = opened(enter("徳島県"), house)
    sheet = enter("厚生労働省", "担当").get(f"/api/v1/cases/{case['case_id']}").json()
    assert (sheet["number"], sheet["authority"]) == (case["number"], "徳島県")


def test_an_act_moves_the_case_on(enter: Enter, house: House) -> None:
    client = enter("徳島県")
    case = opened(client, house)
    done = act(client, case, "add_facts", contact_person="事務長")
    assert done.status_code == 200
    assert done.json()["version"] == case["version"] + 1
    assert client.get(f"/api/v1/cases/{case['case_id']}").json()["contact_person"] == "事務長"


def test_the_api_names_every_act_with_its_schema(enter: Enter) -> None:
    acts = {one["name"]: one for one in enter("徳島県").get("/api/v1/acts").json()}
    assert acts["report_suspicion"]["opens_case"]
    assert "detected_at" in acts["report_suspicion"]["facts"]["properties"]


def test_the_time_of_a_minute_is_no_contradiction_to_its_seconds(enter: Enter, house: House) -> None:
    """Forms ask to the minute: what is judged in the minute of its detection is judged after it."""
    house.later(seconds=40)
    client = enter("徳島県")
    case = opened(client, house)
    minute = house.clock.now().replace(second=0, microsecond=0).isoformat()
    answers = {"attack": "yes", "failure": "yes", "leak": "unknown", "care": "present", "judged_at": minute}
    assert act(client, case, "judge", **answers).status_code == 200


# -- refusals ----------------------------------------------------------------------------------------------------


def test_another_authoritys_case_does_not_exist(enter: Enter, house: House) -> None:
    case = opened(enter("徳島県"), house)
    stranger = enter("高知県")
    read = stranger.get(f"/api/v1/cases/{case['case_id']}")
    done = act(stranger, case, "add_facts", contact_person="誰か")
    none = stranger.get("/api/v1/cases/987654")
    assert (read.status_code, done.status_code, none.status_code) == (404, 404, 404)
    assert read.json()["message"] == none.json()["message"]
    assert read.json()["message"].startswith("お探しの案件は見つかりません。")
    assert stranger.get("/api/v1/cases").json()["total"] == 0
    assert HOSPITAL not in read.text + done.text


def test_a_stale_version_is_told_what_happened(enter: Enter, house: House) -> None:
    client = enter("徳島県")
    case = opened(client, house)
    assert act(client, case, "add_facts", contact_person="事務長").status_code == 200
    stale = act(client, case, "add_facts", contact_person="院長")
    assert stale.status_code == 409
    assert stale.json()["current"] == case["version"] + 1
    assert "事実を追記する" in stale.json()["message"]


def test_an_act_without_the_version_that_was_seen_is_refused(enter: Enter, house: House) -> None:
    client = enter("徳島県")
    case = opened(client, house)
    path = f"/api/v1/cases/{case['case_id']}/acts/add_facts"
    assert client.post(path, json={"facts": {"contact_person": "事務長"}}).status_code == 409


def test_a_wrong_role_is_told_whose_deed_it_is(enter: Enter, house: House) -> None:
    case = opened(enter("徳島県"), house)
    refused = act(enter("徳島県", "医療監視員"), case, "approve_report", approved_at=house.clock.now().isoformat())
    assert refused.status_code == 403
    assert "決裁者" in refused.json()["message"]


def test_an_act_that_is_not_open_says_what_is_missing(enter: Enter, house: House) -> None:
    client = enter("徳島県")
    refused = act(client, opened(client, house), "send_report")
    assert refused.status_code == 409
    assert "「報告を送付する」は今はできません。" in refused.json()["message"]


def test_a_time_to_come_is_refused(enter: Enter, house: House) -> None:
    later = (house.clock.now() + timedelta(hours=3)).isoformat()
    refused = enter("徳島県").post("/api/v1/cases", json=facts(house, detected_at=later))
    assert refused.status_code == 422
    assert "現在より後" in refused.json()["message"]


def test_a_judgement_before_the_detection_names_both_times(enter: Enter, house: House) -> None:
    client = enter("徳島県")
    case = opened(client, house)
    early = (house.clock.now() - timedelta(hours=1)).isoformat()
    answers = {"attack": "yes", "failure": "yes", "leak": "unknown", "care": "present", "judged_at": early}
    refused = act(client, case, "judge", **answers)
    assert refused.status_code == 422
    assert "「判断日時」" in refused.json()["message"]
    assert "「覚知日時」" in refused.json()["message"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"facility": "無い病院"}, "登録されていません"),
        (
            {"facility": "無い病院", "facility_kind": "hospital", "municipality": "半田市町"},
            "という市区町村は見つかりません",
        ),
        ({"facility": "札幌の病院", "facility_kind": "hospital", "municipality": "札幌市"}, "札幌市が受け付けます"),
        ({"facility": 7}, "は文字で入力してください"),
        ({"what_happened": ["a"]}, "は文字で入力してください"),
        ({"detected_at": "きのう"}, "は日付と時刻で入力してください"),
        ({"detected_at": {"at": 1}}, "は日付と時刻で入力してください"),
        ({"no_such_field": 1}, "という項目はありません"),
    ],
)
def test_wrong_facts_are_refused_in_words_and_nothing_is_stored(
    enter: Enter, house: House, changed: dict[str, Any], said: str
) -> None:
    client = enter("徳島県")
    refused = client.post("/api/v1/cases", json=facts(house, **changed))
    assert refused.status_code == 422, refused.text
    assert said in refused.json()["message"]
    assert client.get("/api/v1/cases").json()["total"] == 0


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        '"x"',
        "null",
        "7",
        "{",
        "",
        b"\xff{",
        '{"facts": null}',
        '{"facts": [1]}',
        '{"facts": 3}',
        '{"facts": "x"}',
    ],
)
def test_json_of_another_shape_is_refused_in_words(enter: Enter, body: str | bytes) -> None:
    refused = enter("徳島県").post("/api/v1/cases", content=body, headers={"Content-Type": "application/json"})
    assert refused.status_code == 422, refused.text
    assert "項目と値の組で送ってください。" in refused.json()["message"]


@pytest.mark.parametrize(
    ("method", "path", "said"),
    [
        ("POST", "/api/v1/cases/1/acts/fly", "「fly」という操作はありません。"),
        ("GET", "/api/v1/cases/abc", "お探しの案件は見つかりません。"),
        ("GET", "/api/v1/cases/99999999999999999999", "お探しの案件は見つかりません。"),
    ],
)
def test_what_does_not_exist_is_not_found_in_words(enter: Enter, method: str, path: str, said: str) -> None:
    refused = enter("徳島県").ask(method, path, json={})
    assert refused.status_code == 404
    assert said in refused.json()["message"]


def test_facts_bare_or_under_their_name_open_a_case_and_none_are_asked_for(enter: Enter, house: House) -> None:
    client = enter("徳島県")
    assert client.post("/api/v1/cases", json=facts(house)["facts"]).status_code == 201
    refused = client.post("/api/v1/cases", json={"facts": {}})
    assert refused.status_code == 422
    assert "「どの医療機関ですか」を入力してください。" in refused.json()["message"]


@pytest.mark.parametrize("seen", ["1", 1.0, True, None, [1], {"version": 1}])
def test_a_version_that_is_no_number_counts_as_none_seen(enter: Enter, house: House, seen: object) -> None:
    client = enter("徳島県")
    case = opened(client, house)
    path = f"/api/v1/cases/{case['case_id']}/acts/add_facts"
    refused = client.post(path, json={"facts": {"contact_person": "事務長"}, "as_seen": seen})
    assert refused.status_code == 409


@pytest.mark.parametrize("asked", ["page=x", "page=0", "page=-3", "size=999999", "size=x", "stage=none", "search=%00"])
def test_a_list_asked_for_oddly_is_answered_or_refused_in_words(enter: Enter, house: House, asked: str) -> None:
    client = enter("徳島県")
    opened(client, house)
    answer = client.get(f"/api/v1/cases?{asked}")
    assert answer.status_code in (200, 404, 422), answer.text
    if answer.status_code != 200:
        assert answer.json()["message"].endswith("。")


def test_資料を入れ_取り出す(house: House, enter: Enter) -> None:
    officer = enter("徳島県", "担当1")
    case = opened(officer, house)["case_id"]
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


# -- lists -------------------------------------------------------------------------------------------------------


def table(client: Client, path: str, **asked: Any) -> list[dict[str, str]]:
    answer = client.get(path, params=asked)
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_一覧はどの形でも同じ行で_条件が効き_だれが取り出したかが残る(enter: Enter, house: House) -> None:
    tokushima, kochi, ministry = enter("徳島県"), enter("高知県"), enter("厚生労働省", "担当")
    number = opened(tokushima, house)["number"]
    house.drain()
    house.facility(EVIL, kind=FacilityKind.CLINIC)

    # a page, the whole as CSV, Excel, JSON
    page = tokushima.get("/api/v1/lists/cases").json()
    assert (page["total"], page["rows"][0]["number"], page["rows"][0]["facility"]) == (1, number, HOSPITAL)
    assert page["rows"][0]["grasped_at"].endswith("Z")
    (row,) = table(tokushima, "/api/v1/lists/cases.csv")
    assert (row["番号"], row["把握日時"], row["進行中の段階"][:2]) == (number, "2021/10/31 00:30", "覚知")
    assert row["次の業務"]
    assert (row["判断"], row["診療への支障"]) == ("判断待ち", "不明")
    answer = tokushima.get("/api/v1/lists/cases.xlsx")
    name = "filename*=UTF-8''%E3%80%90%E6%BC%94%E7%BF%92%E3%80%91"
    assert answer.headers["content-disposition"].startswith(f"attachment; {name}")
    assert answer.headers["content-disposition"].endswith("_20211031_0030.xlsx")
    assert answer.headers["x-content-type-options"] == "nosniff"
    book = load_workbook(io.BytesIO(answer.content))
    assert book.worksheets[0]["A2"].value == number
    assert ("演習", "【演習】実在の事案ではありません") in list(book.worksheets[1].iter_rows(values_only=True))
    plain = tokushima.get("/api/v1/lists/cases.json", params={"overdue": "false"}).json()
    assert plain["rows"][0]["grasped_at"] == "2021-10-31T00:30:00+09:00"

    # conditions
    assert table(tokushima, "/api/v1/lists/cases.csv", search="大阪") == []
    assert len(table(tokushima, "/api/v1/lists/cases.csv", stage="detection", search="半田")) == 1
    assert table(tokushima, "/api/v1/lists/cases.csv", closed="true") == []
    found = table(tokushima, "/api/v1/lists/facilities.csv", kind="clinic")
    assert [one["名称"] for one in found] == [f"'{EVIL}"]
    sheet = load_workbook(io.BytesIO(tokushima.get("/api/v1/lists/facilities.xlsx?kind=clinic").content)).worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].data_type) == (EVIL, "s")
    tasks = table(tokushima, "/api/v1/lists/tasks.csv")
    assert {one["案件"] for one in tasks} == {number}
    held = {one["担当の別"] for one in tasks}
    assert held <= {"自分", "担当未定", "ほかの職員"}
    assert {one["担当の別"] for one in table(tokushima, "/api/v1/lists/tasks.csv", holding="mine")} <= {"自分"}
    assert table(tokushima, "/api/v1/lists/papers.csv", year=2021) == []

    # what is wrong is said, not guessed
    for asked, said in (({"stage": "nowhere"}, "「段階」"), ({"colour": "red"}, "「colour」という項目はありません")):
        refused = tokushima.get("/api/v1/lists/cases", params=asked)
        assert refused.status_code == 422
        assert said in refused.json()["message"]
    for path in ("nowhere", "nowhere.csv", "cases.pdf", "nation", "nation.csv", "authorities", "answers.csv?number=x"):
        assert tokushima.get(f"/api/v1/lists/{path}").status_code == 404, path
    assert enter().get("/api/v1/lists/cases.csv").status_code == 403

    # scope
    assert table(kochi, "/api/v1/lists/cases.csv") == []
    assert kochi.get("/api/v1/lists/facilities").json()["total"] == 0
    nation = table(ministry, "/api/v1/lists/nation.csv", prefecture="徳島県", knows="nothing")
    assert [(one["都道府県"], one["番号"], one["国への報告"]) for one in nation] == [("徳島県", number, "未")]
    assert table(ministry, "/api/v1/lists/nation.csv", prefecture="高知県") == []
    places = table(ministry, "/api/v1/lists/authorities.csv")
    assert len(places) == 157
    assert [one["自治体"] for one in table(ministry, "/api/v1/lists/authorities.csv", busy="true")] == ["徳島県"]

    # the log: every file that came, none that was refused, a page neither
    with house.desk(house.office("徳島県")["担当1"]) as desk:
        seen = desk.exports.takings()
    assert (seen[-1].office, seen[-1].title, seen[-1].kind, seen[-1].rows) == ("徳島県 担当1", "案件一覧", "CSV", 1)
    assert ("段階: 覚知", "検索: 半田") in {tuple(reversed(one.conditions)) for one in seen}
    assert {one.office for one in seen} == {"徳島県 担当1"}
    with house.desk(house.office("厚生労働省")["担当"]) as desk:
        assert "高知県 担当1" in {one.office for one in desk.exports.takings()}


def test_依頼の回答も一覧になる(enter: Enter, house: House) -> None:
    ministry, tokushima = enter("厚生労働省", "担当"), enter("徳島県")
    with house.desk(house.office("厚生労働省")["担当"]) as desk:
        number = desk.requests.issue(
            {
                "title": "状況",
                "event": "架空の事案",
                "content": "状況を知りたい",
                "contact": "係",
                "prefectures": ["徳島県", "高知県"],
            }
        )
    with house.desk(house.office("徳島県")["担当1"]) as desk:
        desk.requests.answer(number, {"text": "ありません", "final": False})
        desk.requests.answer(number, {"text": "-1件でした"})
    rows = {one["自治体"]: one for one in table(ministry, "/api/v1/lists/answers.csv", number=number)}
    assert (rows["徳島県"]["状態"], rows["徳島県"]["回答"]) == ("回答済", "ありません\n-1件でした")
    assert (rows["高知県"]["状態"], rows["高知県"]["回答"]) == ("回答待ち", "")
    assert [one["自治体"] for one in table(tokushima, "/api/v1/lists/answers.csv", number=number)] == ["徳島県"]
