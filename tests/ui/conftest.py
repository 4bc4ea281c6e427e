"""A whole installation in practice mode for a browser, and the browser itself."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from cases.office.sign_in import hash_password
from cases.records import MINISTRY_CODE, Authority, Facility, FacilityVendor, Municipality, Officer
from cases.vocabulary import FacilityKind, Role
from infra.commands import parts
from tests.rig import Rig, until

PASSWORD = "for-this-test-only"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
STAFF = (
    ("tokushima-1", "徳島県", "担当1", Role.OFFICER),
    ("tokushima-2", "徳島県", "担当2", Role.OFFICER),
    ("tokushima-kacho", "徳島県", "課長", Role.SUPERVISOR),
    ("tokushima-kanshi", "徳島県", "医療監視員", Role.INSPECTOR),
    ("kochi-1", "高知県", "担当1", Role.OFFICER),
    ("mhlw-1", "厚生労働省", "担当", Role.MINISTRY),
)


@dataclass(frozen=True)
class RunningHouse:
    """Database, Prefect, engine, screens and practice mailbox as processes."""

    base_url: str
    rig: Rig


@pytest.fixture(scope="module")
def running_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    rig = Rig(tmp_path_factory.mktemp("house"), practice=True, port=_free_port())
    try:
        rig.open_database()
        _lay_out(rig.settings.role_url("owner"))
        rig.start_mailbox()
        rig.start_prefect()
        rig.start_engine()
        rig.spawn(parts.screens(rig.settings))
        until(lambda: _answers(rig.settings.base_url), "the counter answers")
        yield RunningHouse(rig.settings.base_url, rig)
    finally:
        rig.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium; without it these tests are skipped and say so."""
    if not CHROMIUM:
        pytest.skip("chromium がありません（apt-get install chromium fonts-noto-cjk）。画面の試験を省きます")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield chromium
        chromium.close()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _answers(base_url: str) -> bool:
    try:
        return httpx.get(f"{base_url}/health", timeout=2, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def _lay_out(owner_url: str) -> None:
    """Officers who can sign in, and the hospital of S2 with two vendors."""
    engine = create_engine(owner_url)
    password = hash_password(PASSWORD)
    with Session(engine) as session, session.begin():
        codes = {a.name: a.code for a in session.scalars(select(Authority))} | {"厚生労働省": MINISTRY_CODE}
        for order, (login, authority, office, role) in enumerate(STAFF, start=1):
            session.add(
                Officer(
                    authority_code=codes[authority],
                    login=login,
                    office=office,
                    email=f"{login}@renraku.invalid",
                    roles=[str(role)],
                    password_hash=password,
                    on_call_order=order if role is Role.OFFICER else None,
                )
            )
        tsurugi = session.scalars(select(Municipality).where(Municipality.name == "つるぎ町")).one()
        vendors = (("電子カルテ保守会社（演習用）", "000-0000-0001"), ("回線保守会社（演習用）", "000-0000-0002"))
        session.add(
            Facility(
                authority_code=codes["徳島県"],
                municipality_code=tsurugi.code,
                municipality_name=tsurugi.name,
                kind=FacilityKind.HOSPITAL,
                name="つるぎ町立半田病院",
                municipal=True,
                vendors=[FacilityVendor(authority_code=codes["徳島県"], company=c, phone=p) for c, p in vendors],
            )
        )
    engine.dispose()
