"""The facility's page about its poster: today's poster, and where it hangs, without an account (R-164)."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from cases.errors import ActNotOpen
from cases.posters.door import PostingSheet
from ui import texts
from ui.counter import counter
from ui.web.drawing import draw
from ui.web.outside import door
from ui.web.outside.door import CLOSED, LinkDoor, seal_of

HOME = "/outside/poster"


async def show(request: Request) -> Response:
    said = "掲示の状況を自治体に知らせました。" if request.query_params.get("said") else ""
    return await DOOR.answer(request, lambda token: _draw(token, said=said))


async def take(request: Request) -> Response:
    def work(token: str) -> Response:
        with counter().posting(token) as desk:
            pdf, name = desk.pdf(), desk.sheet().facility
        return door.pdf(pdf, f"院内掲示_{name}.pdf")

    return await DOOR.answer(request, work)


async def confirm(request: Request) -> Response:
    form = await request.form(max_files=0, max_fields=10, max_part_size=10_000)
    typed = {name: str(form.get(name, "")) for name in ("places", "since", "who", "same", "seal")}

    def work(token: str) -> Response:
        try:
            since = date.fromisoformat(typed["since"]) if typed["since"] else None
        except ValueError:
            since = date.max
        try:
            with counter().posting(token) as desk:
                desk.confirm(typed["places"], since, typed["who"], same=typed["same"] == "yes")
        except ActNotOpen as refused:
            return _draw(token, wrong=texts.sentence(refused), typed=typed, code=texts.status(refused))
        return RedirectResponse(f"{HOME}?said=1", 303, headers=CLOSED)

    return await DOOR.answer(request, work, typed["seal"])


def _sheet(token: str) -> PostingSheet:
    with counter().posting(token) as desk:
        return desk.sheet()


def _draw(
    token: str, *, said: str = "", wrong: str = "", typed: dict[str, str] | None = None, code: int = 200
) -> Response:
    sheet = _sheet(token)
    return HTMLResponse(page(sheet, seal_of(token), said, wrong, typed or {}), code, headers=CLOSED)


def page(sheet: PostingSheet, seal: str, said: str, wrong: str, typed: dict[str, str]) -> str:
    """The whole page. `typed`: the fields of a form that was refused; else they hold what was last confirmed."""
    since = sheet.since.isoformat() if sheet.since else ""
    filled = {"places": "、".join(sheet.places), "since": since, "who": "", "same": "yes"} | typed
    told = {"said": said, "wrong": wrong, "filled": filled}
    return draw("outside/poster.html", practice=sheet.practice, sheet=sheet, seal=seal, **told)


def _look(token: str) -> str:
    _sheet(token)
    return HOME


DOOR = LinkDoor("renraku-posting", HOME, _look, unable="掲示を作れません")
ROUTES = [
    Route(HOME, show, methods=["GET"]),
    Route(f"{HOME}/file", take, methods=["GET"]),
    Route(f"{HOME}/confirm", confirm, methods=["POST"]),
    Route("/outside/posting/{token}", DOOR.enter, methods=["GET"]),
]
