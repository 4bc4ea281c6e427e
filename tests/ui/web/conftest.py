"""The HTTP API as a program meets it: the whole application behind its guard, on a real database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import update
from starlette.applications import Starlette
from starlette.middleware import Middleware

from cases.counter import Counter
from cases.office.sign_in import hash_password
from cases.records import Officer
from infra.settings import Settings
from tests.house import House
from tests.ui.visitor import Visitor
from ui import counter as ui_counter
from ui.web import api, api_offices, doors, openapi
from ui.web.guard import Guard, hosts_of

BASE = "http://127.0.0.1:8501"
PASSWORD = "for-this-test-only"
HASH = hash_password(PASSWORD)


class Client(Visitor):
    """A program with a cookie jar. It sends our own Origin, as a browser does, unless told otherwise.

    Starlette's own TestClient warns about the httpx that the other parts need, and a warning fails our tests.
    """

    origin: str | None = BASE

    def ask(self, method: str, path: str, **rest: Any) -> httpx.Response:
        headers = rest.pop("headers", {}) | ({"Origin": self.origin} if self.origin else {})
        answer = super().ask(method, path, headers=headers, **rest)
        self.cookies.update(answer.cookies)
        return answer


Enter = Callable[..., Client]


@pytest.fixture
def enter(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Enter]:
    """`enter("徳島県", "担当1")` is a client signed in as that officer; `enter()` is one who is not."""
    for authority in ("徳島県", "高知県", "厚生労働省"):
        house.office(authority)
    house.facility()
    with house.owner.begin() as connection:
        connection.execute(update(Officer).values(password_hash=HASH))
    monkeypatch.setattr(doors, "settings", lambda: Settings(_env_file=None, base_url=BASE))
    before = list(ui_counter._held)
    counter = Counter(house.doors, house.clock, practice=True)
    ui_counter.use(counter)
    guard = Middleware(
        Guard, hosts=hosts_of(BASE, "127.0.0.1", 8501), pages=doors.PATHS, check=lambda token: counter.who_is(token)
    )
    app = Starlette(routes=[*doors.ROUTES, *api.ROUTES, *api_offices.ROUTES, *openapi.ROUTES], middleware=[guard])

    def client(authority: str = "", office: str = "担当1") -> Client:
        one = Client(app, BASE)
        if authority:
            login = house.office(authority)[office].login
            answer = one.post("/sign-in", data={"login": login, "password": PASSWORD})
            assert answer.status_code == 303, answer.text
        return one

    yield client
    ui_counter._held[:] = before
