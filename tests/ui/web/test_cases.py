"""A case over HTTP: the same desk, the same acts, the same refusals as on the screen, as JSON."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.house import House
from tests.ui.web.conftest import PASSWORD, Client, Enter

HOSPITAL = "つるぎ町立半田病院"


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


def test_signing_in_gives_a_cookie_and_out_takes_it_away(enter: Enter) -> None:
    client = enter("徳島県")
    assert client.get("/api/v1/cases").status_code == 200
    assert client.post("/sign-out").status_code == 303
    refused = client.get("/api/v1/cases")
    assert refused.status_code == 403
    assert "サインイン" in refused.json()["message"]


def test_a_wrong_password_is_refused_without_saying_which_half(enter: Enter, house: House) -> None:
    login = house.office("徳島県")["担当1"].login
    wrong = enter().post("/sign-in", data={"login": login, "password": PASSWORD + "x"})
    nobody = enter().post("/sign-in", data={"login": "nobody", "password": PASSWORD})
    assert (wrong.status_code, nobody.status_code) == (401, 401)
    assert "利用者ID又はパスワードが違います" in wrong.text
    assert "利用者ID又はパスワードが違います" in nobody.text


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
    "body", ["[]", '"x"', "null", "7", "{", "", '{"facts": null}', '{"facts": [1]}', '{"facts": 3}']
)
def test_json_of_another_shape_is_refused_in_words(enter: Enter, body: str) -> None:
    refused = enter("徳島県").post("/api/v1/cases", content=body, headers={"Content-Type": "application/json"})
    assert refused.status_code == 422, refused.text
    assert "項目と値の組で送ってください。" in refused.json()["message"]


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
