"""Facilities, requests, campaigns, offers and groups over HTTP: what the screens can do, with the same guards."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.ui.web.conftest import Enter
from tests.ui.web.test_api import HOSPITAL, act, opened, table

ASKED = {"title": "状況の確認", "event": "架空の一連の事案", "content": "被害の有無", "contact": "架空係"}


def test_医療機関等を_登録し_訂正し_保守会社等を加える(enter: Enter) -> None:
    tokushima, kochi, ministry = enter("徳島県"), enter("高知県"), enter("厚生労働省", "担当")
    names = {one["name"] for one in tokushima.get("/api/v1/facilities/acts").json()}
    assert {"register_facility", "correct_facility", "add_vendor", "move_facility"} <= names

    facts = {"name": "架空みなと診療所", "kind": "clinic", "municipality": "つるぎ町"}
    made = tokushima.post("/api/v1/facilities", json={"facts": facts})
    assert (made.status_code, made.json()["name"], made.json()["version"]) == (201, "架空みなと診療所", 1)
    assert tokushima.post("/api/v1/facilities", json={"facts": facts}).status_code == 409
    assert ministry.post("/api/v1/facilities", json={"facts": facts}).status_code == 403
    path = f"/api/v1/facilities/{made.json()['id']}"
    vendor = {"facts": {"company": "架空保守株式会社", "phone": "000-0000"}, "as_seen": 1}
    assert tokushima.post(f"{path}/acts/add_vendor", json=vendor).json()["version"] == 2
    stale = tokushima.post(f"{path}/acts/add_vendor", json=vendor)
    assert (stale.status_code, stale.json()["current"]) == (409, 2)
    assert len(stale.json()["changes"]) == 1
    wrong = tokushima.post(f"{path}/acts/add_vendor", json={"facts": {"phone": "1"}, "as_seen": 2})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "company")
    assert "「社名」" in wrong.json()["message"]
    assert tokushima.post(f"{path}/acts/judge", json=vendor).status_code == 404

    sheet = tokushima.get(path).json()
    assert (sheet["version"], [one["company"] for one in sheet["vendors"]]) == (2, ["架空保守株式会社"])
    found = tokushima.get("/api/v1/facilities", params={"words": "みなと", "kind": "clinic", "size": 1}).json()
    assert (found["total"], found["facilities"][0]["vendors"]) == (1, 1)
    assert tokushima.get("/api/v1/facilities", params={"kind": "castle"}).status_code == 422
    for other in (kochi.get(path), kochi.post(f"{path}/acts/add_vendor", json=vendor), tokushima.get(f"{path}x")):
        assert other.status_code == 404
    assert kochi.get("/api/v1/facilities").json()["total"] == 0


def test_依頼を_まとめて出し_受け_答え_催促する(enter: Enter) -> None:
    tokushima, kochi, ministry = enter("徳島県"), enter("高知県"), enter("厚生労働省", "担当")
    made = ministry.post("/api/v1/requests", json={"facts": ASKED | {"prefectures": ["徳島県", "高知県"]}})
    assert made.status_code == 201, made.text
    path = f"/api/v1/requests/{made.json()['number']}"
    assert tokushima.post("/api/v1/requests", json={"facts": ASKED | {"everybody": True}}).status_code == 403
    assert ministry.post("/api/v1/requests", json={"facts": ASKED}).status_code == 409
    assert tokushima.post(f"{path}/accept", json={}).json()["mine"]["state"] == "受諾"
    assert tokushima.post(f"{path}/answer", json={"facts": {}}).status_code == 422
    told = tokushima.post(f"{path}/answer", json={"facts": {"text": "被害はありません"}}).json()
    assert [one["code"] for one in told["addressees"]] == ["360007"]
    assert tokushima.post(f"{path}/accept", json={}).status_code == 409
    assert kochi.post(f"{path}/remind", json={}).status_code == 403
    assert ministry.post(f"{path}/remind", json={}).json() == {
        "reminded": len(ministry.get(path).json()["addressees"]) - 1
    }
    assert kochi.post(f"{path}/decline", json={"facts": {"reason": "保有していない"}}).status_code == 200
    assert ministry.get(path).json()["settled"] == 2
    assert {one["number"] for one in kochi.get("/api/v1/requests").json()["requests"]} == {made.json()["number"]}
    assert kochi.post(f"{path}/erase", json={}).status_code == 404
    assert kochi.get("/api/v1/requests/国-1999-0001").status_code == 404


def test_移送の申出と共通の原因も読め_よそには見えない(enter: Enter, house: House) -> None:
    tokushima, kochi = enter("徳島県"), enter("高知県")
    case = opened(tokushima, house)
    linked = act(tokushima, case, "link_case", kind="vendor", name="架空給食株式会社", reason="同じ保守回線")
    assert linked.status_code == 200, linked.text
    (group,) = tokushima.get("/api/v1/groups").json()["groups"]
    assert [one["facility"] for one in group["cases"]] == [HOSPITAL]
    supervisor = enter("徳島県", "課長")
    offered = act(supervisor, linked.json(), "propose_transfer", authority="高知県", reason="所在地の取り違え")
    assert offered.status_code == 200, offered.text
    (offer,) = kochi.get("/api/v1/offers").json()["offers"]
    assert (offer["incoming"], offer["number"], offer["waiting"]) == (True, case["number"], True)
    assert kochi.get("/api/v1/groups").json()["groups"] == []
    assert kochi.get(f"/api/v1/cases/{case['case_id']}").status_code == 404
    assert enter("厚生労働省", "担当").get("/api/v1/groups").json()["groups"][0]["name"] == "架空給食株式会社"
    for path in ("facilities", "requests", "offers", "groups", "lists", "list-takings", "facilities/acts"):
        assert enter().get(f"/api/v1/{path}").status_code == 403, path


@pytest.mark.requirement("R-206")
def test_要請の周知を_APIで送り_答え_事項ごとの状況が一覧になる(enter: Enter, house: House) -> None:
    ministry, tokushima, kochi = enter("厚生労働省", "担当"), enter("徳島県"), enter("高知県")
    facts = {
        "source_number": "架空第1号",
        "source_date": "2021-10-29",
        "source_sender": "架空庁",
        "source_subject": "警備協力について（要請）",
        "title": "行事に伴う協力要請",
        "cover": "別紙のとおりお願いします。",
        "contact": "総務課",
        "event_from": "2021-11-08",
        "event_to": "2021-11-09",
        "items": ["C3", "C8"],
        "prefectures": ["徳島県"],
    }
    assert tokushima.post("/api/v1/campaigns", json={"facts": facts}).status_code == 403
    wrong = ministry.post("/api/v1/campaigns", json={"facts": {**facts, "cover": ""}})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "cover")
    assert "送り状の文" in wrong.json()["message"]
    made = ministry.post("/api/v1/campaigns", json={"facts": facts})
    assert made.status_code == 201, made.text
    path, number = f"/api/v1/campaigns/{made.json()['number']}", made.json()["number"]
    said = {"items": [str(tokushima.get(path).json()["items"][1]["id"])], "state": "not_applicable"}
    assert tokushima.post(f"{path}/say", json={"facts": said}).status_code == 409
    told = tokushima.post(f"{path}/say", json={"facts": said | {"note": "該当する機器がない"}})
    assert told.json()["items"][1]["state"] == "該当なし"
    assert tokushima.post(f"{path}/stop", json={"facts": {"reason": "やめたい"}}).status_code == 403
    assert kochi.get(path).status_code == kochi.post(f"{path}/say", json={"facts": said}).status_code == 404
    assert kochi.get("/api/v1/campaigns").json()["campaigns"] == []
    rows = [one for one in table(ministry, "/api/v1/lists/measures.csv", number=number) if one["自治体"] == "徳島県"]
    assert [(one["元の事項"], one["状況"], one["補足・理由"]) for one in rows] == [
        ("C3", "未確認", ""),
        ("C8", "該当なし", "該当する機器がない"),
    ]
    assert ministry.post(f"{path}/stop", json={"facts": {"reason": "中止"}}).json()["over"] is True
    assert tokushima.post(f"{path}/say", json={"facts": said}).status_code == 409
