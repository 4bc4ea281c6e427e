"""A facility's page about one 周知 or 注意喚起: the letter, its poster, 「確認しました」 (R-023)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from cases.circulars.door import CircularPage
from cases.errors import ActNotOpen
from ui import texts
from ui.counter import counter
from ui.web.drawing import draw
from ui.web.outside import door
from ui.web.outside.door import CLOSED, LinkDoor, seal_of

HOME = "/outside/circulars"


async def show(request: Request) -> Response:
    def work(token: str) -> Response:
        with counter().circular(token) as desk:
            desk.opened()
        return _draw(token)

    return await DOOR.answer(request, work)


async def letter(request: Request) -> Response:
    def work(token: str) -> Response:
        with counter().circular(token) as desk:
            number, pdf = desk.letter()
        return door.pdf(pdf, f"{number}.pdf")

    return await DOOR.answer(request, work)


async def poster(request: Request) -> Response:
    def work(token: str) -> Response:
        with counter().circular(token) as desk:
            name, pdf = desk.sheet().facility, desk.poster()
        return door.pdf(pdf, f"院内掲示_{name}.pdf")

    return await DOOR.answer(request, work)


async def acknowledge(request: Request) -> Response:
    form = await request.form(max_files=0, max_fields=4, max_part_size=2_000)
    who, seal = str(form.get("who", "")), str(form.get("seal", ""))

    def work(token: str) -> Response:
        try:
            with counter().circular(token) as desk:
                desk.acknowledge(who)
        except ActNotOpen as refused:
            return _draw(token, wrong=texts.sentence(refused), code=texts.status(refused))
        return RedirectResponse(HOME, 303, headers=CLOSED)

    return await DOOR.answer(request, work, seal)


def _sheet(token: str) -> CircularPage:
    with counter().circular(token) as desk:
        return desk.sheet()


def _draw(token: str, *, wrong: str = "", code: int = 200) -> Response:
    return HTMLResponse(page(_sheet(token), seal_of(token), wrong), code, headers=CLOSED)


def page(sheet: CircularPage, seal: str, wrong: str) -> str:
    """The whole page. `wrong` is a refusal's sentence."""
    return draw("outside/circular.html", practice=sheet.practice, sheet=sheet, seal=seal, wrong=wrong)


def _look(token: str) -> str:
    """That it was opened is noted by the page itself: what looks ahead into links does not keep the cookie."""
    _sheet(token)
    return HOME


DOOR = LinkDoor("renraku-circular", HOME, _look, unable="文書を作れません")
ROUTES = [
    Route(HOME, show, methods=["GET"]),
    Route(f"{HOME}/letter", letter, methods=["GET"]),
    Route(f"{HOME}/poster", poster, methods=["GET"]),
    Route(f"{HOME}/acknowledge", acknowledge, methods=["POST"]),
    Route("/outside/circular/{token}", DOOR.enter, methods=["GET"]),
]
