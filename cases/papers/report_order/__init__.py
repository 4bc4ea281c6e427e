"""報告徴収: facts asked for under Medical Care Act 25(1) (R-118)."""

from __future__ import annotations

from cases.errors import PaperIncomplete
from cases.papers.sheet import Letter, Order, day_on_paper, facility_words, manager
from cases.papers.subjects import demand_meant, inspectable
from cases.records import CaseFile
from cases.vocabulary import Instrument

NAME = "報告徴収"
INSTRUMENT = Instrument.REPORT_ORDER
BASIS = "医療法第25条第1項"


class Data(Letter):
    facility: str
    content: str
    reason: str
    due: str
    basis: str


def fill(case: CaseFile, order: Order) -> Data:
    """From the order that was recorded, or as told. Raises NoInspectionPower, PaperIncomplete without what and when."""
    inspectable(case)
    demand = demand_meant(case, order, INSTRUMENT)
    content = order.content or (demand.content if demand else "")
    due = order.due_on or (demand.due_on if demand else None)
    if not content or due is None:
        raise PaperIncomplete(NAME, ("求める事項・内容", "期日"))
    return Data(
        facility=facility_words(case),
        content=content,
        reason=demand.reason if demand else "",
        due=day_on_paper(due),
        basis=BASIS,
    )


def title(case: CaseFile, order: Order) -> str:
    return "医療法に基づく報告の徴収について"


def addressee(case: CaseFile, order: Order) -> str:
    demand = demand_meant(case, order, INSTRUMENT)
    return manager(case, demand.addressee if demand else "開設者又は管理者")
