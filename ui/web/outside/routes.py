"""A case shared by link: reading it, saying something, handing in a file, answering a questionnaire (R-083, R-106)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from cases.casework.files.content import LARGEST
from cases.errors import ActNotOpen, LinkNotValid, NeedsClearing, Refused
from cases.vocabulary import LinkPurpose
from ui import texts
from ui.counter import counter
from ui.web.outside import pages
from ui.web.outside.door import CLOSED, LinkDoor, seal_of

QUESTIONS = "/outside/questions/1"
SAID = {
    "remark": "自治体に送りました。",
    "file": "資料を提出しました。",
    "answers": "回答を提出しました。",
    "saved": "保存しました。",
}
LARGEST_BODY = LARGEST + 200_000


async def show_case(request: Request) -> Response:
    said = SAID.get(request.query_params.get("said", ""), "")
    return await _answer(request, lambda token: _draw_case(token, said=said))


async def show_questions(request: Request) -> Response:
    number, said = int(request.path_params["number"]), SAID.get(request.query_params.get("said", ""), "")
    return await _answer(request, lambda token: _draw_questions(token, number, said=said))


async def remark(request: Request) -> Response:
    form = await _form(request)
    text, statement = str(form.get("text", "")), form.get("kind") == "statement"

    def work(token: str) -> Response:
        try:
            with counter().outside(token) as desk:
                desk.state(text) if statement else desk.comment(text)
        except ActNotOpen as refused:
            return _draw_case(token, wrong=texts.sentence(refused), typed=text, code=texts.status(refused))
        return _on("remark", pages.HOME)

    return await _answer(request, work, form)


async def file(request: Request) -> Response:
    """A file by multipart. A refused one leaves nothing behind; the reason that was typed stays in the field."""
    form = await _form(request)
    given, held = form.get("file"), str(form.get("cleared", ""))
    name = given.filename or "" if isinstance(given, UploadFile) else ""
    content = await given.read(LARGEST + 1) if isinstance(given, UploadFile) else b""

    def work(token: str) -> Response:
        purpose = _purpose(token)
        asked = purpose is LinkPurpose.QUESTIONNAIRE
        try:
            with counter().outside(token) as desk:
                desk.attach(name, content, held)
        except LinkNotValid:
            raise
        except Refused as refused:
            said, code = texts.sentence(refused), texts.status(refused)
            held_on = held if not isinstance(refused, NeedsClearing) else ""
            if asked:
                return _draw_questions(token, 10**6, wrong=said, code=code, held=held_on)
            return _draw_case(token, wrong=said, code=code, held=held_on)
        return _on("file", f"/outside/questions/{10**6}" if asked else pages.HOME)

    return await _answer(request, work, form)


async def answers(request: Request) -> Response:
    """One page of answers is saved, whichever way the person goes on."""
    form = await _form(request)
    number = int(request.path_params["number"])
    after = max(1, number - 1) if form.get("go") == "back" else number + 1

    def work(token: str) -> Response:
        try:
            with counter().outside(token) as desk:
                sheet = desk.questionnaire()
                typed = [str(form.get(f"a{n}", old)) for n, (_, old) in enumerate(sheet.pairs)]
                desk.save_answers(typed)
        except ActNotOpen as refused:
            return _draw_questions(token, number, wrong=texts.sentence(refused), code=texts.status(refused))
        return _on("saved", f"/outside/questions/{after}")

    return await _answer(request, work, form)


async def submit(request: Request) -> Response:
    form = await _form(request)

    def work(token: str) -> Response:
        try:
            with counter().outside(token) as desk:
                desk.submit_answers(str(form.get("who", "")))
        except ActNotOpen as refused:
            return _draw_questions(token, 10**6, wrong=texts.sentence(refused), code=texts.status(refused))
        return _on("answers", QUESTIONS)

    return await _answer(request, work, form)


async def _form(request: Request) -> FormData:
    """The form, not even begun when it is larger than what may be sent. Raises HTTPException 411 or 413."""
    length = request.headers.get("content-length", "")
    if not length.isdigit():
        raise HTTPException(411)
    if int(length) > LARGEST_BODY:
        raise HTTPException(413)
    return await request.form(max_files=1, max_fields=80, max_part_size=200_000)


async def _answer(request: Request, work: Callable[[str], Response], form: FormData | None = None) -> Response:
    try:
        return await DOOR.answer(request, work, None if form is None else str(form.get("seal", "")))
    finally:
        if form is not None:
            await form.close()


def _purpose(token: str) -> LinkPurpose:
    with counter().outside(token) as desk:
        return desk.purpose


def _draw_case(
    token: str, *, code: int = 200, said: str = "", wrong: str = "", typed: str = "", held: str = ""
) -> Response:
    with counter().outside(token) as desk:
        if desk.purpose is LinkPurpose.QUESTIONNAIRE:
            return RedirectResponse(QUESTIONS, 303)
        sheet = desk.guest()
    return _html(pages.case_page(sheet, seal_of(token), said=said, wrong=wrong, typed=typed, held=held), code)


def _draw_questions(
    token: str, number: int, *, code: int = 200, said: str = "", wrong: str = "", held: str = ""
) -> Response:
    with counter().outside(token) as desk:
        if desk.purpose is LinkPurpose.GUEST:
            return RedirectResponse(pages.HOME, 303)
        sheet = desk.questionnaire()
    return _html(pages.question_page(sheet, seal_of(token), number, said=said, wrong=wrong, held=held), code)


def _on(said: str, where: str) -> Response:
    return RedirectResponse(f"{where}?said={quote(said)}", 303, headers=CLOSED)


def _html(page: str, code: int = 200) -> Response:
    return HTMLResponse(page, code, headers=CLOSED)


def _look(token: str) -> str:
    return QUESTIONS if _purpose(token) is LinkPurpose.QUESTIONNAIRE else pages.HOME


DOOR = LinkDoor(
    "renraku-link",
    "/outside",
    _look,
    astray="この画面を開いた後に、別のリンクが開かれています。送られたリンクから、もう一度開いてください。",
)
ROUTES = [
    Route("/outside/case", show_case, methods=["GET"]),
    Route("/outside/case/remark", remark, methods=["POST"]),
    Route("/outside/case/file", file, methods=["POST"]),
    Route("/outside/questions/submit", submit, methods=["POST"]),
    Route("/outside/questions/{number:int}", show_questions, methods=["GET"]),
    Route("/outside/questions/{number:int}", answers, methods=["POST"]),
    Route("/outside/{token}", DOOR.enter, methods=["GET"]),
]
