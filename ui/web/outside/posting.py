"""The facility's page about its poster: today's poster, and where it hangs, without an account (R-164)."""

from __future__ import annotations

from datetime import date
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from cases.errors import ActNotOpen
from cases.japanese_dates import jst_words
from cases.posters.door import PostingSheet
from ui import texts
from ui.counter import counter
from ui.web.outside import door, pages
from ui.web.outside.door import CLOSED, LinkDoor, seal_of

HOME = "/outside/poster"


async def show(request: Request) -> Response:
    said = "掲示の状況を自治体に知らせました。" if request.query_params.get("said") else ""
    return await DOOR.answer(request, lambda token: _draw(token, said=said))


async def take(request: Request) -> Response:
    def work(token: str) -> Response:
        with counter().posting(token) as visit:
            pdf, name = visit.pdf(), visit.sheet().facility
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
            with counter().posting(token) as visit:
                visit.confirm(typed["places"], since, typed["who"], same=typed["same"] == "yes")
        except ActNotOpen as refused:
            return _draw(token, wrong=texts.sentence(refused), typed=typed, code=texts.status(refused))
        return RedirectResponse(f"{HOME}?said=1", 303, headers=CLOSED)

    return await DOOR.answer(request, work, typed["seal"])


def _sheet(token: str) -> PostingSheet:
    with counter().posting(token) as visit:
        return visit.sheet()


def _draw(
    token: str, *, said: str = "", wrong: str = "", typed: dict[str, str] | None = None, code: int = 200
) -> Response:
    sheet = _sheet(token)
    return HTMLResponse(page(sheet, seal_of(token), said, wrong, typed or {}), code, headers=CLOSED)


def page(sheet: PostingSheet, seal: str, said: str, wrong: str, typed: dict[str, str]) -> str:
    """The whole page."""
    since = sheet.since.isoformat() if sheet.since else ""
    places = typed.get("places", "、".join(sheet.places))
    no = " checked" if typed.get("same") == "no" else ""
    yes = "" if no else " checked"
    vendors = [
        (f"保守会社等 {n}", "　".join(part or "（未記入）" for part in (one.company, one.phone, one.person)))
        for n, one in enumerate(sheet.poster.vendors, start=1)
    ]
    office = "　".join((*sheet.poster.office, sheet.poster.phone or "（電話番号は手で記入）", sheet.poster.hours))
    note = f"<p>未記入の欄（{escape('、'.join(sheet.unfilled))}）は、印刷してから手で書き込んでください。</p>"
    last = (
        f"<p>前回の確認: {escape(jst_words(sheet.confirmed_at, with_year=True))}　"
        f"{escape('、'.join(sheet.places) or '—')}</p>"
        if sheet.confirmed_at
        else ""
    )
    good = f'<div class="note good" role="status"><strong>✓ {escape(said)}</strong></div>' if said else ""
    bad = (
        f'<div class="note bad" role="alert"><strong>▲ 受け付けていません</strong><p>{escape(wrong)}</p></div>'
        if wrong
        else ""
    )
    body = (
        f'<p class="sub">{escape(sheet.authority)}</p><h1>{escape(sheet.facility)}の院内掲示</h1>'
        f'<p class="sub">このリンクは {escape(jst_words(sheet.expires_at, with_year=True))} まで使えます。</p>'
        f"{good}{bad}"
        "<h2>1　最新の掲示を印刷する</h2>"
        f"{pages.rows([('厚生労働省', office), *vendors])}{note if sheet.unfilled else ''}"
        "<p>保守会社等の内容が違うときは、自治体に電話で知らせてください。</p>"
        f'<p><a href="{HOME}/file">院内掲示を受け取る（PDF、A4）</a></p>'
        f'<h2>2　掲示した場所を知らせる</h2>{last}<form method="post" action="{HOME}/confirm">'
        f'<input type="hidden" name="seal" value="{escape(seal)}">'
        '<label for="places">掲示している場所（「、」で区切る）</label>'
        '<p class="sub">例: 情報システム室、医事課、各病棟の詰所</p>'
        f'<input id="places" type="text" name="places" maxlength="500" required value="{escape(places)}">'
        '<label for="since">いつから（分からないときは空欄）</label>'
        f'<input id="since" type="date" name="since" value="{escape(typed.get("since", since))}">'
        "<fieldset><legend>掲示しているもの</legend>"
        f'<p class="choice"><input type="radio" name="same" id="same-y" value="yes"{yes}>'
        '<label for="same-y">このページの連絡先と同じもの</label></p>'
        f'<p class="choice"><input type="radio" name="same" id="same-n" value="no"{no}>'
        '<label for="same-n">違うもの、又は分からない</label></p></fieldset>'
        '<label for="who">確認した担当（部署・役職）</label>'
        f'<input id="who" type="text" name="who" maxlength="200" required value="{escape(typed.get("who", ""))}">'
        f"<button>{escape(sheet.authority)}に知らせる</button></form>"
    )
    return pages.page(f"{sheet.facility}の院内掲示", body, practice=sheet.practice)


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
