"""The clocks of a stage start. How they speak is told in flows/steps/reminding.py."""

from __future__ import annotations

from cases import progress
from cases.system import CaseTurn
from flows.steps.programme import step


@step("計時を始める")
def start_clocks(turn: CaseTurn) -> None:
    """Start the clocks whose start event has happened; a clock met already is met at once."""
    for clock in progress.owed_clocks(turn.case, turn.stage, turn.roster.calendar, turn.roster.targets):
        turn.case.clocks.append(clock)
        turn.done.append(f"{clock.label}「{clock.title}」の計時を始めました")
    progress.settle(turn.case, turn.now, "自動処理")
