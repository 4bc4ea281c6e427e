"""The API describes itself whole, and answers for what it does not have in words, as JSON."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from cases import handbook
from tests.house import House
from tests.ui.web.conftest import Enter
from ui.web import api, api_offices, openapi


def described() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps(openapi.document()))
    return made


def test_すべての番地と操作が記述にある() -> None:
    paths = described()["paths"]
    for route in (*api.ROUTES, *api_offices.ROUTES):
        if route.path.endswith("/acts/{name}"):
            continue
        for method in (route.methods or set()) - {"HEAD"}:
            assert method.lower() in paths.get(route.path, {}), f"{method} {route.path}"
    acts = {f"/api/v1/cases/{{id}}/acts/{act.name}" for _, act in handbook.all_acts() if not act.opens_case}
    assert acts <= set(paths)
    names = [one["operationId"] for methods in paths.values() for one in methods.values()]
    assert len(names) == len(set(names))


def test_参照はすべて解け_見出しは日本語である() -> None:
    made = described()
    wanted = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(made)))
    assert wanted <= set(made["components"]["schemas"])
    said = [one["summary"] for methods in made["paths"].values() for one in methods.values()]
    assert [words for words in said if words.isascii()] == []


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "NotFound"),
        ("GET", "/api", 404, "NotFound"),
        ("DELETE", "/api/v1/cases/1", 405, "WrongMethod"),
        ("POST", "/api/v1/acts", 405, "WrongMethod"),
    ],
)
def test_ない番地と方法は文で断られる(enter: Enter, method: str, path: str, status: int, code: str) -> None:
    refused = enter("徳島県").ask(method, path)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert "。" in refused.json()["message"]


def test_サインインなしの断りにも名前がある(enter: Enter) -> None:
    refused = enter().get("/api/v1/cases")
    assert (refused.status_code, refused.json()["code"]) == (403, "NotSignedIn")


def test_国は事案を共有して案件を開き_誤った項目には一つずつ文が付く(enter: Enter, house: House) -> None:
    client = enter("厚生労働省", "担当")
    assert client.get("/api/v1/openapi.json").json()["info"]["title"] == "連絡"
    facts = {"facility": "つるぎ町立半田病院", "what_happened": "停止"}
    wrong = client.post("/api/v1/cases", json={"act": "share_incident", "facts": facts})
    assert wrong.json()["errors"] == [
        {
            "field": "detected_at",
            "type": "missing",
            "message": "「医療機関等が気付いた日時」を入力してください。",
        }
    ]
    facts["detected_at"] = house.clock.now().isoformat()
    opened = client.post("/api/v1/cases", json={"act": "share_incident", "facts": facts})
    assert opened.status_code == 201, opened.text
    assert client.get(f"/api/v1/cases/{opened.json()['case_id']}").json()["authority"] == "徳島県"
