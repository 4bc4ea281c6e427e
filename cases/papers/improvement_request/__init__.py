"""改善計画書の提出依頼: a plan is asked for by consent, with the form to fill in as 別紙 (R-107, R-123, R-234)."""

from __future__ import annotations

from cases.errors import PaperHasNoSubject
from cases.papers.sheet import Letter, Order, day_on_paper, facility_words, manager, moment_on_paper
from cases.records import CaseFile, Inspection
from cases.vocabulary import InspectionState, Instrument, ItemOrigin, ItemState

NAME = "改善計画書の提出依頼"
BLANK_ROWS = 6


class Data(Letter):
    facility: str
    purpose: str
    items: tuple[tuple[str, str], ...]
    due: str
    plan_rows: tuple[tuple[str, str], ...]


def fill(case: CaseFile, order: Order) -> Data:
    """From the findings of the visit and the guidance that are still open. Raises PaperHasNoSubject without any."""
    visit = _visit(case, order)
    asked = visit is not None and (visit.plan_wanted or visit.plan_asked_at is not None)
    open_items = [one for one in case.items if one.origin in _ORIGINS and one.state in _WAITING]
    items = tuple((str(n), one.title) for n, one in enumerate(open_items, start=1))
    if not items and not asked:
        raise PaperHasNoSubject(
            NAME, "改善を求める事項", "先に、立入検査・訪問の結果を通知するか、「指導を記録する」から記録してください。"
        )
    words = "訪問" if visit and visit.instrument is Instrument.VOLUNTARY_VISIT else "立入検査"
    found = f"{moment_on_paper(visit.started_at)}の{words}の結果、" if visit and visit.started_at else ""
    due = order.due_on or (visit.plan_due_on if visit else None)
    return Data(
        facility=facility_words(case),
        purpose=order.content or f"{found}改善を要する事項が認められたため、計画的な改善を図るもの",
        items=items,
        due=day_on_paper(due),
        plan_rows=items or tuple((str(n), "") for n in range(1, BLANK_ROWS + 1)),
    )


def title(case: CaseFile, order: Order) -> str:
    return "改善計画書の提出について（依頼）"


def addressee(case: CaseFile, order: Order) -> str:
    return manager(case)


_ORIGINS = (ItemOrigin.FINDING, ItemOrigin.GUIDANCE)
_WAITING = (ItemState.OPEN, ItemState.RETURNED)


def _visit(case: CaseFile, order: Order) -> Inspection | None:
    """The visit meant, the newest whose result was told when none is named."""
    told = [
        one
        for one in case.inspections
        if one.state is not InspectionState.CANCELLED and one.result_notified_at and order.about in (None, one.seq)
    ]
    return told[-1] if told else None
