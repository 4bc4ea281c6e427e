"""Say a thing in the history once: the history itself is what remembers that it was said."""

from __future__ import annotations

from sqlalchemy import select

from cases.records import HistoryLine
from cases.system import CaseTurn
from cases.vocabulary import HistoryKind


def say_once(turn: CaseTurn, sentence: str) -> bool:
    """Add the sentence to what this turn did, unless an earlier turn of the stage said the very same. Nothing in it may
    depend on the present moment. Returns whether it is said now.
    """
    if sentence in turn.done:
        return False
    said = select(HistoryLine.id).where(
        HistoryLine.case_id == turn.case.id,
        HistoryLine.kind == HistoryKind.ENGINE,
        HistoryLine.name == f"visited_{turn.stage.key}",
        HistoryLine.facts["done"].contains([sentence]),
    )
    if turn.session.scalar(said.limit(1)) is not None:
        return False
    turn.done.append(sentence)
    return True
