"""What the two papers that ask for something under Medical Care Act 25 have in common (R-118)."""

from __future__ import annotations

from dataclasses import dataclass

from cases.errors import PaperIncomplete
from cases.papers.sheet import Letter, Order, day_on_paper, facility_words, manager
from cases.papers.subjects import demand_meant, inspectable
from cases.records import CaseFile
from cases.vocabulary import Instrument


class Data(Letter):
    facility: str
    content: str
    reason: str
    due: str
    basis: str


@dataclass(frozen=True)
class DemandPaper:
    """One of the two: its name, its instrument, the article that it stands on, and its subject line."""

    name: str
    instrument: Instrument
    basis: str
    subject: str

    def fill(self, case: CaseFile, order: Order) -> Data:
        """From the order that was recorded, or as told. Raises NoInspectionPower, PaperIncomplete without what and
        when.
        """
        inspectable(case)
        demand = demand_meant(case, order, self.instrument)
        content = order.content or (demand.content if demand else "")
        due = order.due_on or (demand.due_on if demand else None)
        if not content or due is None:
            raise PaperIncomplete(self.name, ("求める事項・内容", "期日"))
        return Data(
            facility=facility_words(case),
            content=content,
            reason=demand.reason if demand else "",
            due=day_on_paper(due),
            basis=self.basis,
        )

    def title(self, case: CaseFile, order: Order) -> str:
        return self.subject

    def addressee(self, case: CaseFile, order: Order) -> str:
        demand = demand_meant(case, order, self.instrument)
        return manager(case, demand.addressee if demand else "開設者又は管理者")
