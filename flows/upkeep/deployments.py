"""The scheduled work as Prefect deployments: schedules in Japanese time, seen and startable on Prefect's screen.

No worker and no process per run: the engine asks for the runs that are due and executes them itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from prefect import get_client
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.schedules import CronSchedule

from cases.upkeep.plans import PLANS, Plan
from cases.vocabulary import ScheduledWork
from flows.upkeep.works import FLOWS

TAG: Final = "定時の処理"
ZONE: Final = "Asia/Tokyo"
AHEAD: Final = timedelta(seconds=2)


async def register() -> dict[UUID, ScheduledWork]:
    """Make the deployments that are missing or have another schedule. Returns deployment id → work. Raises when
    Prefect is away.
    """
    found: dict[UUID, ScheduledWork] = {}
    async with get_client() as client:
        known = {
            one.name: one
            for one in await client.read_deployments(
                deployment_filter=DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG]))
            )
        }
        for work, plan in PLANS.items():
            there = known.get(work.label)
            if there is not None and there.version == _version(plan):
                found[there.id] = work
            else:
                found[await _make(client, work, plan)] = work
    return found


def _version(plan: Plan) -> str:
    return f"{plan.cron} {ZONE}"


async def _make(client: PrefectClient, work: ScheduledWork, plan: Plan) -> UUID:
    flow = FLOWS[work]
    schedule = CronSchedule(cron=plan.cron, timezone=ZONE)
    return await client.create_deployment(
        flow_id=await client.create_flow(flow),
        name=work.label,
        version=_version(plan),
        schedules=[DeploymentScheduleCreate(schedule=schedule, active=True)],
        description=plan.does,
        tags=[TAG],
        parameters={},
        entrypoint=f"flows/upkeep/works.py:{flow.fn.__name__}",
        enforce_parameter_schema=False,
    )


async def due(deployments: dict[UUID, ScheduledWork], now: datetime) -> list[tuple[FlowRun, ScheduledWork]]:
    """The runs that Prefect has scheduled until now, by its schedule or by hand. Raises when Prefect is away."""
    async with get_client() as client:
        runs = await client.get_scheduled_flow_runs_for_deployments([*deployments], scheduled_before=now + AHEAD)
    return [(run, deployments[run.deployment_id]) for run in runs if run.deployment_id in deployments]
