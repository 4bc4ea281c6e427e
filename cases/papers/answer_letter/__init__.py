"""照会・依頼への回答: what the authority answers the ministry, part by part (M-2.2, M-3.2; R-110)."""

from __future__ import annotations

from datetime import datetime

from cases.errors import PaperHasNoSubject
from cases.papers.sheet import Letter, Order, Rows, facility_rows, ministry_desk, moment_in_list, moment_on_paper
from cases.papers.subjects import asked_by_ministry
from cases.records import CaseFile
from cases.vocabulary import ExchangeState

NAME = "照会・依頼への回答"


class Data(Letter):
    asked: str
    asked_at: str
    state: str
    facility: Rows
    question: str
    answers: tuple[tuple[str, str], ...]
    declined: bool


def fill(case: CaseFile, order: Order) -> Data:
    """From the inquiry or request meant, as far as it is answered. Raises PaperHasNoSubject."""
    found = asked_by_ministry(case, order, answered=True)
    if found is None:
        raise PaperHasNoSubject(
            NAME, "回答した照会・依頼", "先に「照会・依頼に回答する」又は「一部回答する」から回答してください。"
        )
    parts = [(moment_in_list(datetime.fromisoformat(at)), words) for at, _, words in found.parts]
    if found.answered_at is not None:
        parts.append((moment_in_list(found.answered_at), found.answer))
    return Data(
        asked=f"第{found.seq}号（{found.kind.label}）",
        asked_at=moment_on_paper(found.asked_at),
        state=_STATES.get(found.state, found.state.label),
        facility=facility_rows(case),
        question=found.question,
        answers=tuple(parts),
        declined=found.state is ExchangeState.DECLINED,
    )


_STATES = {ExchangeState.PARTLY: "一部回答（残りの事項は、分かり次第回答します。）"}


def title(case: CaseFile, order: Order) -> str:
    return "サイバー攻撃に係る事案について（回答）"


def addressee(case: CaseFile, order: Order) -> str:
    return ministry_desk(order.dated_on)
