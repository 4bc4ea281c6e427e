"""What every outsiders' door does. The token stands in an address once: it goes into a cookie, and the page has a clean
address; a wrong one gets one sentence, whatever is wrong with it.

No log has the token (no access log; refusals name nothing). Forms carry a seal made from the token, so a page that was
opened with another link cannot write into this one's case; foreign origins are refused by the guard.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from cases.errors import LinkNotValid, Refused
from infra.settings import settings
from ui import texts
from ui.counter import counter
from ui.web.outside import pages
from ui.web.outside.limits import DEEDS, WRONG, Knocks

CLOSED = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
"""The headers of everything behind a link."""


@dataclass
class LinkDoor:
    """One kind of link."""

    cookie: str
    path: str
    """The cookie is sent to the pages below it only."""
    look: Callable[[str], str]
    """Token → the address of its page. Raises LinkNotValid."""
    unable: str = ""
    """The heading over a refusal; without one the page itself says it."""
    astray: str = "送られたリンクから、もう一度開いてください。"
    """What is said to a form that another link's page was drawn with."""
    wrong: Knocks = field(default_factory=lambda: Knocks(WRONG))
    deeds: Knocks = field(default_factory=lambda: Knocks(DEEDS))

    async def enter(self, request: Request) -> Response:
        """The address of the letter: 303 to a clean one, or a sentence (404, 429)."""
        token, now = str(request.path_params["token"]), counter().now()
        knocker = request.client.host if request.client else ""
        if self.wrong.too_many(knocker, now):
            return notice(
                "しばらくお待ちください", "開けないリンクが続いています。10分ほどたってから開いてください。", 429
            )
        try:
            where = await to_thread.run_sync(self.look, token)
        except LinkNotValid as refused:
            self.wrong.note(knocker, now)
            return _not_valid(refused)
        response = RedirectResponse(where, 303, headers={**CLOSED, "Referrer-Policy": "no-referrer"})
        secure = settings().base_url.startswith("https:")
        response.set_cookie(self.cookie, token, httponly=True, samesite="lax", secure=secure, path=self.path)
        return response

    async def answer(self, request: Request, work: Callable[[str], Response], seal: str | None = None) -> Response:
        """What `work` makes of the token, or a sentence. `seal`: of the form, where there is one (409, 429)."""
        token = request.cookies.get(self.cookie, "")
        if seal is not None and (refusal := self._refusal(token, seal)):
            return refusal
        try:
            return await to_thread.run_sync(work, token)
        except LinkNotValid as refused:
            return _not_valid(refused)
        except Refused as refused:
            if not self.unable:
                raise
            return notice(self.unable, texts.sentence(refused), texts.status(refused))

    def _refusal(self, token: str, seal: str) -> Response | None:
        if not hmac.compare_digest(seal.encode("utf-8", "replace"), seal_of(token).encode()):
            return notice("受け付けられません", self.astray, 409)
        now = counter().now()
        if self.deeds.too_many(seal_of(token), now):
            return notice("しばらくお待ちください", "操作が続いています。10分ほどたってから送ってください。", 429)
        self.deeds.note(seal_of(token), now)
        return None


def seal_of(token: str) -> str:
    """Ties a form to the link that it was drawn with."""
    return hashlib.sha256(f"form:{token}".encode()).hexdigest()[:40]


def notice(title: str, sentence: str, code: int) -> Response:
    """A page that says one thing."""
    return HTMLResponse(pages.notice(title, sentence), code, headers={**CLOSED, "Referrer-Policy": "no-referrer"})


def pdf(content: bytes, name: str) -> Response:
    """The file to take along, under this name."""
    where = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type="application/pdf", headers={**CLOSED, "Content-Disposition": where})


def _not_valid(refused: LinkNotValid) -> Response:
    return notice("リンクを開けません", texts.sentence(refused), texts.status(refused))
