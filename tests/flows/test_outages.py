"""Prefect away, Prefect hanging, PostgreSQL killed: what people did is done, once, and the next stage opens in time."""

from __future__ import annotations

import os
import signal
import time

from sqlalchemy import text

from cases.store.officers import SignedIn
from infra.running.processes import command_line
from tests.flows.test_survival import entered, stands_where_it_should
from tests.house import House
from tests.rig import Nursery, Rig, until

IN_TIME = 4.0
"""Seconds within which the next stage opens with Prefect away (issue 1)."""


def opens(house: House, officer: SignedIn, case: int) -> bool:
    return house.states(officer, case)["vendor_contact"] == "open"


def ran_without_prefect(house: House, officer: SignedIn, case: int) -> bool:
    return any("ワークフローエンジンにつながらない" in line.note for line in house.case(officer, case).history)


def warmed_up(engines: Nursery, house: House, officer: SignedIn) -> None:
    """An engine that has done its first work: a first run costs imports."""
    engines.engine()
    first = house.suspicion(officer)
    until(lambda: entered(house, officer, first), "the engine works")


def test_Prefectが落ちても_次の段階は4秒以内に始まり_戻れば実行の記録が再開する(
    rig: Rig, engines: Nursery, real: House, officer: SignedIn
) -> None:
    server = next(p for p in rig._running if p.poll() is None and "prefect_server" in command_line(p.pid))
    warmed_up(engines, real, officer)
    under_load = [real.suspicion(officer) for _ in range(20)]
    rig.kill(server)
    case = real.suspicion(officer)
    until(lambda: opens(real, officer, case), "the next stage opens without Prefect", IN_TIME)
    for one in [*under_load, case]:
        until(lambda one=one: entered(real, officer, one), "all of the load is done")  # type: ignore[misc]
        stands_where_it_should(real, officer, one)
    assert ran_without_prefect(real, officer, case)
    rig.start_prefect()
    number = until(lambda: recorded(rig, real, officer), "a run appears again in Prefect")
    assert number


def recorded(rig: Rig, house: House, officer: SignedIn) -> str:
    """The number of a new case if Prefect has its run, else empty."""
    case = house.suspicion(officer)
    until(lambda: entered(house, officer, case), "the case is entered")
    number = house.case(officer, case).number
    return number if any(f"case:{number}" in run["tags"] for run in rig.runs()) else ""


def test_Prefectが応答しなくなっても_次の段階は4秒以内に始まる(
    rig: Rig, engines: Nursery, real: House, officer: SignedIn
) -> None:
    server = next(p for p in rig._running if p.poll() is None and "prefect_server" in command_line(p.pid))
    warmed_up(engines, real, officer)
    os.killpg(server.pid, signal.SIGSTOP)
    try:
        case = real.suspicion(officer)
        until(lambda: opens(real, officer, case), "the next stage opens though Prefect hangs", IN_TIME)
        until(lambda: entered(real, officer, case), "its entry work is done")
        stands_where_it_should(real, officer, case)
        assert ran_without_prefect(real, officer, case)
    finally:
        os.killpg(server.pid, signal.SIGCONT)


def test_PostgreSQLが落ちても_戻れば受け付けた案件はすべて一度ずつ処理される(
    rig: Rig, engines: Nursery, real: House, officer: SignedIn
) -> None:
    warmed_up(engines, real, officer)
    taken = [real.suspicion(officer) for _ in range(10)]
    assert rig.cluster.process is not None
    os.kill(rig.cluster.process.pid, signal.SIGKILL)
    rig.cluster.process.wait(20)
    rig.cluster.start()
    started = time.monotonic()
    for case in taken:
        until(lambda case=case: entered(real, officer, case), "the case is entered after the outage")  # type: ignore[misc]
        stands_where_it_should(real, officer, case)
    assert time.monotonic() - started < 60


def test_処理できない案件は切り離され_他の案件を止めず_決裁者の業務になる(
    rig: Rig, engines: Nursery, real: House, officer: SignedIn
) -> None:
    cases = [real.suspicion(officer) for _ in range(8)]
    with real.owner.begin() as connection:  # a case that no visit can even load
        connection.execute(
            text("UPDATE case_file SET what_happened = repeat('x', 10), detected_at = 'infinity' WHERE id = :id"),
            {"id": cases[3]},
        )
    engines.engine()
    for case in [c for c in cases if c != cases[3]]:
        until(lambda case=case: entered(real, officer, case), "the others are entered")  # type: ignore[misc]
        stands_where_it_should(real, officer, case)
    failed = until(lambda: failures(real, cases[3]), "the poisoned case becomes a task")
    assert failed == [("supervisor", "open")]
    with real.owner.begin() as connection:
        connection.execute(text("UPDATE case_file SET detected_at = opened_at WHERE id = :id"), {"id": cases[3]})
    sheet = real.case(officer, cases[3])
    assert [t.holder for t in sheet.tasks if t.code == "engine_failed_detection"] == ["課長"]
    assert any(line.name == "work_failed" for line in sheet.history)


def failures(house: House, case: int) -> list[tuple[str, str]]:
    with house.owner.connect() as connection:
        rows = connection.execute(
            text("SELECT role, state FROM task WHERE case_id = :id AND code LIKE 'engine_failed%'"), {"id": case}
        )
        return [tuple(row) for row in rows]
