"""The HTTP API under /api/v1: the same desk, the same acts, the same models as the screens, as JSON.

A refusal is `{"code", "message"}` with the status of ui/texts.py. Times are ISO 8601 with offset.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from anyio import to_thread
from pydantic import TypeAdapter
from starlette.background import BackgroundTask
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from cases import handbook
from cases.casework.files.content import LARGEST
from cases.casework.files.views import FileContent
from cases.desk.door import Desk
from cases.errors import BadFacts, FileRefused, NotFound, Refused, StaleVersion
from cases.exports import lists
from cases.store.spool import OpenFile
from cases.vocabulary import StageKey
from ui import texts
from ui.counter import counter
from ui.web.guard import COOKIE

LARGEST_PAGE = 200
PIECE = 64 * 1024
INTAKE = "report_suspicion"
_ANYTHING: TypeAdapter[object] = TypeAdapter(object)


@dataclass(frozen=True)
class Body:
    """What a POST sent; empty for a GET."""

    given: dict[str, object] = field(default_factory=dict)

    @property
    def act(self) -> str:
        return str(self.given.get("act", INTAKE))

    @property
    def facts(self) -> Any:
        """Of a deed, in whatever shape they came: after its role the deed's own model says what is wrong with them."""
        return self.given.get("facts", {})

    @property
    def opening(self) -> Any:
        """The facts of what opens something; there they may be sent bare."""
        return self.given.get("facts", self.given)

    @property
    def as_seen(self) -> int | None:
        """The version that the sender saw; what is no whole number counts as none."""
        seen = self.given.get("as_seen")
        return seen if type(seen) is int else None


Answer = tuple[int, object]
"""Status and what is turned into JSON."""
Work = Callable[[Desk, Request, Body], Answer]
Endpoint = Callable[[Request], Awaitable[Response]]


def door(work: Work) -> Endpoint:
    """A route that works in one sitting to the signed-in officer's desk, off the event loop."""

    async def endpoint(request: Request) -> Response:
        try:
            body = await _body(request) if request.method == "POST" else Body()
            code, answer = await to_thread.run_sync(_visit, work, request, body)
        except Refused as refused:
            return refusal(refused)
        return JSONResponse(_ANYTHING.dump_python(answer, mode="json"), code, headers={"Cache-Control": "no-store"})

    return endpoint


def _visit(work: Work, request: Request, body: Body) -> Answer:
    officer = counter().who_is(request.cookies.get(COOKIE, ""))
    with counter().at_desk(officer) as desk:
        return work(desk, request, body)


def refusal(refused: Refused) -> Response:
    """The refusal as JSON; a stale version says what happened since, wrong facts say which fields."""
    answer: dict[str, object] = {"code": refused.code, "message": texts.sentence(refused)}
    if isinstance(refused, StaleVersion):
        answer |= {"current": refused.current, "changes": [texts.change_words(c) for c in refused.changes]}
    if isinstance(refused, BadFacts):
        said = texts.facts_complaints(refused)
        errors = zip(refused.errors, said, strict=True)
        answer["errors"] = [{"field": path, "type": kind, "message": words} for (path, kind, _), words in errors]
    return JSONResponse(answer, texts.status(refused))


async def _body(request: Request) -> Body:
    try:
        body = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        body = None
    if not isinstance(body, dict):
        raise BadFacts("", [("", "model_type", {})])
    return Body(body)


def number(text: str, what: str = "案件") -> int:
    """A row's number as an address has it. Raises NotFound."""
    if not text.isdecimal() or len(text) > 15:
        raise NotFound(what)
    return int(text)


def list_acts(desk: Desk, request: Request, body: Body) -> Answer:
    return 200, [
        {
            "name": act.name,
            "label": act.label,
            "stage": str(stage.key) if stage else None,
            "roles": sorted(act.roles),
            "opens_case": act.opens_case,
            "facts": act.facts.model_json_schema(),
        }
        for stage, act in handbook.all_acts()
    ]


def list_cases(desk: Desk, request: Request, body: Body) -> Answer:
    asked = request.query_params
    stage = asked.get("stage", "")
    found = desk.worklist(
        stage=StageKey(stage) if stage in set(StageKey) else None,
        search=asked.get("search", ""),
        mine=asked.get("mine") == "true",
        overdue=asked.get("overdue") == "true",
        closed=asked.get("closed") == "true",
        page=max(1, int(asked.get("page", "1")) if asked.get("page", "1").isdigit() else 1),
        size=LARGEST_PAGE,
    )
    return 200, {"total": found.total, "page": found.page, "pages": found.pages, "cases": found.rows}


def show_case(desk: Desk, request: Request, body: Body) -> Answer:
    return 200, desk.case(number(request.path_params["id"]))


def open_case(desk: Desk, request: Request, body: Body) -> Answer:
    """The intake; the ministry opens a case by the act that it names."""
    return 201, desk.take(body.act, None, body.opening)


def take_act(desk: Desk, request: Request, body: Body) -> Answer:
    case_id = number(request.path_params["id"])
    return 200, desk.take(request.path_params["name"], case_id, body.facts, body.as_seen)


def show_file(desk: Desk, request: Request, body: Body) -> Answer:
    return 200, desk.file(number(request.path_params["id"]), number(request.path_params["file"]))


def show_forms(desk: Desk, request: Request, body: Body) -> Answer:
    return 200, {"forms": desk.exports.forms(number(request.path_params["id"]))}


def take_form(desk: Desk, request: Request, body: Body) -> Answer:
    name, _, kind = request.path_params["name"].rpartition(".")
    return 200, desk.exports.form(number(request.path_params["id"]), name, kind)


def as_download(name: str) -> dict[str, str]:
    """Headers of a file that no browser shows or runs here, whatever is in it."""
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }


def _file_door(work: Work) -> Endpoint:
    """A route that hands out one file, as a download only."""

    async def download(request: Request) -> Response:
        try:
            _, found = await to_thread.run_sync(_visit, work, request, Body())
        except Refused as refused:
            return refusal(refused)
        assert isinstance(found, FileContent)
        return Response(found.content, media_type=found.media, headers=as_download(found.name))

    return download


def list_lists(desk: Desk, request: Request, body: Body) -> Answer:
    kinds = [one for one in lists.KINDS.values() if desk.officer.at_ministry or not one.ministry_only]
    return 200, [
        {
            "name": one.name,
            "title": one.title,
            "conditions": one.asked.model_json_schema(),
            "columns": {column.key: column.title for column in one.columns},
        }
        for one in kinds
    ]


def show_list(desk: Desk, request: Request, body: Body) -> Answer:
    asked = dict(request.query_params)
    page, size = count(asked.pop("page", "1")), count(asked.pop("size", "100"))
    return 200, desk.exports.list_page(request.path_params["name"], asked, page, min(size, LARGEST_PAGE))


def take_list(desk: Desk, request: Request, body: Body) -> Answer:
    name, kind = request.path_params["name"], request.path_params["kind"]
    return 200, desk.exports.list_file(name, kind, dict(request.query_params))


def take_posters(desk: Desk, request: Request, body: Body) -> Answer:
    return 200, desk.posters.files(number(request.path_params["id"], "印刷済みの掲示"))


def _open_file_door(work: Work) -> Endpoint:
    """A route whose file is written to the disk first and then sent piece by piece: neither the database's connection
    waits for a slow line, nor does the file lie in memory.
    """

    async def download(request: Request) -> Response:
        try:
            _, found = await to_thread.run_sync(_visit, work, request, Body())
        except Refused as refused:
            return refusal(refused)
        assert isinstance(found, OpenFile)
        return StreamingResponse(
            iter(lambda: found.file.read(PIECE), b""),
            media_type=found.media,
            headers=as_download(found.name),
            background=BackgroundTask(found.file.close),
        )

    return download


def count(text: str) -> int:
    """A page's number or size as an address has it; 1 for anything else."""
    return max(1, int(text)) if text.isdecimal() and len(text) < 10 else 1


async def upload(request: Request) -> Response:
    """A file laid into a case, by multipart (`file`); the act `keep_file` then says what it is."""
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > LARGEST + 10_000:
        return refusal(FileRefused("", "too_large"))
    async with request.form(max_files=1, max_fields=1) as form:
        given = form.get("file")
        if not isinstance(given, UploadFile):
            return refusal(FileRefused("", "empty"))
        content = await given.read(LARGEST + 1)
    name, case = given.filename or "", request.path_params["id"]
    try:
        code, answer = await to_thread.run_sync(
            _visit, lambda desk, *_: (201, desk.lay_in(number(case), name, content)), request, Body()
        )
    except Refused as refused:
        return refusal(refused)
    return JSONResponse(_ANYTHING.dump_python(answer, mode="json"), code, headers={"Cache-Control": "no-store"})


ROUTES = [
    Route("/api/v1/acts", door(list_acts), methods=["GET"]),
    Route("/api/v1/cases", door(list_cases), methods=["GET"]),
    Route("/api/v1/cases", door(open_case), methods=["POST"]),
    Route("/api/v1/cases/{id}", door(show_case), methods=["GET"]),
    Route("/api/v1/cases/{id}/files", upload, methods=["POST"]),
    Route("/api/v1/cases/{id}/files/{file}", _file_door(show_file), methods=["GET"]),
    Route("/api/v1/cases/{id}/exports", door(show_forms), methods=["GET"]),
    Route("/api/v1/cases/{id}/exports/{name}", _file_door(take_form), methods=["GET"]),
    Route("/api/v1/lists", door(list_lists), methods=["GET"]),
    Route("/api/v1/lists/{name}.{kind}", _open_file_door(take_list), methods=["GET"]),
    Route("/api/v1/posters/{id}.zip", _open_file_door(take_posters), methods=["GET"]),
    Route("/api/v1/lists/{name}", door(show_list), methods=["GET"]),
    Route("/api/v1/cases/{id}/acts/{name}", door(take_act), methods=["POST"]),
]
