"""What a paper on an inspection speaks of: the visit meant, its findings by level."""

from __future__ import annotations

from cases.errors import NoInspectionPower, PaperHasNoSubject
from cases.papers.sheet import Order, day_in_list
from cases.records import CaseFile, Inspection, RemediationItem
from cases.vocabulary import InspectionState, Instrument, ItemOrigin

Listed = tuple[tuple[str, str, str], ...]


def inspectable(case: CaseFile) -> None:
    """Raises NoInspectionPower where Medical Care Act 25 does not reach: such a paper must not exist (R-116)."""
    if not case.facility.kind.may_be_inspected:
        raise NoInspectionPower(case.facility.kind.label)


def visit_meant(case: CaseFile, order: Order, name: str) -> Inspection:
    """The on-site inspection meant, the newest that was not called off when none is named. Raises PaperHasNoSubject."""
    numbered = enumerate(case.inspections, start=1)
    found = [
        visit
        for n, visit in numbered
        if visit.instrument is Instrument.ON_SITE_INSPECTION
        and visit.state is not InspectionState.CANCELLED
        and order.about in (None, n)
    ]
    if not found:
        raise PaperHasNoSubject(name, "立入検査", "先に「立入検査・訪問を計画する」から計画してください。")
    return found[-1]


def findings_by_level(case: CaseFile, visit: Inspection) -> tuple[Listed, Listed]:
    """(written, oral) findings with their dates. A finding without a level is a written one."""
    found = [item for item in case.items if item.origin is ItemOrigin.FINDING]
    oral = [item for item in found if str(getattr(item, "level", "")) == "oral"]
    return _listed([item for item in found if item not in oral]), _listed(oral)


def _listed(items: list[RemediationItem]) -> Listed:
    return tuple((str(n), item.title, day_in_list(item.promised_on)) for n, item in enumerate(items, 1))
