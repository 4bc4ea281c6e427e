"""What an operator sees of a turn in Prefect: events, the steps as task runs, one table for the run.

Real `@task` calls inside the turn's thread cost some 70 to 110 ms a turn (13 steps, measured), more than the whole way
from an act to the next stage may grow. So each step notes when it began and ended, and this is recorded after the
commit, in the background, when the engine has been quiet for a moment: it holds up nothing, and when Prefect does not
take it, only the picture is missing.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import Iterable
from contextvars import Context
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from prefect import get_client
from prefect.client.schemas.actions import ArtifactCreate
from prefect.events import emit_event

from cases.system import Missed, Moved, TurnTaken
from cases.vocabulary import StageKey
from flows.steps.noting import Notes, Row, StepTaken

log = logging.getLogger(__name__)
QUIET: Final = 1.5
"""Seconds without a turn after which pictures are recorded: on two cores they would cost the next act its speed."""
PATIENCE: Final = 10.0
MOST_WAITING: Final = 60
"""Runs whose picture may wait; under more load the oldest go without."""
MOST_ROWS: Final = 100
CLOCK_MISSED: Final = "renraku.clock.missed"

_waiting: deque[tuple[UUID, StageKey, Notes]] = deque(maxlen=MOST_WAITING)
_last_turn = 0.0
_recorder: asyncio.Task[None] | None = None


# -- events ----------------------------------------------------------------------------------------------------


def emit(taken: TurnTaken) -> None:
    """One event per stage change and per clock whose due moment was first said to have passed."""
    for moved in taken.moved:
        _emit_moved(moved)
    for missed in taken.missed:
        _emit_missed(missed)


def _emit_moved(moved: Moved) -> None:
    emit_event(
        event=f"renraku.stage.{moved.move.after}",
        resource={
            "prefect.resource.id": f"renraku.case.{moved.case_id}.{moved.move.stage}",
            "prefect.resource.name": f"{moved.number} {moved.move.stage.label}",
        },
        payload={"before": str(moved.move.before), "after": str(moved.move.after), "case": moved.number},
    )


def _emit_missed(missed: Missed) -> None:
    emit_event(
        event=CLOCK_MISSED,
        resource={
            "prefect.resource.id": f"renraku.clock.{missed.clock_id}",
            "prefect.resource.name": f"{missed.number} {missed.title}",
            "renraku.rule": missed.rule,
            "renraku.stage": str(missed.stage),
        },
        payload={
            "case": missed.number,
            "clock": missed.title,
            "label": missed.label,
            "stage": missed.stage.label,
            "due": missed.due_at.isoformat(),
        },
    )


# -- the picture of a run --------------------------------------------------------------------------------------


def show(run: str, stage: StageKey, notes: Notes) -> None:
    """Record steps and table of the flow run in the background, once the engine is quiet."""
    global _last_turn, _recorder
    loop = asyncio.get_running_loop()
    _last_turn = loop.time()
    if not notes.rows:
        return
    _waiting.append((UUID(run), stage, notes))
    if _recorder is None or _recorder.done():
        _recorder = loop.create_task(_record_when_quiet(), context=Context())  # outside the run's own context


async def _record_when_quiet() -> None:
    now = asyncio.get_running_loop().time
    while _waiting:
        if (left := _last_turn + QUIET - now()) > 0:
            await asyncio.sleep(left)
            continue
        run, stage, notes = _waiting.popleft()
        try:
            await asyncio.to_thread(_record_steps, run, notes.steps)
            async with asyncio.timeout(PATIENCE), get_client() as client:
                await client.create_artifact(_table(run, stage, [*notes.rows.values()]))
        except Exception as error:
            log.info("実行の記録に、行ったことを加えられませんでした: %r", error)


def _record_steps(run: UUID, steps: Iterable[StepTaken]) -> None:
    one_case = len({step.case for step in steps}) == 1
    for number, step in enumerate(steps):
        _record_step(run, number, step, step.title if one_case else f"{step.title} {step.case}")


def _record_step(run: UUID, number: int, step: StepTaken, name: str) -> None:
    """A task run as the server's recorder takes it in: what a client says of a run that it has ended."""
    state, word = ("FAILED", "Failed") if step.failure else ("COMPLETED", "Completed")
    message = step.failure or "／".join(step.said)
    emit_event(
        event=f"prefect.task-run.{word}",
        occurred=step.ended,
        resource={
            "prefect.resource.id": f"prefect.task-run.{uuid4()}",
            "prefect.resource.name": name,
            "prefect.state-name": word,
            "prefect.state-type": state,
            "prefect.state-message": message,
            "prefect.state-timestamp": step.ended.isoformat(),
            "prefect.run-count": "1",
            "prefect.orchestration": "client",
        },
        related=[
            {"prefect.resource.id": f"prefect.flow-run.{run}", "prefect.resource.role": "flow-run"},
            {"prefect.resource.id": f"prefect.tag.case:{step.case}", "prefect.resource.role": "tag"},
        ],
        payload={
            "intended": {"from": "RUNNING", "to": state},
            "initial_state": None,
            "validated_state": {"type": state, "name": word, "message": message, "state_details": {}, "data": None},
            "task_run": _task_run(number, step, name),
        },
    )


def _task_run(number: int, step: StepTaken, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "task_key": f"renraku.{step.name}",
        "dynamic_key": str(number),
        "tags": [f"case:{step.case}"],
        "run_count": 1,
        "flow_run_run_count": 1,
        "expected_start_time": step.started.isoformat(),
        "start_time": step.started.isoformat(),
        "end_time": step.ended.isoformat(),
        "total_run_time": max(step.ended - step.started, timedelta(0)).total_seconds(),
    }


def _table(run: UUID, stage: StageKey, rows: list[Row]) -> ArtifactCreate:
    shown: list[dict[str, str]] = [
        {
            "案件": row.case,
            "リンク": f"[案件を開く]({row.link})",
            "行ったこと": "／".join(row.done) or "なし",
            "次にすること": "／".join(row.coming) or "なし",
        }
        for row in rows[:MOST_ROWS]
    ]
    rest = f"（はじめの{MOST_ROWS}件）" if len(rows) > MOST_ROWS else ""
    return ArtifactCreate(
        key=f"renraku-{stage.replace('_', '-')}",
        type="table",
        description=f"「{stage.label}」の自動処理 {len(rows)}件{rest}",
        data=json.dumps(shown, ensure_ascii=False),
        flow_run_id=run,
    )
