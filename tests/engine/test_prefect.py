"""What an operator finds in Prefect: runs named and tagged by stage and case, events for every stage change."""

from __future__ import annotations

import asyncio
from typing import Any

from prefect.client.orchestration import PrefectClient

from cases.officers import SignedIn
from tests.engine.test_survival import entered
from tests.house import House
from tests.rig import Nursery, Rig, until


def test_実行は段階と案件の名前で探せ_段階の変化ごとに事象が残る(
    rig: Rig, engines: Nursery, real: House, officer: SignedIn
) -> None:
    engines.engine(with_prefect=True)
    case, runs = until(lambda: recorded(rig, real, officer), "both runs of a case are in Prefect")
    number = real.case(officer, case).number
    assert {run["name"] for run in runs} == {f"覚知 {number}", f"保守会社連絡 {number}"}
    assert {tag for run in runs for tag in run["tags"] if tag.startswith("stage:")} == {
        "stage:detection",
        "stage:vendor_contact",
    }
    events = until(lambda: stage_events(rig, case), "the stage change is an event")
    assert {event["event"] for event in events} == {"renraku.stage.open"}


def recorded(rig: Rig, house: House, officer: SignedIn) -> tuple[int, list[dict[str, Any]]] | None:
    """A new case with its runs in Prefect; None when a busy machine let one of them run without it."""
    case = house.suspicion(officer)
    until(lambda: entered(house, officer, case), "the case is entered")
    if any("ワークフローエンジンにつながらない" in line.note for line in house.case(officer, case).history):
        return None
    number = house.case(officer, case).number
    return case, until(lambda: finished(rig, number), "both runs are closed in Prefect")


def finished(rig: Rig, number: str) -> list[dict[str, Any]]:
    mine = [run for run in rig.runs() if f"case:{number}" in run["tags"]]
    return mine if len(mine) == 2 and {run["state_type"] for run in mine} == {"COMPLETED"} else []


def stage_events(rig: Rig, case: int) -> list[dict[str, Any]]:
    wanted = {"filter": {"resource": {"id": [f"renraku.case.{case}.vendor_contact"]}}}
    return list(rig._ask("events/filter", json=wanted).raise_for_status().json()["events"])


def test_引数のない一覧の問合せに_このPrefectとFastAPIの組は答える(rig: Rig) -> None:
    async def ask() -> tuple[list[Any], list[Any], list[Any]]:
        async with PrefectClient(rig.settings.prefect_api_url, auth_string=rig.settings.prefect_auth_string) as client:
            return await client.read_flow_runs(), await client.read_deployments(), await client.read_work_pools()

    runs, deployments, pools = asyncio.run(ask())
    assert isinstance(runs, list)
    assert deployments == pools == []
