"""Somebody outside with a link: an application with our guard, and what such a person does first."""

from __future__ import annotations

import re

import httpx
import pytest
from sqlalchemy import update
from starlette.applications import Starlette
from starlette.middleware import Middleware

from cases.counter import Counter
from cases.records import Facility
from infra.settings import Settings
from tests.house import House
from tests.ui.web.conftest import BASE, Client, Enter
from ui import counter as ui_counter
from ui.web.guard import Guard, hosts_of
from ui.web.outside import circulars, limits, posting, routes
from ui.web.outside import door as outside_door
from ui.web.outside.limits import Knocks

SCRIPT = '<script>alert("x")</script>'
FORM = re.compile(r'name="seal" value="([0-9a-f]+)"')


@pytest.fixture
def door(house: House, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Somebody outside, at an application with our guard; the counter is the house's."""
    counter = Counter(house.doors, house.clock, practice=True)
    ui_counter.use(counter)
    monkeypatch.setattr(outside_door, "settings", lambda: Settings(_env_file=None, base_url=BASE))
    for one in (routes.DOOR, circulars.DOOR, posting.DOOR):
        monkeypatch.setattr(one, "wrong", Knocks(limits.WRONG))
        monkeypatch.setattr(one, "deeds", Knocks(limits.DEEDS))
    guard = Middleware(Guard, hosts=hosts_of(BASE, "127.0.0.1", 8501), pages=frozenset({"/"}), check=counter.who_is)
    return Client(Starlette(routes=[*posting.ROUTES, *circulars.ROUTES, *routes.ROUTES], middleware=[guard]), BASE)


@pytest.fixture
def case(house: House, enter: Enter) -> int:
    """A municipal hospital's case with its parties; the first is つるぎ町, body and owner in one."""
    with house.owner.begin() as connection:
        connection.execute(
            update(Facility).values(municipal=True, operating_body="つるぎ町", owner_municipality="つるぎ町")
        )
    case = house.suspicion(house.office("徳島県")["担当1"])
    house.drain()
    return case


def invite(house: House, case: int) -> str:
    return house.take(house.office("徳島県")["担当1"], "invite_guest", case, number=1).once


def ask(house: House, case: int, *questions: str) -> str:
    facts = {"to_name": "事務長", "way": "link", "questions": list(questions)}
    return house.take(house.office("徳島県")["担当1"], "send_questionnaire", case, **facts).once


def seal(page: httpx.Response) -> str:
    found = FORM.search(page.text)
    assert found, page.text
    return found[1]


def open_link(door: Client, token: str) -> httpx.Response:
    """Follow the letter's link to the page behind it."""
    first = door.get(f"/outside/{token}")
    assert first.status_code == 303, first.text
    return door.get(first.headers["location"])
