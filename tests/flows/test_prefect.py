"""What an operator finds in Prefect: runs named and tagged by stage and case, events, the schedules of the works."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import yaml
from prefect.client.orchestration import PrefectClient
from prefect.events.schemas.automations import AutomationCore, EventTrigger
from sqlalchemy import text

from cases.clock import MachineClock
from cases.store.officers import SignedIn
from cases.upkeep.plans import PLANS
from cases.vocabulary import ScheduledWork
from flows.programmes import PROGRAMMES
from flows.steps.trace import CLOCK_MISSED
from flows.upkeep import lane
from infra.settings import PROJECT
from tests.flows.test_survival import entered
from tests.house import House
from tests.rig import Nursery, Rig, until

EXAMPLE = PROJECT / "infra" / "automations" / "missed-clocks.yaml"


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
    return events(rig, f"renraku.case.{case}.vendor_contact")


def test_少ない案件の実行には_段が日本語の名で並び_行ったことの表が付く(
    rig: Rig, engines: Nursery, real: House, officer: SignedIn
) -> None:
    engines.engine(with_prefect=True)
    case, runs = until(lambda: recorded(rig, real, officer), "both runs of a case are in Prefect")
    number = real.case(officer, case).number
    for run, key in ((one, key) for one in runs for key in PROGRAMMES if f"stage:{key}" in one["tags"]):
        titles = [step.title for step in PROGRAMMES[key]]
        steps = until(lambda run=run, titles=titles: steps_of(rig, run, titles), "the steps are there")  # type: ignore[misc]
        assert {step["state_type"] for step in steps} == {"COMPLETED"}
        assert all(run["start_time"] <= step["start_time"] <= step["end_time"] for step in steps)
        [table] = until(lambda run=run: tables_of(rig, run), "the table is there")  # type: ignore[misc]
        assert table["key"] == f"renraku-{key.replace('_', '-')}"
        [row] = json.loads(table["data"])
        assert row["案件"] == number
        assert "業務「" in row["行ったこと"]
        assert "（担当" in row["次にすること"]
        assert f"/case?number={number}" in row["リンク"]


def steps_of(rig: Rig, run: dict[str, Any], titles: list[str]) -> list[dict[str, Any]]:
    """The task runs of a flow run in the order in which they were taken; none until all are there by their titles."""
    wanted = {"flow_runs": {"id": {"any_": [run["id"]]}}, "limit": 200}
    found = list(rig._ask("task_runs/filter", json=wanted).raise_for_status().json())
    found.sort(key=lambda one: int(one["dynamic_key"]))
    return found if [one["name"] for one in found] == titles else []


def tables_of(rig: Rig, run: dict[str, Any]) -> list[dict[str, Any]]:
    wanted = {"artifacts": {"flow_run_id": {"any_": [run["id"]]}, "type": {"any_": ["table"]}}}
    return list(rig._ask("artifacts/filter", json=wanted).raise_for_status().json())


# -- a missed clock ---------------------------------------------------------------------------------------------------


def test_目安を過ぎると事象が残り_例の自動通知が働く(
    rig: Rig, engines: Nursery, real: House, officer: SignedIn
) -> None:
    example = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    once = AutomationCore.model_validate({**example, "trigger": {**example["trigger"], "threshold": 1}})
    made = rig._ask("automations/", json=once.model_dump(mode="json")).raise_for_status().json()
    engines.engine(with_prefect=True)
    case, _ = until(lambda: recorded(rig, real, officer), "both runs of a case are in Prefect")
    with real.owner.begin() as connection:
        moved = "due_at = now() - interval '1 hour', next_rung_at = now(), rung_said = NULL"
        clock = connection.scalar(text(f"UPDATE clock SET {moved} WHERE case_id = :case RETURNING id"), {"case": case})
    [missed] = until(lambda: events(rig, f"renraku.clock.{clock}"), "the missed clock is an event")
    assert missed["event"] == "renraku.clock.missed"
    assert missed["payload"]["case"] == real.case(officer, case).number
    assert missed["payload"]["label"] == "目安"
    until(lambda: triggered(rig, made["id"]), "the automation has seen it")


def test_例の自動通知は_Prefectの型に合う() -> None:
    example = AutomationCore.model_validate(yaml.safe_load(EXAMPLE.read_text(encoding="utf-8")))
    assert isinstance(example.trigger, EventTrigger)
    assert example.trigger.expect == {CLOCK_MISSED}
    assert (example.trigger.threshold, example.trigger.within) == (3, timedelta(hours=1))


def events(rig: Rig, resource: str) -> list[dict[str, Any]]:
    wanted = {"filter": {"resource": {"id": [resource]}}}
    return list(rig._ask("events/filter", json=wanted).raise_for_status().json()["events"])


def triggered(rig: Rig, automation: str) -> bool:
    found = events(rig, f"prefect.automation.{automation}")
    return any(one["event"] == "prefect.automation.triggered" for one in found)


def test_引数のない一覧の問合せに_このPrefectとFastAPIの組は答える(rig: Rig) -> None:
    async def ask() -> tuple[list[Any], list[Any], list[Any]]:
        async with PrefectClient(rig.settings.prefect_api_url, auth_string=rig.settings.prefect_auth_string) as client:
            return await client.read_flow_runs(), await client.read_deployments(), await client.read_work_pools()

    runs, deployments, pools = asyncio.run(ask())
    assert isinstance(runs, list)
    assert isinstance(deployments, list)
    assert pools == []


# -- scheduled work ---------------------------------------------------------------------------------------------------


def deployments(rig: Rig) -> dict[str, dict[str, Any]]:
    """Prefect's deployments by name."""
    found = rig._ask("deployments/filter", json={}).raise_for_status().json()
    return {one["name"]: one for one in found}


def runs(house: House, work: ScheduledWork) -> list[tuple[Any, ...]]:
    """(round, state, way) of a work's runs, oldest first."""
    with house.owner.connect() as connection:
        found = connection.execute(
            text("SELECT round, state, way FROM standing_run WHERE name = :work ORDER BY id"), {"work": str(work)}
        )
        return [tuple(row) for row in found]


def test_予定はPrefectに登録され_そこで始まった回は自動処理が行い_始まらない分は一度だけ自分で行う(
    rig: Rig, engines: Nursery, real: House
) -> None:
    engines.engine("watchful", with_prefect=True)
    there = until(lambda: len(found := deployments(rig)) == len(PLANS) and found, "the deployments are registered")
    counts = there["日ごとの件数の記録"]
    [schedule] = counts["schedules"]
    assert (schedule["schedule"]["cron"], schedule["schedule"]["timezone"]) == ("0 2 * * *", "Asia/Tokyo")
    assert set(there) == {work.label for work in PLANS}

    past = MachineClock().now() - timedelta(days=3)
    span = {"start_time": past.isoformat(), "end_time": (past + timedelta(days=2)).isoformat(), "max_runs": 1}
    until(lambda: rig._ask(f"deployments/{counts['id']}/schedule", json=span).is_success, "Prefect schedules it")
    row = (0, "done", lane.BY_PREFECT)
    until(lambda: runs(real, ScheduledWork.STATISTICS) == [row], "what Prefect scheduled is executed")

    by_hand = {"state": {"type": "SCHEDULED"}}
    mine = rig._ask(f"deployments/{counts['id']}/create_flow_run", json=by_hand).raise_for_status().json()["id"]
    row = (1, "done", lane.BY_HAND_THERE)
    until(lambda: row in runs(real, ScheduledWork.STATISTICS), "what was begun on Prefect's screen is executed")
    ended = until(lambda: completed(rig, mine), "Prefect knows that it is done")
    assert ended["name"].startswith("日ごとの件数の記録 ")

    engines.engine("hurried")
    engines.engine("hurried")
    for work in set(PLANS) - {ScheduledWork.STATISTICS}:
        until(lambda work=work: runs(real, work), "the engine does what nobody began")  # type: ignore[misc]
        ended_rows = until(lambda work=work: [r for r in runs(real, work) if r[1] == "done"], "done")  # type: ignore[misc]
        assert len(ended_rows) == 1
        assert ended_rows[0][2] in (lane.FIRST, lane.AWAY)
    assert len(runs(real, ScheduledWork.STATISTICS)) == 2


def completed(rig: Rig, run: str) -> dict[str, Any] | None:
    found = rig._ask(f"flow_runs/{run}").json()
    return dict(found) if found["state_type"] == "COMPLETED" else None
