"""任意の訪問のお願い: a visit by consent. It rests on no power and cites none (R-128)."""

from __future__ import annotations

from cases.errors import PaperIncomplete
from cases.papers.sheet import Letter, Order, day_on_paper, facility_words, manager
from cases.records import CaseFile
from cases.vocabulary import InspectionState, Instrument

NAME = "任意の訪問のお願い"


class Data(Letter):
    facility: str
    day: str
    team: str
    content: str


def fill(case: CaseFile, order: Order) -> Data:
    """From the planned visit by consent, else from the order's day. Raises PaperIncomplete without any day."""
    planned = [
        i
        for i in case.inspections
        if i.instrument is Instrument.VOLUNTARY_VISIT
        and i.state is not InspectionState.CANCELLED
        and order.about in (None, i.seq)
    ]
    visit = planned[-1] if planned else None
    day = order.due_on or (visit.planned_on if visit else None)
    if day is None:
        raise PaperIncomplete(NAME, ("期日（訪問を希望する日）",))
    return Data(
        facility=facility_words(case),
        day=day_on_paper(day),
        team=visit.team if visit else "担当の職員",
        content=order.content
        or (visit.purpose if visit else "")
        or "サイバー攻撃を受けた状況、対応、復旧及び再発防止策",
    )


def title(case: CaseFile, order: Order) -> str:
    return "訪問について（お願い）"


def addressee(case: CaseFile, order: Order) -> str:
    return manager(case)
