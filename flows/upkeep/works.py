"""Scheduled work as Prefect flows, one per work: short bodies, idempotent, their run noted in our own database.

A run is begun before its flow is (flows/upkeep/lane.py), so the same work is never done twice for a day, whoever
starts it; Prefect adds the schedule, the trace and a button.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from prefect import Flow, flow, runtime

from cases.post import digests
from cases.upkeep import chain_watch, counts, follow_up, retention, runs
from cases.upkeep import contacts as contact_freshness
from cases.upkeep.plans import Outcome
from cases.upkeep.runs import Begun
from cases.vocabulary import ScheduledWork
from flows.tickets import run_name, with_ticket
from flows.world import World, here

log = logging.getLogger(__name__)
Body = Callable[[World, Begun], Outcome]
BODIES: dict[ScheduledWork, Body] = {
    ScheduledWork.DIGEST: lambda w, run: _digests(w),
    ScheduledWork.STATISTICS: lambda w, run: counts.count(w.database, run.for_day, w.clock.now(), dry=run.dry),
    ScheduledWork.RETENTION: lambda w, run: retention.clear(w.database, w.clock.now(), dry=run.dry),
    ScheduledWork.CONTACTS: lambda w, run: contact_freshness.look(w.database, w.clock.now(), dry=run.dry),
    ScheduledWork.FOLLOW_UP: lambda w, run: follow_up.ask_again(w.database, w.clock.now(), dry=run.dry),
    ScheduledWork.VERIFICATION: lambda w, run: chain_watch.verify_all(w.database, w.clock.now(), w.sender),
}


def _digests(world: World) -> Outcome:
    written = digests.write_due(world.database, world.clock.now(), world.sender)
    return Outcome(f"まとめ通知を {written}通作成しました。", {"written": written})


async def do(run_id: int) -> str:
    """Do the run that was begun and note how it went. What is not running any more is passed over. Raises what the
    body raises, after that was noted.
    """
    world = here()
    run = await asyncio.to_thread(runs.find, world.database, run_id)
    if run is None:
        return ""
    try:
        outcome = await asyncio.to_thread(BODIES[run.work], world, run)
    except Exception as error:
        log.exception("定時の処理「%s」ができませんでした。", run.work.label)
        said = Outcome(f"処理できませんでした（{type(error).__name__}）。記録は管理者が確かめられます。")
        await asyncio.to_thread(runs.end, world.database, run_id, said, world.clock.now(), failed=True)
        if run.last_try:
            title = f"{run.work.label}（{run.for_day.month}月{run.for_day.day}日分）"
            await asyncio.to_thread(
                chain_watch.tell_of_failure, world.database, run_id, title, world.clock.now(), world.sender
            )
        raise
    if runtime.flow_run.id:
        outcome.facts["prefect"] = str(runtime.flow_run.id)
    await asyncio.to_thread(runs.end, world.database, run_id, outcome, world.clock.now())
    return outcome.said


@flow(name="digest", description="まとめ通知の作成", flow_run_name=run_name, persist_result=False)
async def digest(run: int = 0) -> str:
    """`run`: the row that was begun for it. Each person's own hour is kept by the post (flows/post/digests.py)."""
    return await with_ticket(lambda: do(run), "")


@flow(name="statistics", description="日ごとの件数の記録", flow_run_name=run_name, persist_result=False)
async def statistics(run: int = 0) -> str:
    """`run`: the row that was begun for it."""
    return await with_ticket(lambda: do(run), "")


@flow(name="retention", description="保存期間を過ぎたものの削除", flow_run_name=run_name, persist_result=False)
async def retention_flow(run: int = 0) -> str:
    """`run`: the row that was begun for it."""
    return await with_ticket(lambda: do(run), "")


@flow(name="contacts", description="古くなった連絡先の確認", flow_run_name=run_name, persist_result=False)
async def contacts(run: int = 0) -> str:
    """`run`: the row that was begun for it."""
    return await with_ticket(lambda: do(run), "")


@flow(name="verification", description="経過の記録の検証と締め", flow_run_name=run_name, persist_result=False)
async def verification(run: int = 0) -> str:
    """`run`: the row that was begun for it."""
    return await with_ticket(lambda: do(run), "")


@flow(name="follow_up", description="院内掲示と周知の確認のお願い", flow_run_name=run_name, persist_result=False)
async def follow_up_flow(run: int = 0) -> str:
    """`run`: the row that was begun for it."""
    return await with_ticket(lambda: do(run), "")


FLOWS: dict[ScheduledWork, Flow[Any, Any]] = {
    ScheduledWork.DIGEST: digest,
    ScheduledWork.STATISTICS: statistics,
    ScheduledWork.RETENTION: retention_flow,
    ScheduledWork.CONTACTS: contacts,
    ScheduledWork.FOLLOW_UP: follow_up_flow,
    ScheduledWork.VERIFICATION: verification,
}
