"""Where the stages stand: moved to where the facts put them, entered once, and handed on to what follows."""

from __future__ import annotations

from cases import handbook, progress
from cases.system import CaseTurn
from cases.vocabulary import StageState
from flows.steps.programme import step


@step("段階の進み具合を確かめる")
def judge_completion(turn: CaseTurn) -> None:
    """Move every stage to where the facts put it; tasks and clocks follow."""
    turn.moves = progress.advance(turn.case, turn.now)
    for move in turn.moves:
        reason = f"（{move.reason}）" if move.reason else ""
        turn.done.append(f"「{move.stage.label}」を「{move.after.label}」にしました{reason}")
    progress.settle(turn.case, turn.now, "自動処理")


@step("段階の開始を記録する")
def mark_entered(turn: CaseTurn) -> None:
    """The entry work of the stage is done: open, or so quick that it is done already."""
    record = turn.case.stage(turn.stage.key)
    if record.state in (StageState.OPEN, StageState.DONE) and record.entered_at is None:
        record.entered_at = turn.now


@step("次の段階に引き継ぐ")
def open_what_follows(turn: CaseTurn) -> None:
    """Leave work for the flows of the stages that opened, or that owe tasks or clocks through these facts."""
    moved = {move.stage for move in turn.moves}
    for stage in handbook.STAGES:
        if stage.key is turn.stage.key:
            continue
        record = turn.case.stage(stage.key)
        reached = record.state in (StageState.OPEN, StageState.DONE)
        if reached and record.entered_at is None:  # owed once, by the turn that moved it
            if stage.key in moved:
                turn.owe(stage.key, "enter")
        elif progress.owed_clocks(turn.case, stage, turn.roster.calendar) or progress.owed_tasks(
            turn.case, stage, turn.now
        ):
            turn.owe(stage.key, "owed")
    progress.summarise(turn.case)


def entering(turn: CaseTurn) -> bool:
    """Whether this is the stage's first turn while it is open."""
    record = turn.case.stage(turn.stage.key)
    return record.state is StageState.OPEN and record.entered_at is None
