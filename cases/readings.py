"""Readings of a case's facts that several stages share: pure questions with one answer each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cases.judgement import Attack, Result
from cases.records import CaseFile, JudgementRecord, Report
from cases.vocabulary import (
    AmendmentKind,
    ContactResult,
    InspectionState,
    Instrument,
    ItemState,
    Milestone,
    ReportKind,
    ReportState,
)

SENT = (ReportState.SENT, ReportState.RECEIVED)
DEFINITE = (Result.REPORTABLE, Result.NOT_REPORTABLE, Result.OUTSIDE_NOTICE, Result.NOT_ATTACK)
UNDECIDED = (Result.ON_HOLD, Result.AWAITING)


def in_time(judgements: Iterable[JudgementRecord]) -> list[JudgementRecord]:
    """By the moment of judging; of the same moment, the one entered later comes later (R-050, R-051).

    `judgements` are given in the order of entry.
    """
    return sorted(judgements, key=lambda one: one.judged_at)


def standing(judgements: Iterable[JudgementRecord]) -> JudgementRecord | None:
    """The judgement that stands: the latest one. One of an earlier moment that is entered late does not displace it."""
    return next(reversed(in_time(judgements)), None)


def attacked(case: CaseFile) -> bool:
    """The latest judgement says that it is a cyber attack (M-3.1 asks no more for an investigation)."""
    return case.attack is Attack.YES


def suspected(case: CaseFile) -> bool:
    """Not ruled out: the duty to call the vendor stands at suspicion (M-1.2b)."""
    return case.attack is not Attack.NO


def judged(case: CaseFile) -> bool:
    return case.result in DEFINITE


def on_hold(case: CaseFile) -> bool:
    """Judged, but on what is not known yet: it must be asked again (R-049), also while it is a suspicion only."""
    return case.judged_at is not None and case.result in UNDECIDED


def report_expected(case: CaseFile) -> bool:
    """A report to the ministry is expected (R-065), chosen freely, or the press knew before the facility spoke."""
    public = case.awareness_source.public_only and not judged(case)
    return case.result is Result.REPORTABLE or case.voluntary_report_at is not None or public


def vendor_reached_at(case: CaseFile) -> datetime | None:
    reached = [c.contacted_at for c in case.vendor_contacts if c.result is ContactResult.REACHED]
    return min(reached, default=None)


def vendor_instructed(case: CaseFile) -> bool:
    return any(contact.instruction for contact in case.vendor_contacts)


def sent_ever(case: CaseFile) -> list[Report]:
    """The sent reports, those withdrawn since included."""
    return [report for report in case.reports if report.state in SENT]


def withdrawn(case: CaseFile) -> set[int]:
    """The numbers of the reports that were withdrawn."""
    return {one.report_seq for one in case.amendments if one.kind is AmendmentKind.WITHDRAWAL}


def reports_sent(case: CaseFile) -> list[Report]:
    """The sent reports that stand."""
    gone = withdrawn(case)
    return [report for report in sent_ever(case) if report.seq not in gone]


def open_report(case: CaseFile) -> Report | None:
    """The report that is being drafted or waits to be sent; there is one at most."""
    return next((r for r in case.reports if r.state not in SENT), None)


def final_report_sent(case: CaseFile) -> bool:
    return any(report.kind is ReportKind.FINAL for report in reports_sent(case))


def authority_informed_ministry_at(case: CaseFile) -> datetime | None:
    """The authority's first contact with the ministry: a call counts (R-054), a sent report too."""
    calls = [c.contacted_at for c in case.ministry_contacts if not c.by_facility]
    papers = [r.sent_at for r in reports_sent(case) if r.sent_at]
    return min([*calls, *papers], default=None)


def facility_informed_ministry_at(case: CaseFile) -> datetime | None:
    return min((c.contacted_at for c in case.ministry_contacts if c.by_facility), default=None)


def investigation_needed(case: CaseFile) -> bool | None:
    """The latest decision on 調査・指導の要否; None while undecided."""
    return case.decisions[-1].needed if case.decisions else None


def inspection_chosen(case: CaseFile) -> bool:
    """The latest decision calls for the authority to go there, by power or by consent."""
    going = (Instrument.ON_SITE_INSPECTION, Instrument.VOLUNTARY_VISIT)
    return bool(case.decisions) and case.decisions[-1].needed and case.decisions[-1].instrument in going


def inspection_settled(case: CaseFile) -> bool:
    """Every planned visit was done or called off, and one was done where the decision calls for it."""
    if any(i.state is InspectionState.PLANNED for i in case.inspections):
        return False
    done = any(i.state in (InspectionState.DONE, InspectionState.RESULT_NOTIFIED) for i in case.inspections)
    return done or not inspection_chosen(case)


def result_reported(case: CaseFile) -> bool:
    """The result of investigation and guidance went to the ministry (R-105)."""
    return any(document.kind == "investigation_result" for document in case.documents)


def items_settled(case: CaseFile) -> bool:
    return all(item.state in (ItemState.VERIFIED, ItemState.WAIVED) for item in case.items)


def care_resumed_at(case: CaseFile) -> datetime | None:
    resumed = [m.reached_at for m in case.milestones if m.milestone is Milestone.CARE_RESUMED]
    return max(resumed, default=None)


def prevention_recorded(case: CaseFile) -> bool:
    return bool(case.items) or any(f.prevention for f in case.findings)


def unanswered(case: CaseFile) -> int:
    """What the ministry asked and the authority has not answered yet."""
    return sum(1 for exchange in case.exchanges if exchange.from_ministry and exchange.answered_at is None)
