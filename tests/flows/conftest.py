"""One real installation for the engine's tests: PostgreSQL, Prefect server, mailbox; each test starts its engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cases.clock import MachineClock
from cases.store.officers import SignedIn
from infra.running.processes import born
from tests.house import House
from tests.rig import Nursery, Rig


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """A new installation with Prefect up and no engine."""
    rig = Rig(tmp_path_factory.mktemp("rig"), practice=False)
    try:
        rig.open_database()
        rig.start_mailbox()
        rig.start_prefect()
        yield rig
    finally:
        rig.close()


@pytest.fixture(scope="module")
def nursery(rig: Rig) -> Iterator[Nursery]:
    nursery = Nursery(rig)
    yield nursery
    nursery.close()


@pytest.fixture
def engines(nursery: Nursery) -> Iterator[Nursery]:
    """Engines of this test; all are gone afterwards."""
    yield nursery
    for pid in list(nursery._pids):
        if born(pid):
            nursery.kill(pid)


@pytest.fixture(scope="module")
def real(rig: Rig) -> Iterator[House]:
    """The rig's database as a house with the machine's clock."""
    house = House(rig.urls(), MachineClock())
    yield house
    house.close()


@pytest.fixture(scope="module")
def officer(real: House) -> SignedIn:
    """担当1 of 徳島県, with the hospital in the registry."""
    real.facility()
    return real.office("徳島県")["担当1"]
