"""What a paper on an inspection speaks of: the visit meant, its findings by level."""

from __future__ import annotations

from collections.abc import Iterable

from cases.casework.inspection.results import current_findings
from cases.errors import NoInspectionPower, PaperHasNoSubject
from cases.papers.sheet import Order, day_in_list
from cases.records import CaseFile, Exchange, FacilityDemand, Inspection, InspectionMember
from cases.vocabulary import FindingLevel, InspectionState, Instrument, VisitSide

Listed = tuple[tuple[str, str], ...]


def inspectable(case: CaseFile) -> None:
    """Raises NoInspectionPower where Medical Care Act 25 does not reach: such a paper must not exist (R-116)."""
    if not case.facility.kind.may_be_inspected:
        raise NoInspectionPower(case.facility.kind.label)


def visit_meant(case: CaseFile, order: Order, name: str) -> Inspection:
    """The on-site inspection meant, the newest that was not called off when none is named. Raises PaperHasNoSubject."""
    found = [
        visit
        for visit in case.inspections
        if visit.instrument is Instrument.ON_SITE_INSPECTION
        and visit.state is not InspectionState.CANCELLED
        and order.about in (None, visit.seq)
    ]
    if not found:
        raise PaperHasNoSubject(name, "立入検査", "先に「立入検査・訪問を計画する」から計画してください。")
    return found[-1]


def findings_by_level(case: CaseFile, visit: Inspection) -> tuple[Listed, Listed]:
    """(written, oral) findings of the last draft of the result, numbered."""
    found = current_findings(case, visit)
    return (
        _listed(one.title for one in found if one.level is FindingLevel.WRITTEN),
        _listed(one.title for one in found if one.level is FindingLevel.ORAL),
    )


def _listed(titles: Iterable[str]) -> Listed:
    return tuple((str(n), title) for n, title in enumerate(titles, start=1))


def visit_outcome(case: CaseFile, visit: Inspection) -> str:
    """What came of a visit, for the report to the ministry: result, findings by level, how it ended (R-127)."""
    found = [
        f"{one.level.label}　{one.title}"
        for one in case.inspection_findings
        if one.visit == visit.seq and (one.draft == visit.drafts or one.side is VisitSide.MINISTRY)
    ]
    ministry = f"厚生労働省の結果　{visit.ministry_result}" if visit.ministry_result else ""
    return "\n".join(filter(None, [visit.result, ministry, *found, visit.closing_note])) or "—"


def demand_meant(case: CaseFile, order: Order, instrument: Instrument) -> FacilityDemand | None:
    """The order under the law that was recorded, the newest when none is named."""
    found = [one for one in case.demands if one.instrument is instrument and order.about in (None, one.seq)]
    return found[-1] if found else None


def members_of(case: CaseFile, visit: Inspection) -> list[InspectionMember]:
    """The team of a visit, the ministry's people after the authority's."""
    team = [one for one in case.inspection_members if one.visit == visit.seq]
    return sorted(team, key=lambda one: one.side is VisitSide.MINISTRY)


def team_rows(case: CaseFile, visit: Inspection) -> tuple[tuple[str, str, str, str], ...]:
    """(who, number of the appointment, number of the certificate, its last day) of everybody in the team."""
    named = [
        (
            f"{one.office}（厚生労働省）" if one.side is VisitSide.MINISTRY else one.office,
            one.appointment_number or "—",
            one.certificate_number or "—",
            day_in_list(one.valid_to),
        )
        for one in members_of(case, visit)
    ]
    return tuple(named) or ((visit.team, "—", "—", "—"),)


def asked_by_ministry(case: CaseFile, order: Order, *, answered: bool = False) -> Exchange | None:
    """The inquiry or request of the ministry that is meant, the newest when none is named; `answered`: at least partly,
    or declined.
    """
    found = [
        one
        for one in case.exchanges
        if one.from_ministry and order.about in (None, one.seq) and (not answered or one.parts or one.answered_at)
    ]
    return found[-1] if found else None
