"""The clocks of visits and of what the facility was asked for: each keeps the date that was laid down when it arose.

A date that the authority did not set starts no clock (R-340). All are 目安: neither the notice nor the Act sets them.
"""

from __future__ import annotations

from collections.abc import Iterator

from cases.casework.inspection.course import end_of
from cases.procedure import ClockTemplate, Occurrence
from cases.records import CaseFile, Inspection
from cases.vocabulary import DemandState, InspectionState, QuestionnaireState

LABEL = "目安"
GOING_ON = frozenset(InspectionState) - {InspectionState.CANCELLED}


def _about(visit: Inspection) -> str:
    return f"第{visit.seq}号"


def notices(case: CaseFile) -> Iterator[Occurrence]:
    for visit in case.inspections:
        if visit.notice_due_on and not visit.unannounced and visit.state in GOING_ON:
            yield Occurrence(_about(visit), visit.entered_at, visit.notified_at, end_of(visit.notice_due_on), LABEL)


def results(case: CaseFile) -> Iterator[Occurrence]:
    for visit in case.inspections:
        if visit.result_due_on and visit.ended_at:
            due = end_of(visit.result_due_on)
            yield Occurrence(_about(visit), visit.ended_at, visit.result_notified_at, due, LABEL)


def plans(case: CaseFile) -> Iterator[Occurrence]:
    for visit in case.inspections:
        if visit.plan_due_on and visit.plan_asked_at:
            yield Occurrence(
                _about(visit), visit.plan_asked_at, visit.plan_received_at, end_of(visit.plan_due_on), LABEL
            )


def rechecks(case: CaseFile) -> Iterator[Occurrence]:
    for visit in case.inspections:
        if visit.recheck_due_on and visit.plan_judged_at:
            met = visit.checked_at or visit.closed_at
            yield Occurrence(_about(visit), visit.plan_judged_at, met, end_of(visit.recheck_due_on), LABEL)


def answers(case: CaseFile) -> Iterator[Occurrence]:
    for one in case.demands:
        if one.due_on and one.state is not DemandState.WITHDRAWN:
            yield Occurrence(f"第{one.seq}号", one.asked_at, one.received_at, end_of(one.due_on), LABEL)


def questionnaires(case: CaseFile) -> Iterator[Occurrence]:
    """A facility that stays silent is noticed: the wished-for moment of each questionnaire (R-106)."""
    for one in case.questionnaires:
        if one.wished_by and one.state is not QuestionnaireState.WITHDRAWN:
            yield Occurrence(f"第{one.seq}号", one.sent_at, one.answered_at, one.wished_by)


CLOCKS = (
    ClockTemplate("visit-notice", occurrences=notices),
    ClockTemplate("visit-result", occurrences=results),
    ClockTemplate("visit-plan", occurrences=plans),
    ClockTemplate("visit-recheck", occurrences=rechecks),
    ClockTemplate("facility-answer", occurrences=answers),
    ClockTemplate("questionnaire-answer", occurrences=questionnaires, anytime=True),
)
