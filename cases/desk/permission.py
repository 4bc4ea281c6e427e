"""May this act be taken on this case now? One answer for the desk, the screen and the truth table test."""

from __future__ import annotations

from typing import Any

from cases.errors import CaseEnded, WrongRole
from cases.procedure import Act, Stage
from cases.progress import may_act_in
from cases.records import CaseFile
from cases.store.officers import SignedIn
from cases.vocabulary import Ending


def check_role(act: Act[Any], officer: SignedIn) -> None:
    """Raises WrongRole."""
    if not act.roles & officer.roles:
        raise WrongRole(act.label, [role.label for role in sorted(act.roles)])


def missing_for(case: CaseFile, stage: Stage | None, act: Act[Any]) -> list[str]:
    """What is missing before the act, in sentences; empty when it is open. Raises CaseEnded."""
    merged = case.ending is Ending.MERGED and not act.after_merge
    if case.closed_at is not None and (merged or not act.after_end):
        raise CaseEnded(case.number, case.ending.label if case.ending else "")
    missing = []
    if not act.anytime and stage is not None and not may_act_in(case, stage):
        missing.append(f"「{stage.label}」はまだ始まっていません（{stage.opens_label}に始まります）。")
    return missing + [sentence for requirement in act.requires for sentence in requirement.said(case)]
