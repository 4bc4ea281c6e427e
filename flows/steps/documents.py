"""Documents drafted for the officer, each once."""

from __future__ import annotations

from collections.abc import Iterable

from cases.records import CaseDocument
from cases.system import CaseTurn
from flows.steps.completion import entering
from flows.steps.programme import step


@step("書類を下書きする")
def draft_documents(turn: CaseTurn) -> None:
    """Draft the stage's documents once, from what is known."""
    if entering(turn):
        for template in turn.stage.documents:
            draft(turn, template.kind, template.title, template.lines(turn.case))


def draft(turn: CaseTurn, kind: str, title: str, lines: Iterable[tuple[str, str]]) -> None:
    """File a document of these lines under the stage."""
    turn.case.documents.append(
        CaseDocument(
            stage=turn.stage.key, kind=kind, title=title, lines=[[*line] for line in lines], drafted_at=turn.now
        )
    )
    turn.done.append(f"「{title}」を下書きしました")
