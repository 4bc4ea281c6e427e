"""The HTTP API described by itself (OpenAPI 3.1), and its answer for an address or a method that it does not have.

Every act has its own entry with the model of its facts, drawn from the stage files: nothing is typed twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NotRequired, TypedDict

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Match, Route

from cases import handbook
from cases.errors import NotFound
from cases.exports.lists import KINDS
from cases.ministry.campaigns.facts import FORMS as CAMPAIGN_FORMS
from cases.ministry.campaigns.facts import MOVE, SEND, STATE, STOP
from cases.ministry.requests import ANSWER, DECLINE, FORMS, ISSUE
from cases.registry.deeds import FACILITY_ACTS, REGISTRATION
from ui import texts
from ui.web import api, api_offices
from ui.web.guard import COOKIE

Schema = dict[str, object]
"""A JSON Schema, or a part of one."""
Schemas = dict[str, Schema]
"""By name: what `$ref` points at."""


class Content(TypedDict):
    schema: Schema


class Said(TypedDict):
    """An answer."""

    description: str
    content: dict[str, Content]


class Sent(TypedDict):
    """A request's body."""

    required: bool
    content: dict[str, Content]


Parameter = TypedDict("Parameter", {"name": str, "in": str, "required": NotRequired[bool], "schema": Schema})


class Operation(TypedDict):
    """What one method does at one address. `responses` by status."""

    summary: str
    operationId: str
    parameters: list[Parameter]
    responses: dict[str, Said]
    description: NotRequired[str]
    requestBody: NotRequired[Sent]


ADDRESS = "/api/v1/openapi.json"
JSON = "application/json"
ABOUT = """画面と同じ窓口・操作・権限です。サインインで得た Cookie を送り、POST には自分の Origin も付けます。
日時は ISO 8601 で、時差を付けます（日本時間なら +09:00）。断りは {code, message}（項目の誤りには errors、古い版には
current と changes）で、message は日本語の文です。何も保存されず、送った内容を直してもう一度送れます。
as_seen は画面を開いたときの案件の版（version）で、ほかの人が変えていれば 409 になります。"""
WHAT: dict[tuple[str, str], str] = {
    ("GET", "/api/v1/acts"): "操作の一覧（事実は JSON Schema）",
    ("GET", "/api/v1/cases"): "案件の一覧（stage, search, mine, overdue, closed, page）",
    ("POST", "/api/v1/cases"): "疑いを受け付ける、又は（厚生労働省が）事案を共有する。案件が開く",
    ("GET", "/api/v1/cases/{id}"): "案件（画面に見えるすべて）",
    ("POST", "/api/v1/cases/{id}/files"): "資料を案件に入れる（multipart の file、次に keep_file）",
    ("GET", "/api/v1/cases/{id}/files/{file}"): "資料を取り出す",
    ("GET", "/api/v1/cases/{id}/exports"): "書き出せる様式の一覧",
    ("GET", "/api/v1/cases/{id}/exports/{name}"): "様式に書き出す",
    ("GET", "/api/v1/lists"): "一覧の種類と条件",
    ("GET", "/api/v1/lists/{name}"): "一覧",
    ("GET", "/api/v1/lists/{name}.{kind}"): "一覧をファイルに書き出す",
    ("GET", "/api/v1/posters/{id}.zip"): "印刷済みの院内掲示（zip）",
    ("GET", "/api/v1/facilities"): "医療機関等の一覧",
    ("POST", "/api/v1/facilities"): "医療機関等を登録する",
    ("GET", "/api/v1/facilities/acts"): "医療機関等の登録の操作の一覧",
    ("GET", "/api/v1/facilities/{id}"): "医療機関等",
    ("GET", "/api/v1/requests"): "国からの依頼の一覧",
    ("POST", "/api/v1/requests"): "自治体に依頼する",
    ("GET", "/api/v1/requests/{number}"): "国からの依頼",
    ("POST", "/api/v1/requests/{number}/{deed}"): "依頼に答える（accept、answer、decline）・催促する（remind）",
    ("GET", "/api/v1/campaigns"): "要請の周知の一覧",
    ("POST", "/api/v1/campaigns"): "要請を周知する",
    ("GET", "/api/v1/campaigns/{number}"): "要請の周知",
    ("POST", "/api/v1/campaigns/{number}/{deed}"): "日程を改める（move）・取りやめる（stop）・状況を記録する（say）",
    ("GET", "/api/v1/offers"): "移送の申出の一覧",
    ("GET", "/api/v1/groups"): "関連のまとまりの一覧",
    ("GET", "/api/v1/list-takings"): "一覧の書出しの記録",
}
OPENS = ("/api/v1/cases", "/api/v1/facilities", "/api/v1/requests", "/api/v1/campaigns")
TAKEN: Schema = {
    "type": "object",
    "properties": {
        "case_id": {"type": "integer"},
        "number": {"type": "string"},
        "version": {"type": "integer"},
        "once": {"type": "string"},
    },
}
REFUSAL: Schema = {
    "type": "object",
    "required": ["code", "message"],
    "properties": {
        "code": {"type": "string", "enum": sorted(one.__name__ for one in texts.known_refusals())},
        "message": {"type": "string", "description": "日本語の文"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("field", "type", "message")},
            },
        },
        "current": {"type": "integer", "description": "今の版（StaleVersion のとき）"},
        "changes": {"type": "array", "items": {"type": "string"}},
    },
}


@cache
def document() -> dict[str, object]:
    """The whole description."""
    paths: dict[str, dict[str, Operation]] = {}
    schemas: Schemas = {"Refusal": REFUSAL, "Taken": TAKEN}
    for path, method, operation in _operations(schemas):
        paths.setdefault(path, {})[method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "連絡", "version": "1", "description": ABOUT},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": COOKIE}},
        },
        "security": [{"session": []}],
    }


def _operations(schemas: Schemas) -> Iterator[tuple[str, str, Operation]]:
    for (method, path), what in WHAT.items():
        yield path, method, _operation(method, path, what, _given(method, path, schemas))
    for _, act in handbook.all_acts():
        if not act.opens_case:
            path = f"/api/v1/cases/{{id}}/acts/{act.name}"
            body = _deed(act.name, act.facts, schemas)
            yield path, "POST", _operation("POST", path, act.label, body, act.help)
    for one in FACILITY_ACTS.values():
        path = f"/api/v1/facilities/{{id}}/acts/{one.name}"
        yield path, "POST", _operation("POST", path, one.label, _deed(one.name, one.facts, schemas), one.help)


def _given(method: str, path: str, schemas: Schemas) -> Schema | None:
    """What a POST beside the acts takes."""
    match method, path:
        case "POST", "/api/v1/cases":
            opening = [act for _, act in handbook.all_acts() if act.opens_case]
            return {
                "type": "object",
                "required": ["facts"],
                "properties": {
                    "act": {"enum": [act.name for act in opening], "default": api.INTAKE},
                    "facts": {"anyOf": [_schema(act.name, act.facts, schemas) for act in opening]},
                },
            }
        case "POST", "/api/v1/facilities":
            return _deed(REGISTRATION.name, REGISTRATION.facts, schemas)
        case "POST", "/api/v1/requests":
            facts = _schema("request_issued", FORMS[ISSUE], schemas)
            return {"type": "object", "required": ["facts"], "properties": {"facts": facts}}
        case "POST", "/api/v1/requests/{number}/{deed}":
            answers = (("request_answered", FORMS[ANSWER]), ("request_declined", FORMS[DECLINE]))
            facts = {"anyOf": [_schema(name, model, schemas) for name, model in answers]}
            return {"type": "object", "properties": {"facts": facts}}
        case "POST", "/api/v1/campaigns":
            facts = _schema("campaign_sent", CAMPAIGN_FORMS[SEND], schemas)
            return {"type": "object", "required": ["facts"], "properties": {"facts": facts}}
        case "POST", "/api/v1/campaigns/{number}/{deed}":
            deeds = (("event_moved", MOVE), ("campaign_stopped", STOP), ("item_said", STATE))
            facts = {"anyOf": [_schema(name, CAMPAIGN_FORMS[label], schemas) for name, label in deeds]}
            return {"type": "object", "required": ["facts"], "properties": {"facts": facts}}
    return None


def _deed(name: str, model: type[BaseModel], schemas: Schemas) -> Schema:
    facts = _schema(name, model, schemas)
    seen = {"type": "integer", "description": "画面を開いたときの版（version）"}
    return {"type": "object", "required": ["facts"], "properties": {"facts": facts, "as_seen": seen}}


def _schema(name: str, model: type[BaseModel], schemas: Schemas) -> Schema:
    made = model.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= made.pop("$defs", {})
    schemas[name] = made
    return _ref(name)


def _operation(method: str, path: str, what: str, body: Schema | None = None, about: str = "") -> Operation:
    made: Operation = {
        "summary": what,
        "operationId": f"{method.lower()}_{'_'.join(re.findall(r'[a-z_-]+', path.removeprefix('/api/v1/')))}",
        "parameters": [*_parameters(method, path)],
        "responses": _answers(method, path, what),
    }
    if about:
        made["description"] = about
    if path.endswith("/files"):
        form: Schema = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
        made["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": form}}}
    elif body is not None:
        made["requestBody"] = {"required": True, "content": {JSON: {"schema": body}}}
    return made


def _answers(method: str, path: str, what: str) -> dict[str, Said]:
    opens = method == "POST" and path in (*OPENS, "/api/v1/cases/{id}/files")
    taken = "/acts/" in path or (path == "/api/v1/cases" and method == "POST")
    schema = _ref("Taken") if taken else {}
    good: Said = {"description": what, "content": {JSON: {"schema": schema}}}
    refused: Said = {"description": "断り", "content": {JSON: {"schema": _ref("Refusal")}}}
    return {"201" if opens else "200": good, **dict.fromkeys(("403", "404", "409", "422"), refused)}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _parameters(method: str, path: str) -> Iterator[Parameter]:
    for name in re.findall(r"{(\w+)}", path):
        schema: Schema = {"type": "integer" if name in ("id", "file") else "string"}
        if name == "name" and path.startswith("/api/v1/lists"):
            schema["enum"] = sorted(KINDS)
        yield {"name": name, "in": "path", "required": True, "schema": schema}
    if (method, path) == ("GET", "/api/v1/cases"):
        for name in ("stage", "search", "mine", "overdue", "closed", "page"):
            yield {"name": name, "in": "query", "schema": {"type": "string"}}


async def show(request: Request) -> Response:
    return JSONResponse(document())


def _routes() -> Iterable[Route]:
    return (*api.ROUTES, *api_offices.ROUTES)


async def nothing_here(request: Request) -> Response:
    """No such address (404), or one that is not for this method (405): never a page."""
    allowed = sorted({
        method
        for route in _routes()
        if route.matches(request.scope)[0] is Match.PARTIAL
        for method in route.methods or ()
    })  # fmt: skip
    if allowed:
        words = f"この番地は {'・'.join(allowed)} で使います。"
        return JSONResponse({"code": "WrongMethod", "message": words}, 405, headers={"Allow": ", ".join(allowed)})
    answer = {"code": NotFound.__name__, "message": f"その番地はありません。一覧は {ADDRESS} にあります。"}
    return JSONResponse(answer, 404)


EVERY_METHOD = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
ROUTES = [
    Route(ADDRESS, show, methods=["GET"]),
    Route("/api/{rest:path}", nothing_here, methods=EVERY_METHOD),
]
"""After all other routes of the API."""
