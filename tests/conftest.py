"""Fixtures: one real PostgreSQL per test process, a clean database per test, as the migrations build it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from cases.clock import HandClock
from cases.office.sign_in import signed_in
from cases.records import MINISTRY_CODE, Officer
from cases.store.officers import SignedIn
from cases.vocabulary import Role
from infra.database import update
from infra.running.postgres import Cluster
from tests.a_case import Case
from tests.house import CHEAP_HASH, NIGHT_OF_HANDA, House, hang_up
from tests.kept import KeptDatabase, copy_of, urls_of


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """The embedded PostgreSQL of this test process."""
    with Cluster(tmp_path_factory.mktemp("cluster"), durable=False) as running:
        running.ensure_roles_and_databases()
        yield running
    running.destroy()


@pytest.fixture(scope="session")
def template(cluster: Cluster) -> str:
    """A database built by the migrations with the reference data."""
    cluster.create_database("house_template")
    update.update(cluster.url("owner", "house_template"))
    return "house_template"


@pytest.fixture
def urls(cluster: Cluster, template: str) -> Iterator[dict[str, str]]:
    """Role → URL of a database of this test's own."""
    name = copy_of(cluster, template)
    yield urls_of(cluster, name)
    cluster.drop_database(name)


@pytest.fixture(scope="session")
def kept_database(cluster: Cluster, template: str) -> Iterator[KeptDatabase]:
    """The database that houses share, one after the other."""
    kept = KeptDatabase(cluster, template)
    yield kept
    hang_up()
    kept.give_up()


@pytest.fixture
def house(kept_database: KeptDatabase) -> Iterator[House]:
    """A house at half past midnight on 31 October 2021."""
    house = House(kept_database.urls(), HandClock(NIGHT_OF_HANDA))
    yield house
    house.close(keep=True)
    kept_database.clean()


@pytest.fixture
def case(house: House) -> Case:
    """疑いを受け付け、自動処理が一巡した案件（2021年10月31日 日曜日 0時30分）."""
    return Case.opened(house)


@pytest.fixture
def ministry(house: House) -> tuple[SignedIn, SignedIn]:
    """Two officers of the ministry's desk."""
    first = house.office("厚生労働省")["担当"]
    with Session(house.owner) as session, session.begin():
        other = Officer(
            authority_code=MINISTRY_CODE,
            login="MHLW-second",
            office="別の担当",
            email="second@example.jp",
            roles=[str(Role.MINISTRY)],
            password_hash=CHEAP_HASH,
            active=True,
            on_call_order=None,
        )
        session.add(other)
        session.flush()
        return first, signed_in(other, "厚生労働省")
