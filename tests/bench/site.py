"""A real installation for a measurement, taken down afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from cases.clock import HandClock, MachineClock
from tests.house import House
from tests.rig import Rig, until
from tests.ui.conftest import _free_port as free_port


@contextmanager
def site(*, engine: str | None = "flows.engine", practice: bool = False) -> Iterator[tuple[Rig, House]]:
    """Database, Prefect, mailbox and engine; the engine has done its first work when this returns."""
    with tempfile.TemporaryDirectory(prefix="renraku-bench-") as folder:
        rig = Rig(Path(folder), practice=practice, port=free_port())
        try:
            rig.open_database()
            rig.start_mailbox()
            rig.start_prefect()
            house = House(rig.urls(), MachineClock())
            if engine:
                start_engine(rig, engine)
                warm_up(house)
            yield rig, house
            house.close()
        finally:
            rig.close()


@contextmanager
def quiet_house(start: datetime) -> Iterator[House]:
    """A database alone, with a clock moved by hand; flows run where they are called."""
    with tempfile.TemporaryDirectory(prefix="renraku-bench-") as folder:
        rig = Rig(Path(folder), practice=False, port=free_port())
        try:
            rig.open_database()
            house = House(rig.urls(), HandClock(start))
            house.office("徳島県")
            house.facility()
            yield house
            house.close()
        finally:
            rig.close()


def start_engine(rig: Rig, module: str = "flows.engine") -> None:
    from infra.commands import parts

    part = parts.engine(rig.settings)
    rig.spawn(part, [part.command[0], "-m", module])


def warm_up(house: House) -> None:
    """Three cases through their first stages, so that imports and caches are paid for."""
    officer = house.office("宮城県")["担当1"]
    house.facility("演習病院", "名取市", authority="宮城県")
    for _ in range(3):
        case = house.suspicion(officer, "演習病院")
        until(lambda case=case: len(house.case(officer, case).tasks) == 4, "the engine is warm")  # type: ignore[misc]
