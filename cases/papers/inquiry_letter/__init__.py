"""医療機関等への照会・依頼: questions asked by consent (R-106); it rests on no power and cites none."""

from __future__ import annotations

from cases.errors import PaperHasNoSubject
from cases.papers.sheet import Letter, Order, day_on_paper, facility_words, manager
from cases.papers.subjects import demand_meant
from cases.records import CaseFile
from cases.vocabulary import Instrument

NAME = "医療機関等への照会・依頼"


class Data(Letter):
    facility: str
    content: str
    due: str


def fill(case: CaseFile, order: Order) -> Data:
    """From the inquiry meant, or as told. Raises PaperHasNoSubject without either."""
    asked = demand_meant(case, order, Instrument.INQUIRY)
    content = order.content or (asked.content if asked else "")
    if not content:
        way_out = "先に「医療機関等に照会・資料の提供を依頼する」から記録するか、「求める事項・内容」に書いてください。"
        raise PaperHasNoSubject(NAME, "照会・依頼", way_out)
    due = order.due_on or (asked.due_on if asked else None)
    return Data(facility=facility_words(case), content=content, due=day_on_paper(due))


def title(case: CaseFile, order: Order) -> str:
    return "サイバー攻撃に係る状況について（照会）"


def addressee(case: CaseFile, order: Order) -> str:
    asked = demand_meant(case, order, Instrument.INQUIRY)
    return manager(case, asked.addressee if asked else "管理者")
