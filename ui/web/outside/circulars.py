"""A facility's page about one 周知 or 注意喚起: the letter, its poster, 「確認しました」 (R-023)."""

from __future__ import annotations

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from cases.circulars.door import CircularPage
from cases.errors import ActNotOpen
from cases.japanese_dates import jst_words, wareki
from ui import texts
from ui.counter import counter
from ui.web.outside import door, pages
from ui.web.outside.door import CLOSED, LinkDoor, seal_of

HOME = "/outside/circulars"


async def show(request: Request) -> Response:
    def work(token: str) -> Response:
        with counter().circular(token) as visit:
            visit.opened()
        return _draw(token)

    return await DOOR.answer(request, work)


async def letter(request: Request) -> Response:
    def work(token: str) -> Response:
        with counter().circular(token) as visit:
            number, pdf = visit.letter()
        return door.pdf(pdf, f"{number}.pdf")

    return await DOOR.answer(request, work)


async def poster(request: Request) -> Response:
    def work(token: str) -> Response:
        with counter().circular(token) as visit:
            name, pdf = visit.sheet().facility, visit.poster()
        return door.pdf(pdf, f"院内掲示_{name}.pdf")

    return await DOOR.answer(request, work)


async def acknowledge(request: Request) -> Response:
    form = await request.form(max_files=0, max_fields=4, max_part_size=2_000)
    who, seal = str(form.get("who", "")), str(form.get("seal", ""))

    def work(token: str) -> Response:
        try:
            with counter().circular(token) as visit:
                visit.acknowledge(who)
        except ActNotOpen as refused:
            return _draw(token, wrong=texts.sentence(refused), code=texts.status(refused))
        return RedirectResponse(HOME, 303, headers=CLOSED)

    return await DOOR.answer(request, work, seal)


def _sheet(token: str) -> CircularPage:
    with counter().circular(token) as visit:
        return visit.sheet()


def _draw(token: str, *, wrong: str = "", code: int = 200) -> Response:
    return HTMLResponse(page(_sheet(token), seal_of(token), wrong), code, headers=CLOSED)


def page(sheet: CircularPage, seal: str, wrong: str) -> str:
    """The whole page."""
    kind = sheet.kind.label
    urgent = '<div class="note bad"><strong>▲ 至急</strong></div>' if sheet.urgent and not sheet.ended else ""
    bad = (
        f'<div class="note bad" role="alert"><strong>▲ 受け付けていません</strong><p>{escape(wrong)}</p></div>'
        if wrong
        else ""
    )
    said = [("脅威の内容", sheet.threat), ("求める対策", sheet.measures)] if sheet.threat else []
    rows = [*said, ("文書番号", sheet.number), ("日付", wareki(sheet.dated_on)), ("宛先", sheet.facility)]
    duties = "".join(f"<li>「{escape(one)}」</li>" for one in sheet.duties)
    body = (
        f'<p class="sub">{escape(sheet.authority)}　{kind}</p><h1>{escape(sheet.subject)}</h1>'
        f'<p class="sub">このリンクは {escape(jst_words(sheet.expires_at, with_year=True))} まで使えます。</p>'
        f"{_ended(sheet)}{urgent}{bad}"
        f"<h2>1　内容を確かめる</h2>{pages.rows(rows)}"
        f'<p><a href="{HOME}/letter">{kind}の文書を受け取る（PDF、A4）</a></p>'
        f"<p>通知には、次のとおり定められています。</p><ul>{duties}</ul>"
        "<h2>2　院内掲示を印刷する</h2>"
        "<p>別紙の院内掲示用の用紙に、今日の厚生労働省の窓口と、登録されている保守会社等を記したものです。</p>"
        f'<p><a href="{HOME}/poster">院内掲示を受け取る（PDF、A4）</a></p>'
        + ("" if sheet.ended else f"<h2>3　確認したことを知らせる</h2>{_acknowledge(sheet, seal)}")
    )
    return pages.page(f"{sheet.subject}（{kind}）", body, practice=sheet.practice)


def _ended(sheet: CircularPage) -> str:
    """What must be known before anything else: it does not hold any more."""
    ask = f"<p>問い合わせは、{escape(sheet.authority)}の担当にお願いします。</p>"
    if sheet.withdrawn_at:
        return (
            '<div class="note bad" role="status"><strong>▲ この文書は取り消されました</strong>'
            f"<p>{escape(jst_words(sheet.withdrawn_at, with_year=True))}　理由: {escape(sheet.withdrawn_reason)}</p>"
            f"<p>文書の内容によらないでください。</p>{ask}</div>"
        )
    if sheet.corrected_number:
        return (
            '<div class="note bad" role="status"><strong>▲ この文書には訂正版があります</strong>'
            f"<p>訂正版（{escape(sheet.corrected_number)}）によってください。訂正版は、別のメールのリンクから受け取れます。"
            f"メールが届いていないときは、お知らせください。</p>{ask}</div>"
        )
    return ""


def _acknowledge(sheet: CircularPage, seal: str) -> str:
    if sheet.acknowledged_at:
        when = jst_words(sheet.acknowledged_at, with_year=True)
        return (
            f'<div class="note good" role="status"><strong>✓ {escape(sheet.authority)}に知らせました</strong>'
            f"<p>{escape(when)}　{escape(sheet.acknowledged_by)}</p></div>"
        )
    return (
        f'<form method="post" action="{HOME}/acknowledge"><input type="hidden" name="seal" value="{escape(seal)}">'
        '<label for="who">確認した担当（部署・役職）</label>'
        '<input id="who" type="text" name="who" maxlength="200" required>'
        f"<button>確認したことを{escape(sheet.authority)}に知らせる</button></form>"
    )


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
