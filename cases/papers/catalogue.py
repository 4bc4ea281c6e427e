"""Every kind of paper with its folder: what it is called, how it is filled, to whom it usually goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cases.papers import (
    advice_record,
    answer_letter,
    case_record,
    certificate_list,
    consultation_letter,
    day_sheet,
    guidance_letter,
    improvement_request,
    inquiry_letter,
    inspection_decision,
    inspection_notice,
    inspection_result,
    intake_form,
    investigation_result,
    ministry_report,
    ministry_request,
    report_order,
    submission_order,
    visit_request,
)
from cases.papers.demands import DemandPaper
from cases.papers.sheet import Letter, Order
from cases.records import CaseFile
from cases.vocabulary import PaperKind


@dataclass(frozen=True)
class Kind:
    """`fill` raises a Refused when the case has nothing to say in this paper yet."""

    fill: Callable[[CaseFile, Order], Letter]
    title: Callable[[CaseFile, Order], str]
    addressee: Callable[[CaseFile, Order], str]
    addressed: bool = True
    """A letter; a record has no addressee."""
    working: bool = False
    """A sheet to carry, to fill in or to hand over: it may be printed without a number, by anybody at the desk."""
    by_ministry: bool = False
    """Issued by the ministry under its own number; all others by the authority."""
    sender: Callable[[Order], str] | None = None
    """Who signs where it is not the head of the authority."""


def _demand(paper: DemandPaper) -> Kind:
    return Kind(paper.fill, paper.title, paper.addressee)


def _record(
    fill: Callable[[CaseFile, Order], Letter], title: Callable[[CaseFile, Order], str], *, working: bool = False
) -> Kind:
    return Kind(fill, title, lambda case, order: "", addressed=False, working=working)


KINDS: dict[PaperKind, Kind] = {
    PaperKind.MINISTRY_REPORT: Kind(ministry_report.fill, ministry_report.title, ministry_report.addressee),
    PaperKind.INVESTIGATION_RESULT: Kind(
        investigation_result.fill, investigation_result.title, investigation_result.addressee
    ),
    PaperKind.INSPECTION_NOTICE: Kind(inspection_notice.fill, inspection_notice.title, inspection_notice.addressee),
    PaperKind.INSPECTION_RESULT: Kind(inspection_result.fill, inspection_result.title, inspection_result.addressee),
    PaperKind.REPORT_ORDER: _demand(report_order.PAPER),
    PaperKind.SUBMISSION_ORDER: _demand(submission_order.PAPER),
    PaperKind.GUIDANCE_LETTER: Kind(guidance_letter.fill, guidance_letter.title, guidance_letter.addressee),
    PaperKind.VISIT_REQUEST: Kind(visit_request.fill, visit_request.title, visit_request.addressee),
    PaperKind.ADVICE_RECORD: Kind(advice_record.fill, advice_record.title, advice_record.addressee, addressed=False),
    PaperKind.INQUIRY_LETTER: Kind(inquiry_letter.fill, inquiry_letter.title, inquiry_letter.addressee),
    PaperKind.CONSULTATION_LETTER: Kind(
        consultation_letter.fill, consultation_letter.title, consultation_letter.addressee
    ),
    PaperKind.MINISTRY_REQUEST: Kind(
        ministry_request.fill,
        ministry_request.title,
        ministry_request.addressee,
        by_ministry=True,
        sender=ministry_request.sender,
    ),
    PaperKind.ANSWER_LETTER: Kind(answer_letter.fill, answer_letter.title, answer_letter.addressee),
    PaperKind.INSPECTION_DECISION: _record(inspection_decision.fill, inspection_decision.title),
    PaperKind.DAY_SHEET: _record(day_sheet.fill, day_sheet.title, working=True),
    PaperKind.CERTIFICATE_LIST: _record(certificate_list.fill, certificate_list.title, working=True),
    PaperKind.IMPROVEMENT_REQUEST: Kind(
        improvement_request.fill, improvement_request.title, improvement_request.addressee
    ),
    PaperKind.INTAKE_FORM: _record(intake_form.fill, intake_form.title, working=True),
    PaperKind.CASE_RECORD: _record(case_record.fill, case_record.title, working=True),
}
