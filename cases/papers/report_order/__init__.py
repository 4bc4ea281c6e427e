"""報告徴収: facts asked for under Medical Care Act 25(1) (R-118)."""

from __future__ import annotations

from cases.errors import PaperIncomplete
from cases.papers.sheet import Letter, Order, day_on_paper, facility_words, manager
from cases.papers.subjects import inspectable
from cases.records import CaseFile

NAME = "報告徴収"
BASIS = "医療法第25条第1項"


class Data(Letter):
    facility: str
    content: str
    due: str
    basis: str


def fill(case: CaseFile, order: Order) -> Data:
    """Raises NoInspectionPower, or PaperIncomplete without what is asked for and by when."""
    inspectable(case)
    if not order.content or order.due_on is None:
        raise PaperIncomplete(NAME, ("求める事項・内容", "期日"))
    return Data(facility=facility_words(case), content=order.content, due=day_on_paper(order.due_on), basis=BASIS)


def title(case: CaseFile, order: Order) -> str:
    return "医療法に基づく報告の徴収について"


def addressee(case: CaseFile, order: Order) -> str:
    return manager(case)
