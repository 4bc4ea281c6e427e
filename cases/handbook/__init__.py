"""The table of contents: all stages in the notice's order, every act by name, and the stage diagram."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from cases.casework import tasks
from cases.clocks import pausing
from cases.errors import UnknownAct
from cases.procedure import Act, Stage
from cases.stages import closing, detection, inspection, ministry_report, remediation, vendor_contact
from cases.vocabulary import StageKey

STAGES: tuple[Stage, ...] = (
    detection.STAGE,
    vendor_contact.STAGE,
    ministry_report.STAGE,
    inspection.STAGE,
    remediation.STAGE,
    closing.STAGE,
)

EVERYWHERE: tuple[Act[Any], ...] = (*tasks.ACTS, *pausing.ACTS)
"""The acts that belong to no stage: on tasks, and on clocks."""


@cache
def stage(key: StageKey) -> Stage:
    """The stage file's content under its key."""
    return next(s for s in STAGES if s.key is key)


def all_acts() -> Iterator[tuple[Stage | None, Act[Any]]]:
    """Every act with its stage; those on tasks and clocks stand in all stages and come with None."""
    for one in STAGES:
        for act in one.acts:
            yield one, act
    for act in EVERYWHERE:
        yield None, act


@cache
def find(name: str) -> tuple[Stage | None, Act[Any]]:
    """The act by name. Raises UnknownAct."""
    for one, act in all_acts():
        if act.name == name:
            return one, act
    raise UnknownAct(name)


@cache
def labels() -> dict[str, str]:
    """Act → its label."""
    return {act.name: act.label for _, act in all_acts()}


def diagram() -> str:
    """The stage diagram (Mermaid), generated for README and handbook and kept by diff."""
    lines = ["flowchart LR"]
    lines += [f'  {s.key}["{s.label}"]' for s in STAGES]
    lines += [f"  {s.key} --> {f}" for s in STAGES for f in s.follows]
    return "\n".join(lines) + "\n"
