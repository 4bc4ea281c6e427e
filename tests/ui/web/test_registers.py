"""Facilities, requests, offers and groups over HTTP: what the screens can do, with the same guards."""

from __future__ import annotations

from tests.house import House
from tests.ui.web.conftest import Enter
from tests.ui.web.test_cases import HOSPITAL, act, opened

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
