"""The lists over HTTP: a page of rows, or the whole list as a file; nothing but what is in scope, and it is noted."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from openpyxl import load_workbook

from cases.vocabulary import FacilityKind
from tests.house import House
from tests.ui.web.conftest import Client, Enter
from tests.ui.web.test_cases import HOSPITAL, opened

EVIL = '=HYPERLINK("https://evil.example","押す")'


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
