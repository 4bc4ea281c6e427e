"""Engines for the tests, forked from one process that has done the slow imports.

stdin: a line with the point at which the next engine shall kill itself, or "healthy". stdout: its pid.
Points are the names of the steps of a visit, "claimed" (before the flow begins) and "committed" (before the flow ends).
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from cases import system
from cases.post import outbox
from flows import detection, vendor_contact
from flows.engine import loop
from flows.steps.programme import Step
from flows.upkeep import lane

STEPS = list(dict.fromkeys(step.name for flow in (detection, vendor_contact) for step in flow.STEPS))
POINTS = ["claimed", *STEPS, "committed"]
POST_POINTS = ["letters_claimed", "letters_sent"]


def _die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _then_die(before: Callable[..., Any]) -> Callable[..., Any]:
    def and_die(*given: Any, **named: Any) -> Any:
        if before(*given, **named):
            _die()
        return None

    return and_die


def doom(point: str) -> None:
    """Patch this process so that it dies by SIGKILL when it comes to that point."""
    if point == "claimed":
        system.claim = _then_die(system.claim)
    elif point == "committed":
        visit = system.take_turn
        system.take_turn = lambda *given, **named: (visit(*given, **named), _die())[0]
    elif point == "letters_claimed":
        outbox.claim_letters = _then_die(outbox.claim_letters)
    elif point == "letters_sent":
        outbox.note_outcomes = _die
    elif point in STEPS:
        for flow in (detection, vendor_contact):
            flow.STEPS = tuple(Step(step.title, _die) if step.name == point else step for step in flow.STEPS)
    elif point in ("watchful", "hurried"):  # these do not die: they look at the scheduled work more often
        lane.LOOK = 0.3
        lane.SETTLE = 0.0 if point == "hurried" else 60.0
    elif point != "healthy":
        raise ValueError(point)


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            doom(line.strip())
            loop.main()
            os._exit(0)
        print(pid, flush=True)


if __name__ == "__main__":
    main()
