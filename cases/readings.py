"""Readings of a case's facts that several stages share: pure questions with one answer each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cases.judgement import Attack, Result
from cases.records import CaseFile, Inspection, JudgementRecord, RemediationItem, Report
from cases.vocabulary import (
    AmendmentKind,
    ContactResult,
    InspectionState,
    Instrument,
    ItemState,
    Milestone,
    MinistryKnows,
    ReportKind,
    ReportState,
    VisitSide,
)

SENT = (ReportState.SENT, ReportState.RECEIVED)
DEFINITE = (Result.REPORTABLE, Result.NOT_REPORTABLE, Result.OUTSIDE_NOTICE, Result.NOT_ATTACK)
UNDECIDED = (Result.ON_HOLD, Result.AWAITING)


def lines(case: CaseFile) -> tuple[CaseFile, ...]:
    """The case and those that were merged into it: one event, told on several lines (R-057)."""
    return (case, *case.absorbed)


def judgements(case: CaseFile) -> list[JudgementRecord]:
    """Every judgement of the event, whichever case it was entered in."""
    return [one for line in lines(case) for one in line.judgements]


def first_reportable_at(case: CaseFile) -> datetime | None:
    """When the facility's own duty to call the ministry began: the first judgement that said so (M-1.4)."""
    return next((one.judged_at for one in judgements(case) if one.result is Result.REPORTABLE), None)


def ministry_knows(case: CaseFile) -> MinistryKnows:
    """What the ministry has had of the event, over all lines."""
    sent = {report.kind for line in lines(case) for report in reports_sent(line)}
    papers = [word for word in MinistryKnows if word in {str(kind) for kind in sent}]
    called = any(line.ministry_contacts for line in lines(case))
    return papers[-1] if papers else MinistryKnows.PHONE if called else MinistryKnows.NOTHING


def in_time(judgements: Iterable[JudgementRecord]) -> list[JudgementRecord]:
    """By the moment of judging; of the same moment, the one entered later comes later (R-050, R-051).

    `judgements` of one case are given in the order of entry.
    """
    return sorted(judgements, key=lambda one: (one.judged_at, one.entered_at))


def valid(judgements: Iterable[JudgementRecord]) -> JudgementRecord | None:
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
    public = any(line.awareness_source.public_only for line in lines(case)) and not judged(case)
    return case.result is Result.REPORTABLE or case.voluntary_report_at is not None or public


def vendor_reached_at(case: CaseFile) -> datetime | None:
    calls = [call for line in lines(case) for call in line.vendor_contacts]
    reached = [c.contacted_at for c in calls if c.result is ContactResult.REACHED]
    return min(reached, default=None)


def vendor_instructed(case: CaseFile) -> bool:
    return any(contact.instruction for line in lines(case) for contact in line.vendor_contacts)


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


def final_report_settled(case: CaseFile) -> bool:
    """The final report was sent, or somebody said why none will be."""
    return final_report_sent(case) or bool(case.no_final_reason)


def authority_informed_ministry_at(case: CaseFile) -> datetime | None:
    """The authority's first contact with the ministry: a call counts (R-054), a sent report too."""
    calls = [c.contacted_at for line in lines(case) for c in line.ministry_contacts if not c.by_facility]
    papers = [r.sent_at for line in lines(case) for r in reports_sent(line) if r.sent_at]
    return min([*calls, *papers], default=None)


def facility_informed_ministry_at(case: CaseFile) -> datetime | None:
    calls = [c.contacted_at for line in lines(case) for c in line.ministry_contacts if c.by_facility]
    return min(calls, default=None)


def investigation_needed(case: CaseFile) -> bool | None:
    """The latest decision on 調査・指導の要否; None while undecided."""
    return case.decisions[-1].needed if case.decisions else None


def inspection_chosen(case: CaseFile) -> bool:
    """The latest decision calls for the authority to go there, by power or by consent."""
    going = (Instrument.ON_SITE_INSPECTION, Instrument.VOLUNTARY_VISIT)
    return bool(case.decisions) and case.decisions[-1].needed and case.decisions[-1].instrument in going


BEFORE_THE_DAY = (
    InspectionState.PLANNED,
    InspectionState.NOTIFIED,
    InspectionState.UNANNOUNCED,
    InspectionState.IN_PROGRESS,
)
OWED = (
    *BEFORE_THE_DAY,
    InspectionState.DONE,
    InspectionState.RESULT_DRAFTED,
    InspectionState.PLAN_REQUESTED,
    InspectionState.PLAN_RECEIVED,
    InspectionState.RETURNED,
    InspectionState.ACCEPTED,
    InspectionState.FOLLOW_UP,
)
"""A visit here waits for a step of somebody."""


def inspections_in(case: CaseFile, *states: InspectionState) -> list[Inspection]:
    return [visit for visit in case.inspections if visit.state in states]


def inspections_ahead(case: CaseFile) -> bool:
    """A visit is planned, announced or under way."""
    return bool(inspections_in(case, *BEFORE_THE_DAY))


def inspection_made(case: CaseFile) -> bool:
    """No visit lies ahead, and one was made where the decision calls for it."""
    made = [v for v in case.inspections if v.state not in (*BEFORE_THE_DAY, InspectionState.CANCELLED)]
    return not inspections_ahead(case) and (bool(made) or not inspection_chosen(case))


def inspection_settled(case: CaseFile) -> bool:
    """No visit waits for a step, and one was made where the decision calls for it."""
    return inspection_made(case) and not inspections_in(case, *OWED)


def ministry_team_awaited(case: CaseFile) -> bool:
    """A joint visit lies ahead without anybody of the ministry (R-343)."""
    named = {member.visit for member in case.inspection_members if member.side is VisitSide.MINISTRY}
    return any(visit.joint and visit.seq not in named for visit in inspections_in(case, *BEFORE_THE_DAY))


def result_reported(case: CaseFile) -> bool:
    """The result of investigation and guidance went to the ministry, visits ended since included (R-105, R-127)."""
    reported = any(document.kind == "investigation_result" for document in case.documents)
    return reported and not inspections_in(case, InspectionState.CLOSED)


def items_waiting(case: CaseFile) -> list[RemediationItem]:
    """What is neither verified nor waived; an item just entered has no state yet."""
    return [item for item in case.items if item.state not in (ItemState.VERIFIED, ItemState.WAIVED)]


def items_settled(case: CaseFile) -> bool:
    return not items_waiting(case)


def care_resumed_at(case: CaseFile) -> datetime | None:
    """When care was back everywhere: a department's own resumption is not yet that, a corrected entry no more."""
    resumed = [
        m.reached_at
        for m in case.milestones
        if m.milestone is Milestone.CARE_RESUMED and not m.part and m.corrected_at is None
    ]
    return max(resumed, default=None)


def prevention_recorded(case: CaseFile) -> bool:
    return bool(case.items) or any(f.prevention for f in case.findings)


def unanswered(case: CaseFile) -> int:
    """What the ministry asked and the authority has not answered yet."""
    return sum(1 for exchange in case.exchanges if exchange.from_ministry and exchange.answered_at is None)
